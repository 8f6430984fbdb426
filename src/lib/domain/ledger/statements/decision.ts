/** The life of a decision: it is raised, signed, declined or withdrawn, entered in the authority's journal, and read. */
import { isNotice, isNoticeDecision } from '../consents.ts'
import { declineDecision, raiseDecision, settleDecision, signDecision } from '../apply-decision.ts'
import { findDecision, type Ledger, type RaisedDecision, type Speaker } from '../ledger.ts'
import { endingsOf } from '../memberships.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { isSigner, missingSigners, signersAfter, staffObstacle } from '../signing.ts'
import { checkOpen, checkRaising } from '../checks.ts'
import type { Decision } from '../statement.ts'
import { offerDecisions, decisionRowOf } from './decisions.ts'
import { isPresented } from './edition.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const decisionStatements = {
	raise: {
		check: (ledger, { matter }, by, facts) => checkDecision(ledger, matter, by, facts),
		apply: (ledger, { matter }, said) => raiseDecision(ledger, said, matter),
		offers: offerDecisions,
		peopleOf: ({ matter }) => {
			if ('mentorId' in matter) return [matter.mentorId]
			return 'menteeId' in matter ? [matter.menteeId] : []
		}
	},
	sign: {
		check: (ledger, { matterId }, by, facts) => checkSignature(ledger, matterId, by, facts),
		apply: (ledger, { matterId }, said) => signDecision(ledger, said, matterId),
		subjectOf
	},
	decline: {
		check: (ledger, { matterId }, by) => checkDecline(ledger, matterId, by),
		apply: (ledger, { matterId, ground }, said) => declineDecision(ledger, said, matterId, ground),
		subjectOf
	},
	'withdraw-matter': {
		check: (ledger, { matterId }, by) => checkWithdrawal(ledger, matterId, by),
		apply: (ledger, { matterId }, { on }) => settleDecision(ledger, matterId, 'withdrawn', on),
		subjectOf
	},
	register: {
		statedWith: 'curate',
		check: checkRegistration,
		apply: (ledger, { matterId, number, on }) => {
			const others = ledger.registrations.filter((one) => one.matterId !== matterId)
			return { ...ledger, registrations: [...others, { matterId, number, on }] }
		},
		subjectOf
	},
	acquaint: {
		statedWith: 'take-part',
		check: (ledger, { matterId }, by) => checkAcquaintance(ledger, matterId, by),
		apply: (ledger, { matterId }, { by, at }) => ({
			...ledger,
			acquaintances: [...ledger.acquaintances, { matterId, personId: by.personId, at }]
		}),
		subjectOf
	}
} satisfies StatementRows<'raise' | 'sign' | 'decline' | 'withdraw-matter' | 'register' | 'acquaint'>

function subjectOf({ matterId }: { matterId: string }): string {
	return matterId
}

function checkDecision(ledger: Ledger, decision: Decision, by: Speaker, facts: Facts): Refusal | null {
	const { regulation } = facts
	const row = decisionRowOf(decision)
	const hasOthersDraft = ledger.matters.some(
		({ matter, outcome, raisedBy }) =>
			outcome === 'open' &&
			raisedBy.personId !== by.personId &&
			matter.type === decision.type &&
			row.isSameDraft?.(matter, decision) === true
	)
	const refusal =
		checkRaising(ledger, decision.type, by, row.raisersOf(ledger, decision, regulation), hasOthersDraft) ??
		row.check(ledger, decision, by, facts)
	const isAlone = decision.type === 'edition' && signersAfter(ledger, decision, by, regulation).length === 0
	// Nobody can present before the only signature (domain.md D17).
	return refusal ?? (isAlone && regulation.presentation ? { reason: 'presentation-missing' } : null)
}

function checkSignature(ledger: Ledger, decisionId: string, by: Speaker, facts: Facts): Refusal | null {
	const raised = findDecision(ledger, decisionId)
	const refusal = checkOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	const { next, later } = missingSigners(ledger, raised)
	const isBy = (signer: (typeof next)[number]) => isSigner(signer, by)
	const obstacle = [...next, ...later].some(isBy) ? staffObstacle(ledger, raised, by) : null
	if (obstacle !== null) return { reason: obstacle }
	if (later.some(isBy)) return { reason: 'not-your-turn', waitsFor: next[0]?.role ?? by.role }
	if (!next.some(isBy)) return { reason: raised.signatories.includes(by.role) ? 'already-said' : 'not-your-role' }
	if (raised.matter.type === 'edition' && next.length + later.length === 1 && !isPresented(ledger, raised, facts)) {
		return { reason: 'presentation-missing' }
	}
	return isLasting(raised.matter) ? null : decisionRowOf(raised.matter).check(ledger, raised.matter, by, facts)
}

/**
 * Whether the check at raising is enough. All other decisions are checked again at every signature. An edition is the plan as it
 * was put forward, and a notice was given in time.
 */
function isLasting(decision: Decision): boolean {
	return decision.type === 'edition' || isNoticeDecision(decision)
}

/** Anybody who must still sign may decline; the decision is then over. Nobody declines a notice. */
function checkDecline(ledger: Ledger, decisionId: string, by: Speaker): Refusal | null {
	const raised = findDecision(ledger, decisionId)
	const refusal = checkOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	const { next, later } = missingSigners(ledger, raised)
	if (![...next, ...later].some((signer) => isSigner(signer, by))) return { reason: 'not-your-role' }
	const obstacle = staffObstacle(ledger, raised, by)
	if (obstacle !== null) return { reason: obstacle }
	return isNotice(raised) ? { reason: 'notice-stands' } : null
}

function checkWithdrawal(ledger: Ledger, decisionId: string, by: Speaker): Refusal | null {
	const raised = findDecision(ledger, decisionId)
	const refusal = checkOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	// A notice that has taken effect may still wait for its order.
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	return raised.raisedBy.personId === by.personId ? null : { reason: 'not-your-role' }
}

/**
 * The curator registers an order that is in force, also in a closed programme: the journal is kept by hand and may be late. An order
 * is entered in it once it is signed.
 */
function checkRegistration(ledger: Ledger, { matterId: decisionId, number, on }: SaidOf<'register'>): Refusal | null {
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
function checkAcquaintance(ledger: Ledger, decisionId: string, by: Speaker): Refusal | null {
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
