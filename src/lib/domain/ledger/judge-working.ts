/** What is said while the programme is carried out, and about its money. */
import { endingsOf } from './former-parts.ts'
import { currentMembers, findMatter, isInvolved, type Ledger, type RaisedMatter, type Speaker } from './ledger.ts'
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
