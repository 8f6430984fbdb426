/**
 * How a request for a consultation stands: first with the mentors of the programme, then with the curator, who names somebody else
 * (domain.md D18). It follows from who mentors now: a request that is open goes over to a new mentor, and whoever has left is not asked.
 */
import { addDaysTo, addMonthsTo, type DayBounds, type IsoDate } from '../calendar.ts'
import { latestDay, takesPart } from './judge-forming.ts'
import { judgeParticipant } from './judge-working.ts'
import { type Consultation, currentMembers, type Entry, lastingMenteeIds, type Ledger, type Speaker } from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Signer } from './signing.ts'
import type { Statement } from './statement.ts'

type Referring = Extract<Statement, { type: 'refer-consultation' }>
type Referral = NonNullable<Consultation['referral']>

/**
 * `asked`: a mentor has still to answer. `passed`: none of those who mentor now takes it, or nobody mentors now. `lapsed`: the programme
 * or the part of whoever asked ended before an answer.
 */
export type ConsultationStanding = 'asked' | 'passed' | 'taken' | 'referred' | 'withdrawn' | 'lapsed'

export function consultationStanding(ledger: Ledger, consultation: Consultation): ConsultationStanding {
	const { by, appointment, referral, withdrawnAt } = consultation
	if (appointment !== null) return 'taken'
	if (referral !== null) return 'referred'
	if (withdrawnAt !== null) return 'withdrawn'
	if (ledger.phase !== 'active' || !lastingMenteeIds(ledger).includes(by.personId)) return 'lapsed'
	return mentorsToAnswer(ledger, consultation).length > 0 ? 'asked' : 'passed'
}

/** As `missingSigners` has it of a matter. */
export function consultationWaitsFor(ledger: Ledger, consultation: Consultation): readonly Signer[] {
	switch (consultationStanding(ledger, consultation)) {
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
 * The same once more, and where: of one face to face that was recorded while a day alone would do (domain.md D18). Whoever referred it
 * stays who did.
 */
function addsPlace<One extends Placed>(
	consultation: One,
	{ to, on, words }: Pick<Referring, 'to' | 'on' | 'words'>
): consultation is One & { referral: Referral } {
	if (!lacksPlace(consultation)) return false
	const { referral } = consultation
	return words !== null && on === referral.on && isSameConsultant(to, referral.to)
}

/** Whose place is asked for: until its day is over, from when on it helps nobody. `today`: a day of the municipality. */
export function wantsPlace<One extends Placed>(
	consultation: One,
	today: IsoDate
): consultation is One & { referral: Referral } {
	if (!lacksPlace(consultation)) return false
	const { on } = consultation.referral
	return on === null || on >= today
}

type Placed = Pick<Consultation, 'mode' | 'referral'>

/** Face to face, and nobody has said where. */
function lacksPlace<One extends Placed>(consultation: One): consultation is One & { referral: Referral } {
	return consultation.mode === 'in-person' && consultation.referral !== null && consultation.referral.words === null
}

function isSameConsultant(one: Referral['to'], other: Referral['to']): boolean {
	return one.kind === 'mentor'
		? other.kind === 'mentor' && one.mentorId === other.mentorId
		: other.kind === 'other' && one.name === other.name
}

function mentorsToAnswer(ledger: Ledger, { passes }: Consultation): string[] {
	return currentMembers(ledger, 'mentor')
		.map(({ personId }) => personId)
		.filter((personId) => !passes.some(({ by }) => by.personId === personId))
}

/** A consultation on request: the mentor of the programme is asked first, then others (domain.md D18). */
type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>
export type ConsultationStatement = Of<
	'ask-consultation' | 'answer-consultation' | 'refer-consultation' | 'withdraw-consultation'
>

/** Within the term; where that ends sooner than this from today, or is over, within this. */
const MONTHS_AFTER = 1

/** On which one that was asked for may take place: from the day it was, within the term or soon after, and within a year. */
export function consultationDays(
	{ term }: Pick<Ledger, 'term'>,
	{ on }: Pick<Consultation, 'on'>,
	today: IsoDate
): Required<DayBounds> {
	const soon = addMonthsTo(today, MONTHS_AFTER)
	const lastDay = term === null ? soon : addDaysTo(addMonthsTo(term.startsOn, term.months), -1)
	const latest = latestDay(today)
	const max = lastDay > soon ? lastDay : soon
	return { min: on, max: max < latest ? max : latest }
}

export function judgeConsultation(
	ledger: Ledger,
	statement: ConsultationStatement,
	by: Speaker,
	facts: Facts
): Refusal | null {
	const refusal = judgeSpeaker(ledger, statement.type, by)
	if (refusal !== null) return refusal
	if (statement.type === 'ask-consultation') return judgeAsking(ledger, statement, by, facts)
	const consultation = findConsultation(ledger, statement.consultationId)
	if (consultation === null) return { reason: 'unknown-subject' }
	switch (statement.type) {
		case 'answer-consultation':
			return judgeMentorsAnswer(ledger, consultation, statement, by, facts)
		case 'refer-consultation':
			return judgeReferral(ledger, consultation, statement, by, facts)
		case 'withdraw-consultation':
			if (consultation.by.personId !== by.personId) return { reason: 'not-your-role' }
			return consultation.withdrawnAt !== null ? { reason: 'already-said' } : judgeOpen(ledger, consultation)
	}
}

/** Asked for and taken back by mentees, answered by mentors, referred by the curator, while the programme goes on. */
function judgeSpeaker(ledger: Ledger, type: ConsultationStatement['type'], by: Speaker): Refusal | null {
	const role = type === 'refer-consultation' ? 'curator' : type === 'answer-consultation' ? 'mentor' : 'mentee'
	if (by.role !== role) return { reason: 'not-your-role' }
	if (role !== 'curator') return judgeParticipant(ledger, by)
	return ledger.phase === 'active' ? null : { reason: 'wrong-phase', phase: ledger.phase }
}

function judgeAsking(
	ledger: Ledger,
	{ about, mode }: Of<'ask-consultation'>,
	by: Speaker,
	{ regulation }: Facts
): Refusal | null {
	// A copy that a device has kept since before there were consultations knows nothing of them.
	if (!regulation.consultations) return { reason: 'not-in-regulation', field: 'consultation' }
	const isSaid = ledger.consultations.some(
		(one) =>
			one.by.personId === by.personId && one.about === about && one.mode === mode && judgeOpen(ledger, one) === null
	)
	return isSaid ? { reason: 'already-said' } : null
}

/** Once by each mentor; of two, the first who takes it. */
function judgeMentorsAnswer(
	ledger: Ledger,
	consultation: Consultation,
	{ answer }: Of<'answer-consultation'>,
	{ personId }: Speaker,
	{ today }: Facts
): Refusal | null {
	const { appointment, passes } = consultation
	const isSaid = appointment?.by.personId === personId || passes.some(({ by }) => by.personId === personId)
	if (isSaid) return { reason: 'already-said' }
	const refusal = judgeOpen(ledger, consultation)
	if (refusal !== null || answer.kind === 'pass') return refusal
	return judgeDay(answer.on, consultationDays(ledger, consultation, today))
}

function judgeReferral(
	ledger: Ledger,
	consultation: Consultation,
	statement: Of<'refer-consultation'>,
	{ personId }: Speaker,
	{ unmetConditions, today }: Facts
): Refusal | null {
	const { to, on, words } = statement
	if (addsPlace(consultation, statement)) return null
	const { referral } = consultation
	// Of two curators, the one who spoke last.
	if ((referral?.place ?? referral)?.by.personId === personId) return { reason: 'already-said' }
	const refusal = judgeOpen(ledger, consultation)
	if (refusal !== null) return refusal
	if (consultationStanding(ledger, consultation) === 'asked') return { reason: 'mentor-first' }
	if (to.kind === 'mentor') {
		if (takesPart(ledger, to.mentorId)) return { reason: 'own-participant', personId: to.mentorId }
		if (!unmetConditions.has(to.mentorId)) return { reason: 'not-a-mentor', personId: to.mentorId }
	}
	if (consultation.mode === 'in-person' && words === null) return { reason: 'place-missing' }
	return on === null ? null : judgeDay(on, consultationDays(ledger, consultation, today))
}

function judgeOpen(ledger: Ledger, consultation: Consultation): Refusal | null {
	switch (consultationStanding(ledger, consultation)) {
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

function judgeDay(day: IsoDate, { min, max }: Required<DayBounds>): Refusal | null {
	if (day < min) return { reason: 'before-asked', earliest: min }
	return day > max ? { reason: 'too-far-ahead', latest: max } : null
}

type Asking = Extract<ConsultationStatement, { type: 'ask-consultation' }>
type Said = Pick<Entry, 'id' | 'at' | 'on' | 'by'>

export function playConsultation(ledger: Ledger, said: Said, statement: ConsultationStatement): Ledger {
	const { consultations } = ledger
	if (statement.type === 'ask-consultation') {
		return { ...ledger, consultations: [...consultations, begin(said, statement)] }
	}
	const { consultationId } = statement
	return {
		...ledger,
		consultations: consultations.map((one) => (one.id === consultationId ? follow(one, said, statement) : one))
	}
}

function begin({ id, by, at, on }: Said, { about, mode }: Asking): Consultation {
	return { id, by, at, on, about, mode, passes: [], appointment: null, referral: null, withdrawnAt: null }
}

function follow(
	consultation: Consultation,
	{ by, at }: Said,
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
