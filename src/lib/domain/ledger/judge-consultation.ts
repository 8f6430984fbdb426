/** A consultation on request: the mentor of the programme is asked first, then others (domain.md D18). */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import type { DayBounds } from '../day-bounds.ts'
import { addsPlace, consultationStanding, findConsultation } from './consultations.ts'
import { takesPart } from './judge-forming.ts'
import { latestDay } from './judge-horizon.ts'
import { judgeParticipant } from './judge-working.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Consultation, Ledger, Speaker } from './ledger.ts'
import type { Statement } from './statement.ts'

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
