/** What is said while the programme is carried out, and about its money. */
import { addMonthsTo, type IsoDate } from '../calendar.ts'
import { mentorReports } from '../plan/due-dates.ts'
import { fold } from '../text.ts'
import {
	currentMembers,
	findMatter,
	isInvolved,
	type Ledger,
	type RaisedMatter,
	type Speaker,
	type Specialist
} from './ledger.ts'
import { endingsOf } from './parts.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>

/** Of what is in force by an order, also when the programme is closed: the journal is kept by hand and may come later. */
export function judgeRegistration(
	ledger: Ledger,
	{ matterId, number, on }: Of<'register'>,
	by: Speaker
): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	const raised = findMatter(ledger, matterId)
	if (raised?.outcome !== 'in-force' || raised.matter.type === 'edition') return { reason: 'unknown-subject' }
	const isSaid = ledger.registrations.some((one) => one.matterId === matterId && one.number === number && one.on === on)
	return isSaid ? { reason: 'already-said' } : null
}

/** By a participant, once, about what is in force; also after their part, about what came into force during it or ended it. */
export function judgeAcquaintance(ledger: Ledger, matterId: string, by: Speaker): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'mentee') return { reason: 'not-your-role' }
	const raised = findMatter(ledger, matterId)
	if (raised?.outcome !== 'in-force') return { reason: 'unknown-subject' }
	if (!isOfTheirPart(ledger, raised, by)) return { reason: 'not-your-programme' }
	const isSaid = ledger.acquaintances.some((one) => one.matterId === matterId && one.personId === by.personId)
	return isSaid ? { reason: 'already-said' } : null
}

function isOfTheirPart(ledger: Ledger, { id, settledOn }: RaisedMatter, { personId, role }: Speaker): boolean {
	const parts = ledger.members.filter((member) => member.personId === personId && member.role === role)
	const isDuring = parts.some(({ until, isSuspended }) =>
		until === null ? !isSuspended : settledOn !== null && settledOn <= until
	)
	return isDuring || endingsOf(ledger, personId).includes(id)
}

export function judgeRemark(ledger: Ledger, { about }: Of<'remark'>, by: Speaker): Refusal | null {
	const refusal = judgeVoice(ledger, by)
	if (refusal !== null) return refusal
	const isMatter = about !== null && ledger.matters.some(({ id }) => id === about)
	// An activity is known to the plan only, where it may have been deleted since.
	return about === null || isMatter || ledger.phase === 'active' ? null : { reason: 'unknown-subject' }
}

export function judgeAnswer(ledger: Ledger, { remarkId }: Of<'answer'>, by: Speaker): Refusal | null {
	const refusal = judgeVoice(ledger, by)
	if (refusal !== null) return refusal
	return ledger.remarks.some(({ id }) => id === remarkId) ? null : { reason: 'unknown-subject' }
}

/** By a mentor, of an activity that the plan has (domain.md T35). */
export function judgeAcceptance(
	ledger: Ledger,
	{ activityId }: Of<'accept-activity'>,
	by: Speaker,
	{ plan }: Facts
): Refusal | null {
	if (by.role !== 'mentor') return { reason: 'not-your-role' }
	const refusal = judgeParticipant(ledger, by)
	if (refusal !== null) return refusal
	if (plan?.activityIds.has(activityId) !== true) return { reason: 'unknown-subject' }
	return ledger.acceptances[activityId]?.by.personId === by.personId ? { reason: 'already-said' } : null
}

/** By the head, on grounds of the regulation (domain.md T47, T48). */
export function judgeIncentive(
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

/** By staff; of whoever takes part by the order, whether or not they may write now. */
export function judgeSuspension(
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

/** Who takes part now, in an active programme. */
export function judgeParticipant(ledger: Ledger, by: Speaker): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'mentee') return { reason: 'not-your-role' }
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const isMember = currentMembers(ledger, by.role).some(({ personId }) => personId === by.personId)
	return isMember ? null : { reason: 'not-your-programme' }
}

/** Whoever has to do with the programme may speak of it until it is closed. */
function judgeVoice(ledger: Ledger, by: Speaker): Refusal | null {
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	if (by.role === 'curator' || by.role === 'head') return null
	return isInvolved(ledger, by.personId, by.role) ? null : { reason: 'not-your-programme' }
}

/** What a mentor's incentive rests on: recorded by the mentor and the curator, for the head to look at (domain.md T48). */

/** By the mentor of themselves; by the curator of any mentor of the programme, also one whose part has ended. */
export function judgeEvidence(
	ledger: Ledger,
	{ mentorId, evidence, on }: Of<'record-evidence'>,
	by: Speaker,
	{ regulation, today }: Facts
): Refusal | null {
	const refusal = judgeKeeper(ledger, by)
	if (refusal !== null) return refusal
	const isMentor = ledger.members.some((member) => member.role === 'mentor' && member.personId === mentorId)
	if (!isMentor || (by.role === 'mentor' && by.personId !== mentorId)) return { reason: 'unknown-subject' }
	// A report is due whether or not it is paid for (domain.md T3).
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
	return isSaid ? { reason: 'already-said' } : null
}

export function judgeEvidenceWithdrawal(
	ledger: Ledger,
	{ evidenceId }: Of<'withdraw-evidence'>,
	by: Speaker
): Refusal | null {
	const refusal = judgeKeeper(ledger, by)
	if (refusal !== null) return refusal
	const recorded = ledger.evidence.find(({ id }) => id === evidenceId)
	const isTheirs = by.role === 'curator' || recorded?.by.personId === by.personId
	return recorded !== undefined && isTheirs ? null : { reason: 'unknown-subject' }
}

/** By a mentor who takes part now, or by the curator, while the programme goes on. */
function judgeKeeper(ledger: Ledger, by: Speaker): Refusal | null {
	if (by.role !== 'mentor' && by.role !== 'curator') return { reason: 'not-your-role' }
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	const isMember = currentMembers(ledger, 'mentor').some(({ personId }) => personId === by.personId)
	return by.role === 'curator' || isMember ? null : { reason: 'not-your-programme' }
}

/** Specialists who help a pair with their consent (domain.md T35): involved by a mentor, until somebody says that they help no longer. */

/** Somebody may have been asked while the pair was still being formed. */
const MONTHS_BEFORE = 3

export function lastingSpecialists({ specialists }: Ledger): readonly Specialist[] {
	return specialists.filter(({ until }) => until === null)
}

/** The first and the last day on which a specialist may have consented. */
export function consentBounds({ term }: Ledger, today: IsoDate): { min: IsoDate; max: IsoDate } {
	const begins = term === null || term.startsOn > today ? today : term.startsOn
	return { min: addMonthsTo(begins, -MONTHS_BEFORE), max: today }
}

/** By a mentor, once of a name. The activity is not looked for: the plan may not have it yet, or have it no more (domain.md T35). */
export function judgeInvolvement(
	ledger: Ledger,
	statement: Of<'involve-specialist'>,
	by: Speaker,
	{ today }: Facts
): Refusal | null {
	if (by.role !== 'mentor') return { reason: 'not-your-role' }
	const refusal = judgeKeeper(ledger, by)
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

/** By a mentor of the programme, whoever has involved them, or by the curator. */
export function judgeSpecialistRelease(
	ledger: Ledger,
	{ specialistId, name }: Of<'release-specialist'>,
	by: Speaker
): Refusal | null {
	const refusal = judgeKeeper(ledger, by)
	if (refusal !== null) return refusal
	const involved = ledger.specialists.find(({ id }) => id === specialistId)
	if (involved?.name !== name) return { reason: 'unknown-subject' }
	return involved.until === null ? null : { reason: 'already-said' }
}

function isSameName(one: string, other: string): boolean {
	const wordsOf = (name: string) => fold(name).split(/\s+/).filter(Boolean).join(' ')
	return wordsOf(one) === wordsOf(other)
}

/** In the same words of the same person: a second tap. */
function isSaid(involved: Specialist, statement: Of<'involve-specialist'>, by: Speaker): boolean {
	const wordsOf = ({ name, post, task, activity, consentedOn }: Omit<Of<'involve-specialist'>, 'type'>) =>
		JSON.stringify([name, post, task, activity?.id, activity?.title, consentedOn])
	return involved.by.personId === by.personId && wordsOf(involved) === wordsOf(statement)
}
