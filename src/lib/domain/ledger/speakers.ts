/** Who may speak in a programme, whatever they state. */
import { can, isStaffVoice } from '../access.ts'
import type { Signatory } from '../regulation/schema.ts'
import { type Asker, currentMembers, isAwaited, isInvolved, type Ledger, type RaisedDecision } from './ledger.ts'
import type { Refusal } from './refusal.ts'
import { staffObstacle } from './signing.ts'
import type { Decision } from './statement.ts'

/** The programme must be active, and a participant one of its current members. */
export function checkUnderWay(ledger: Ledger, by: Asker): Refusal | null {
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	return isStaffVoice(by.role) || isMember(ledger, by) ? null : { reason: 'not-your-programme' }
}

/** Everybody involved may make remarks until the programme is closed. */
export function checkRemarkSpeaker(ledger: Ledger, by: Asker): Refusal | null {
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	return isStaffVoice(by.role) || isInvolved(ledger, by.personId, by.role) ? null : { reason: 'not-your-programme' }
}

/**
 * Who may raise a decision: those who sign it. The head raises only notices. `raisers`: the roles by the regulation.
 * `hasOthersDraft`: a curator may replace their own draft, but not another curator's draft unseen.
 */
export function checkRaising(
	ledger: Ledger,
	type: Decision['type'],
	by: Asker,
	raisers: readonly Signatory[],
	hasOthersDraft = false
): Refusal | null {
	const obstacle = staffObstacle(ledger, { signatures: [] }, by)
	if (obstacle !== null) return { reason: obstacle }
	const isOrder = type === 'order'
	const isRightPhase = isOrder ? isAwaited(ledger) : ledger.phase === 'active'
	if (!isRightPhase) return { reason: 'wrong-phase', phase: ledger.phase }
	if (isStaffVoice(by.role) && !can(by.role, 'curate') && type !== 'closure') return { reason: 'not-your-role' }
	if (can(by.role, 'curate') && hasOthersDraft) return { reason: 'already-said' }
	if (!isStaffVoice(by.role) && !isOfProgram(ledger, by, isOrder)) return { reason: 'not-your-programme' }
	return raisers.includes(by.role) ? null : { reason: 'not-your-role' }
}

/**
 * Whether the person has a say: for an order, everybody involved; in a programme under way, only current members, not proposed
 * people.
 */
function isOfProgram(ledger: Ledger, by: Asker, isOrder: boolean): boolean {
	return isOrder ? isInvolved(ledger, by.personId, by.role) : isMember(ledger, by)
}

function isMember(ledger: Ledger, by: Asker): boolean {
	return currentMembers(ledger, by.role).some(({ personId }) => personId === by.personId)
}

/** A settled decision is reported before a missing right to sign: a second tap must not show a new message. */
export function checkOpen(ledger: Ledger, raised: RaisedDecision | null, by: Asker): Refusal | null {
	if (raised === null) return { reason: 'unknown-subject' }
	if (!isStaffVoice(by.role) && !isInvolved(ledger, by.personId, by.role)) return { reason: 'not-your-programme' }
	switch (raised.outcome) {
		case 'open':
			return null
		case 'superseded':
			return { reason: 'superseded' }
		case 'declined':
		case 'withdrawn':
			return { reason: raised.outcome }
		case 'in-force':
			return { reason: 'already-said' }
	}
}
