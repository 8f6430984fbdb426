/**
 * Consultations on request: their status, the checks and the entries. The mentors of the programme are asked first; then the
 * curator names somebody else (domain.md D18). The status depends on the current mentors: an open request goes over to a new
 * mentor, and a former mentor is not asked.
 */
import { addMonthsTo, type DayBounds, type IsoDate, lastDayOfTerm } from '../../calendar.ts'
import {
	type Consultation,
	currentMentorIds,
	type Entry,
	lastingMenteeIds,
	type Ledger,
	type Speaker,
	type Asker
} from '../ledger.ts'
import { isCurrentMember } from '../memberships.ts'
import type { Facts, Refusal } from '../refusal.ts'
import type { Signer } from '../signing.ts'
import { latestDay, checkUnderWay } from '../checks.ts'
import type { Statement } from '../statement.ts'
import type { SaidOf, StatementRow, StatementRows } from './row.ts'

type Referring = Extract<Statement, { type: 'refer-consultation' }>
type Referral = NonNullable<Consultation['referral']>

/**
 * `asked`: a mentor must still answer. `passed`: no current mentor takes it, or there is no mentor. `lapsed`: the programme or the
 * asker's membership ended before an answer.
 */
export type ConsultationStatus = 'asked' | 'passed' | 'taken' | 'referred' | 'withdrawn' | 'lapsed'

export function consultationStatus(ledger: Ledger, consultation: Consultation): ConsultationStatus {
	const { by, appointment, referral, withdrawnAt } = consultation
	if (appointment !== null) return 'taken'
	if (referral !== null) return 'referred'
	if (withdrawnAt !== null) return 'withdrawn'
	if (ledger.phase !== 'active' || !lastingMenteeIds(ledger).includes(by.personId)) return 'lapsed'
	return mentorsToAnswer(ledger, consultation).length > 0 ? 'asked' : 'passed'
}

/** Who must answer next, as `missingSigners` does for a decision. */
export function consultationWaitsFor(ledger: Ledger, consultation: Consultation): readonly Signer[] {
	switch (consultationStatus(ledger, consultation)) {
		case 'asked':
			return mentorsToAnswer(ledger, consultation).map((personId) => ({ role: 'mentor', personId }))
		case 'passed':
			return [{ role: 'curator', personId: null }]
		case 'taken':
		case 'referred':
		case 'withdrawn':
		case 'lapsed':
			return []
	}
}

export function findConsultation({ consultations }: Ledger, consultationId: string): Consultation | null {
	return consultations.find(({ id }) => id === consultationId) ?? null
}

/**
 * Whether the statement repeats a referral and adds its place, for a meeting in person that was recorded with a day alone
 * (domain.md D18). The first speaker stays the one who referred it.
 */
function addsPlace<One extends Placed>(
	consultation: One,
	{ to, on, words }: Pick<Referring, 'to' | 'on' | 'words'>
): consultation is One & { referral: Referral } {
	if (!lacksPlace(consultation)) return false
	const { referral } = consultation
	return words !== null && on === referral.on && isSameConsultant(to, referral.to)
}

/**
 * Whether the place of a referral is still asked for: until its day is over, because later it helps nobody. `today`: in the
 * municipality's time zone.
 */
export function wantsPlace<One extends Placed>(
	consultation: One,
	today: IsoDate
): consultation is One & { referral: Referral } {
	if (!lacksPlace(consultation)) return false
	const { on } = consultation.referral
	return on === null || on >= today
}

type Placed = Pick<Consultation, 'mode' | 'referral'>

/** Whether it is a meeting in person without a place. */
function lacksPlace<One extends Placed>(consultation: One): consultation is One & { referral: Referral } {
	return consultation.mode === 'in-person' && consultation.referral !== null && consultation.referral.words === null
}

function isSameConsultant(one: Referral['to'], other: Referral['to']): boolean {
	return one.kind === 'mentor'
		? other.kind === 'mentor' && one.mentorId === other.mentorId
		: other.kind === 'other' && one.name === other.name
}

function mentorsToAnswer(ledger: Ledger, { passes }: Consultation): string[] {
	return currentMentorIds(ledger).filter((personId) => !passes.some(({ by }) => by.personId === personId))
}

type Type = 'ask-consultation' | 'answer-consultation' | 'refer-consultation' | 'withdraw-consultation'
type ConsultationStatement = SaidOf<Type>

const following = {
	check: checkConsultation,
	apply: (ledger, statement, said) => ({
		...ledger,
		consultations: ledger.consultations.map((one) =>
			one.id === statement.consultationId ? follow(one, said, statement) : one
		)
	}),
	subjectOf: ({ consultationId }) => consultationId
} satisfies StatementRow<Exclude<ConsultationStatement, Asking>>

export const consultationStatements = {
	'ask-consultation': {
		statedWith: 'learn',
		check: checkConsultation,
		apply: (ledger, { about, mode }, { id, by, at, on }) => ({
			...ledger,
			consultations: [
				...ledger.consultations,
				{ id, by, at, on, about, mode, passes: [], appointment: null, referral: null, withdrawnAt: null }
			]
		}),
		offers: (ledger, by, { regulation }) =>
			checkAsker(ledger, by, regulation) === null ? [{ type: 'ask-consultation' as const }] : []
	},
	'answer-consultation': { ...following, statedWith: 'guide' },
	'refer-consultation': {
		...following,
		statedWith: 'curate',
		peopleOf: ({ to }) => (to.kind === 'mentor' ? [to.mentorId] : [])
	},
	'withdraw-consultation': { ...following, statedWith: 'learn' }
} satisfies StatementRows<Type>

/** Consultations take place within the term, or within this time from today if the term ends sooner. */
const MONTHS_AFTER = 1

/** The days on which a consultation may take place: from the day of the request, within the term or soon after, and within a year. */
export function consultationDays(
	{ term }: Pick<Ledger, 'term'>,
	{ on }: Pick<Consultation, 'on'>,
	today: IsoDate
): Required<DayBounds> {
	const soon = addMonthsTo(today, MONTHS_AFTER)
	const lastDay = term === null ? soon : lastDayOfTerm(term.startsOn, term.months)
	const latest = latestDay(today)
	const max = lastDay > soon ? lastDay : soon
	return { min: on, max: max < latest ? max : latest }
}

function checkConsultation(
	ledger: Ledger,
	statement: ConsultationStatement,
	by: Speaker,
	facts: Facts
): Refusal | null {
	if (statement.type === 'ask-consultation') return checkAsking(ledger, statement, by, facts)
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const consultation = findConsultation(ledger, statement.consultationId)
	if (consultation === null) return { reason: 'unknown-subject' }
	switch (statement.type) {
		case 'answer-consultation':
			return checkMentorsAnswer(ledger, consultation, statement, by, facts)
		case 'refer-consultation':
			return checkReferral(ledger, consultation, statement, by, facts)
		case 'withdraw-consultation':
			if (consultation.by.personId !== by.personId) return { reason: 'not-your-role' }
			return consultation.withdrawnAt !== null ? { reason: 'already-said' } : checkOpen(ledger, consultation)
	}
}

function checkAsking(ledger: Ledger, { about, mode }: Asking, by: Speaker, { regulation }: Facts): Refusal | null {
	const refusal = checkAsker(ledger, by, regulation)
	if (refusal !== null) return refusal
	const isSaid = ledger.consultations.some(
		(one) =>
			one.by.personId === by.personId && one.about === about && one.mode === mode && checkOpen(ledger, one) === null
	)
	return isSaid ? { reason: 'already-said' } : null
}

function checkAsker(ledger: Ledger, by: Asker, regulation: Facts['regulation']): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	// A regulation that a device stored before consultations existed has no such field.
	return regulation.consultations ? null : { reason: 'not-in-regulation', field: 'consultation' }
}

/** Each mentor answers once; of two, the first one to take it gets it. */
function checkMentorsAnswer(
	ledger: Ledger,
	consultation: Consultation,
	{ answer }: SaidOf<'answer-consultation'>,
	{ personId }: Speaker,
	{ today }: Facts
): Refusal | null {
	const { appointment, passes } = consultation
	const isSaid = appointment?.by.personId === personId || passes.some(({ by }) => by.personId === personId)
	if (isSaid) return { reason: 'already-said' }
	const refusal = checkOpen(ledger, consultation)
	if (refusal !== null || answer.kind === 'pass') return refusal
	return checkDay(answer.on, consultationDays(ledger, consultation, today))
}

function checkReferral(
	ledger: Ledger,
	consultation: Consultation,
	statement: SaidOf<'refer-consultation'>,
	{ personId }: Speaker,
	{ unmetConditions, today }: Facts
): Refusal | null {
	const { to, on, words } = statement
	if (addsPlace(consultation, statement)) return null
	const { referral } = consultation
	// If two curators referred it, the last one.
	if ((referral?.place ?? referral)?.by.personId === personId) return { reason: 'already-said' }
	const refusal = checkOpen(ledger, consultation)
	if (refusal !== null) return refusal
	if (consultationStatus(ledger, consultation) === 'asked') return { reason: 'mentor-first' }
	if (to.kind === 'mentor') {
		if (isCurrentMember(ledger, to.mentorId)) return { reason: 'own-participant', personId: to.mentorId }
		if (!unmetConditions.has(to.mentorId)) return { reason: 'not-a-mentor', personId: to.mentorId }
	}
	if (consultation.mode === 'in-person' && words === null) return { reason: 'place-missing' }
	return on === null ? null : checkDay(on, consultationDays(ledger, consultation, today))
}

function checkOpen(ledger: Ledger, consultation: Consultation): Refusal | null {
	switch (consultationStatus(ledger, consultation)) {
		case 'asked':
		case 'passed':
			return null
		case 'taken':
		case 'referred':
			return { reason: 'consultation-settled' }
		case 'withdrawn':
			return { reason: 'withdrawn' }
		case 'lapsed':
			return { reason: 'asker-left' }
	}
}

function checkDay(day: IsoDate, { min, max }: Required<DayBounds>): Refusal | null {
	if (day < min) return { reason: 'before-asked', earliest: min }
	return day > max ? { reason: 'too-far-ahead', latest: max } : null
}

type Asking = SaidOf<'ask-consultation'>

function follow(
	consultation: Consultation,
	{ by, at }: Entry,
	statement: Exclude<ConsultationStatement, Asking>
): Consultation {
	switch (statement.type) {
		case 'answer-consultation': {
			const { answer } = statement
			return answer.kind === 'take'
				? { ...consultation, appointment: { by, at, on: answer.on, where: answer.where } }
				: { ...consultation, passes: [...consultation.passes, { by, at, ground: answer.ground }] }
		}
		case 'refer-consultation': {
			const { to, on, words } = statement
			if (addsPlace(consultation, statement)) {
				return { ...consultation, referral: { ...consultation.referral, words, place: { by, at } } }
			}
			return { ...consultation, referral: { by, at, to, on, words } }
		}
		case 'withdraw-consultation':
			return { ...consultation, withdrawnAt: at }
	}
}
