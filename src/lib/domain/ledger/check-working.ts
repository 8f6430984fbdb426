/**
 * Checks the statements during a programme: registrations, remarks, acceptances, suspensions, evidence and incentives (domain.md
 * T47, T48), and outside specialists (T35).
 */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { type DueDate, mentorReports, reportDates } from '../plan/due-dates.ts'
import type { Regulation } from '../regulation/schema.ts'
import { fold } from '../text.ts'
import {
	currentMembers,
	findDecision,
	isInvolved,
	type Ledger,
	type RaisedDecision,
	type Speaker,
	type Specialist
} from './ledger.ts'
import { endingsOf } from './memberships.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>

/**
 * The curator registers an order that is in force, also in a closed programme: the journal is kept by hand and may be late. An order
 * is entered in it once it is signed.
 */
export function checkRegistration(
	ledger: Ledger,
	{ matterId: decisionId, number, on }: Of<'register'>,
	by: Speaker
): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	const raised = findDecision(ledger, decisionId)
	if (raised?.outcome !== 'in-force' || raised.matter.type === 'edition') return { reason: 'unknown-subject' }
	const isSaid = ledger.registrations.some(
		(one) => one.matterId === decisionId && one.number === number && one.on === on
	)
	if (isSaid) return { reason: 'already-said' }
	const earliest = raised.settledOn ?? on
	return on < earliest ? { reason: 'before-signature', earliest } : null
}

/**
 * A participant states once that they have read a decision in force. A former member may do so for decisions that came into force
 * during the membership or ended it.
 */
export function checkAcquaintance(ledger: Ledger, decisionId: string, by: Speaker): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'mentee') return { reason: 'not-your-role' }
	const raised = findDecision(ledger, decisionId)
	if (raised?.outcome !== 'in-force') return { reason: 'unknown-subject' }
	if (!isOfTheirMembership(ledger, raised, by)) return { reason: 'not-your-programme' }
	const isSaid = ledger.acquaintances.some((one) => one.matterId === decisionId && one.personId === by.personId)
	return isSaid ? { reason: 'already-said' } : null
}

function isOfTheirMembership(ledger: Ledger, { id, settledOn }: RaisedDecision, { personId, role }: Speaker): boolean {
	const memberships = ledger.members.filter((member) => member.personId === personId && member.role === role)
	const isDuring = memberships.some(({ until, isSuspended }) =>
		until === null ? !isSuspended : settledOn !== null && settledOn <= until
	)
	return isDuring || endingsOf(ledger, personId).includes(id)
}

export function checkRemark(ledger: Ledger, { about }: Of<'remark'>, by: Speaker): Refusal | null {
	const refusal = checkRemarkSpeaker(ledger, by)
	if (refusal !== null) return refusal
	const isDecision = about !== null && ledger.matters.some(({ id }) => id === about)
	// Only the plan knows activities, and this one may have been deleted since.
	return about === null || isDecision || ledger.phase === 'active' ? null : { reason: 'unknown-subject' }
}

export function checkAnswer(ledger: Ledger, { remarkId }: Of<'answer'>, by: Speaker): Refusal | null {
	const refusal = checkRemarkSpeaker(ledger, by)
	if (refusal !== null) return refusal
	return ledger.remarks.some(({ id }) => id === remarkId) ? null : { reason: 'unknown-subject' }
}

/** A mentor accepts an activity of the plan (domain.md T35). */
export function checkAcceptance(
	ledger: Ledger,
	{ activityId }: Of<'accept-activity'>,
	by: Speaker,
	{ plan }: Facts
): Refusal | null {
	if (by.role !== 'mentor') return { reason: 'not-your-role' }
	const refusal = checkParticipant(ledger, by)
	if (refusal !== null) return refusal
	if (plan?.activityIds.has(activityId) !== true) return { reason: 'unknown-subject' }
	return ledger.acceptances[activityId]?.by.personId === by.personId ? { reason: 'already-said' } : null
}

/** The head cancels an incentive on grounds of the regulation, and restores it (domain.md T47, T48). */
export function checkIncentive(
	ledger: Ledger,
	statement: Of<'cancel-incentive'> | Of<'restore-incentive'>,
	by: Speaker,
	{ regulation }: Facts
): Refusal | null {
	if (by.role !== 'head') return { reason: 'not-your-role' }
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const { mentorId } = statement
	if (!currentMembers(ledger, 'mentor').some(({ personId }) => personId === mentorId)) {
		return { reason: 'unknown-subject' }
	}
	const isCancelled = ledger.cancelledIncentives.some((one) => one.mentorId === mentorId)
	if (statement.type === 'restore-incentive') return isCancelled ? null : { reason: 'already-said' }
	if (isCancelled) return { reason: 'already-said' }
	const grounds = new Set<string>(regulation.incentive?.grounds.map(({ id }) => id))
	return statement.groundIds.every((id) => grounds.has(id)) ? null : { reason: 'not-in-regulation', field: 'ground' }
}

/** Staff suspend or reinstate a member by the order. */
export function checkSuspension(
	ledger: Ledger,
	{ type, personId }: Of<'suspend'> | Of<'reinstate'>,
	by: Speaker
): Refusal | null {
	if (by.role !== 'curator' && by.role !== 'head') return { reason: 'not-your-role' }
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const member = ledger.members.find((one) => one.personId === personId && one.until === null)
	if (member === undefined) return { reason: 'unknown-subject' }
	return member.isSuspended === (type === 'suspend') ? { reason: 'already-said' } : null
}

/** The speaker must be a current member of an active programme. */
export function checkParticipant(ledger: Ledger, by: Speaker): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'mentee') return { reason: 'not-your-role' }
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const isMember = currentMembers(ledger, by.role).some(({ personId }) => personId === by.personId)
	return isMember ? null : { reason: 'not-your-programme' }
}

/** Everybody involved may make remarks until the programme is closed. */
function checkRemarkSpeaker(ledger: Ledger, by: Speaker): Refusal | null {
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	if (by.role === 'curator' || by.role === 'head') return null
	return isInvolved(ledger, by.personId, by.role) ? null : { reason: 'not-your-programme' }
}

/** A mentor records evidence about themselves, the curator about any mentor of the programme, also a former one (domain.md T48). */
export function checkEvidence(
	ledger: Ledger,
	{ mentorId, evidence, on }: Of<'record-evidence'>,
	by: Speaker,
	{ regulation, today }: Facts
): Refusal | null {
	const refusal = checkEvidenceSpeaker(ledger, by)
	if (refusal !== null) return refusal
	const isMentor = ledger.members.some((member) => member.role === 'mentor' && member.personId === mentorId)
	if (!isMentor || (by.role === 'mentor' && by.personId !== mentorId)) return { reason: 'unknown-subject' }
	// A report is due with or without an incentive (domain.md T3).
	if (regulation.incentive === null && evidence.kind !== 'report') {
		return { reason: 'not-in-regulation', field: 'ground' }
	}
	if (on > today) return { reason: 'still-to-come' }
	if (evidence.kind !== 'report') return null
	const asked = mentorReports(regulation, ledger.request?.categoryId ?? null)
	const isAsked = asked.some(({ id }) => id === evidence.reportId)
	if (!isAsked) return { reason: 'not-in-regulation', field: 'report' }
	const isSaid = ledger.evidence.some(
		(one) =>
			one.mentorId === mentorId &&
			one.evidence.kind === 'report' &&
			one.evidence.reportId === evidence.reportId &&
			one.evidence.dueOn === evidence.dueOn
	)
	return isSaid ? { reason: 'already-said' } : checkReportHasBegun(ledger, { ...evidence, mentorId, on }, regulation)
}

/**
 * A report may be submitted from the day after the previous one was due (domain.md T3). `on` counts, not the day of sending: a device
 * may send later. Reports on stages have no first day here, because the plan moves their days.
 */
function checkReportHasBegun(
	{ members, term }: Ledger,
	{ mentorId, reportId, dueOn, on }: DueDate & { mentorId: string; on: IsoDate },
	regulation: Regulation
): Refusal | null {
	const membership = members.findLast((member) => member.role === 'mentor' && member.personId === mentorId)
	if (membership === undefined || term === null) return null
	const from = membership.from > term.startsOn ? membership.from : term.startsOn
	const reports = regulation.reports.filter(({ id }) => id === reportId)
	const earlier = reportDates({ ...regulation, reports }, { from, until: addDaysTo(dueOn, -1) }, []).at(-1)
	return earlier !== undefined && on <= earlier.dueOn
		? { reason: 'report-not-begun', earliest: addDaysTo(earlier.dueOn, 1) }
		: null
}

export function checkEvidenceWithdrawal(
	ledger: Ledger,
	{ evidenceId }: Of<'withdraw-evidence'>,
	by: Speaker
): Refusal | null {
	const refusal = checkEvidenceSpeaker(ledger, by)
	if (refusal !== null) return refusal
	const recorded = ledger.evidence.find(({ id }) => id === evidenceId)
	const isTheirs = by.role === 'curator' || recorded?.by.personId === by.personId
	return recorded !== undefined && isTheirs ? null : { reason: 'unknown-subject' }
}

/** The speaker must be a current mentor or the curator, and the programme active. */
function checkEvidenceSpeaker(ledger: Ledger, by: Speaker): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'curator') return { reason: 'not-your-role' }
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const isMember = currentMembers(ledger, 'mentor').some(({ personId }) => personId === by.personId)
	return by.role === 'curator' || isMember ? null : { reason: 'not-your-programme' }
}

/** A specialist may have consented this many months before the programme, while the pair was still being formed. */
const MONTHS_BEFORE = 3

export function lastingSpecialists({ specialists }: Ledger): readonly Specialist[] {
	return specialists.filter(({ until }) => until === null)
}

/** The first and the last day on which a specialist may have consented. */
export function consentBounds({ term }: Ledger, today: IsoDate): { min: IsoDate; max: IsoDate } {
	const begins = term === null || term.startsOn > today ? today : term.startsOn
	return { min: addMonthsTo(begins, -MONTHS_BEFORE), max: today }
}

/**
 * A mentor involves a specialist; the name must not be among those who help already. The activity is not checked: the plan may not
 * have it yet, or not any more (domain.md T35).
 */
export function checkInvolvement(
	ledger: Ledger,
	statement: Of<'involve-specialist'>,
	by: Speaker,
	{ today }: Facts
): Refusal | null {
	if (by.role !== 'mentor') return { reason: 'not-your-role' }
	const refusal = checkEvidenceSpeaker(ledger, by)
	if (refusal !== null) return refusal
	const { consentedOn } = statement
	const { min, max } = consentBounds(ledger, today)
	if (consentedOn > max) return { reason: 'still-to-come' }
	if (consentedOn < min) return { reason: 'consented-too-early', earliest: min }
	const involved = lastingSpecialists(ledger).find(({ name }) => isSameName(name, statement.name))
	if (involved === undefined) return null
	return isSaid(involved, statement, by)
		? { reason: 'already-said' }
		: { reason: 'specialist-involved', name: involved.name }
}

/** Any current mentor of the programme or the curator may release a specialist. */
export function checkSpecialistRelease(
	ledger: Ledger,
	{ specialistId, name }: Of<'release-specialist'>,
	by: Speaker
): Refusal | null {
	const refusal = checkEvidenceSpeaker(ledger, by)
	if (refusal !== null) return refusal
	const involved = ledger.specialists.find(({ id }) => id === specialistId)
	if (involved?.name !== name) return { reason: 'unknown-subject' }
	return involved.until === null ? null : { reason: 'already-said' }
}

function isSameName(one: string, other: string): boolean {
	const wordsOf = (name: string) => fold(name).split(/\s+/).filter(Boolean).join(' ')
	return wordsOf(one) === wordsOf(other)
}

/** Whether the same person stated the same before: a second tap. */
function isSaid(involved: Specialist, statement: Of<'involve-specialist'>, by: Speaker): boolean {
	const wordsOf = ({ name, post, task, activity, consentedOn }: Omit<Of<'involve-specialist'>, 'type'>) =>
		JSON.stringify([name, post, task, activity?.id, activity?.title, consentedOn])
	return involved.by.personId === by.personId && wordsOf(involved) === wordsOf(statement)
}
