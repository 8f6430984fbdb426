/** Checks decisions: who may raise which one, what must be true then, and whose turn it is to sign. */
import { missingSections } from '../plan/edition.ts'
import type { Regulation, Signatory } from '../regulation/schema.ts'
import { isNotice, isNoticeDecision, missingConsents } from './consents.ts'
import { checkClosure, checkJoining, checkLeaving, raisersOfClosure, raisersOfLeaving } from './check-ending.ts'
import { checkForms, checkHorizon, earliestStart } from './check-forming.ts'
import {
	approvedEdition,
	currentMembers,
	findDecision,
	isAwaited,
	isInvolved,
	type Ledger,
	menteeIdsOf,
	type RaisedDecision,
	type Speaker
} from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import { isSigner, missingSigners, signersAfter, staffObstacle } from './signing.ts'
import type { Decision, Statement } from './statement.ts'

/** Those who sign a decision may raise it. The head raises only notices. */
export function checkDecision(ledger: Ledger, decision: Decision, by: Speaker, facts: Facts): Refusal | null {
	const refusal = checkRaising(ledger, decision, by, facts.regulation) ?? checkContent(ledger, decision, by, facts)
	const isAlone = decision.type === 'edition' && signersAfter(ledger, decision, by, facts.regulation).length === 0
	// Nobody can present before the only signature (domain.md D17).
	return refusal ?? (isAlone && facts.regulation.presentation ? { reason: 'presentation-missing' } : null)
}

export function checkSignature(ledger: Ledger, decisionId: string, by: Speaker, facts: Facts): Refusal | null {
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
	return isLasting(raised.matter) ? null : checkContent(ledger, raised.matter, by, facts)
}

/**
 * Whether the edition was presented in public, if the regulation asks for it (domain.md D17). A bad mark is no obstacle: the
 * regulation only recommends what was marked well (Dinskoy 4.3.3).
 */
function isPresented({ presentations }: Ledger, { id }: RaisedDecision, { regulation }: Facts): boolean {
	if (regulation.presentation === null) return true
	return presentations.some(({ matterId: decisionId }) => decisionId === id)
}

/**
 * Whether the check at raising is enough. All other decisions are checked again at every signature. An edition is the plan as it
 * was put forward, and a notice was given in time.
 */
function isLasting(decision: Decision): boolean {
	return decision.type === 'edition' || isNoticeDecision(decision)
}

/** Anybody who must still sign may decline; the decision is then over. Nobody declines a notice. */
export function checkDecline(ledger: Ledger, decisionId: string, by: Speaker): Refusal | null {
	const raised = findDecision(ledger, decisionId)
	const refusal = checkOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	const { next, later } = missingSigners(ledger, raised)
	if (![...next, ...later].some((signer) => isSigner(signer, by))) return { reason: 'not-your-role' }
	const obstacle = staffObstacle(ledger, raised, by)
	if (obstacle !== null) return { reason: obstacle }
	return isNotice(raised) ? { reason: 'notice-stands' } : null
}

export function checkDecisionWithdrawal(ledger: Ledger, decisionId: string, by: Speaker): Refusal | null {
	const raised = findDecision(ledger, decisionId)
	const refusal = checkOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	// A notice that has taken effect may still wait for its order.
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	return raised.raisedBy.personId === by.personId ? null : { reason: 'not-your-role' }
}

/** A settled decision is reported before a missing right to sign: a second tap must not show a new message. */
function checkOpen(ledger: Ledger, raised: RaisedDecision | null, by: Speaker): Refusal | null {
	if (raised === null) return { reason: 'unknown-subject' }
	if (by.role === 'mentor' || by.role === 'mentee') {
		if (!isInvolved(ledger, by.personId, by.role)) return { reason: 'not-your-programme' }
	}
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

function checkRaising(ledger: Ledger, decision: Decision, by: Speaker, regulation: Regulation): Refusal | null {
	const isOrder = decision.type === 'order'
	const obstacle = staffObstacle(ledger, { signatures: [] }, by)
	if (obstacle !== null) return { reason: obstacle }
	const isRightPhase = isOrder ? isAwaited(ledger) : ledger.phase === 'active'
	if (!isRightPhase) return { reason: 'wrong-phase', phase: ledger.phase }
	if (by.role === 'head' && decision.type !== 'closure') return { reason: 'not-your-role' }
	// A curator may replace their own draft, but not another curator's draft unseen.
	const isDrafted = ledger.matters.some(
		(one) => isSameDraft(one.matter, decision) && one.outcome === 'open' && one.raisedBy.personId !== by.personId
	)
	if (by.role === 'curator' && isDrafted) return { reason: 'already-said' }
	if (by.role !== 'curator' && by.role !== 'head' && !isOfProgram(ledger, by.personId, by.role, isOrder)) {
		return { reason: 'not-your-programme' }
	}
	return raisersOf(ledger, decision, regulation).includes(by.role) ? null : { reason: 'not-your-role' }
}

/**
 * Whether the person has a say: for an order, everybody involved; in a programme under way, only current members, not proposed
 * people.
 */
function isOfProgram(ledger: Ledger, personId: string, role: 'mentor' | 'mentee', isOrder: boolean): boolean {
	if (isOrder) return isInvolved(ledger, personId, role)
	return currentMembers(ledger, role).some((member) => member.personId === personId)
}

function isSameDraft(one: Decision, other: Decision): boolean {
	if (one.type === 'join') return other.type === 'join' && one.menteeId === other.menteeId
	return one.type === 'order' && other.type === 'order'
}

function raisersOf(ledger: Ledger, decision: Decision, regulation: Regulation): readonly Signatory[] {
	switch (decision.type) {
		case 'closure':
			return raisersOfClosure(decision.reasonId, ledger, regulation)
		case 'leave':
			return raisersOfLeaving(regulation)
		case 'join':
			return ['curator']
		case 'order':
		case 'extend':
		case 'change':
		case 'release':
		case 'replace':
		case 'edition':
			return regulation.decisions[decision.type].value
	}
}

function checkContent(ledger: Ledger, decision: Decision, by: Speaker, facts: Facts): Refusal | null {
	switch (decision.type) {
		case 'order':
			return checkOrder(ledger, decision, facts)
		case 'extend':
			return ledger.term === null || decision.termMonths > ledger.term.months
				? null
				: { reason: 'not-longer', months: ledger.term.months }
		case 'change':
			return decision.forms === null ? null : checkForms(menteeIdsOf(ledger).length, decision.forms, facts.regulation)
		case 'release':
			if (by.role === 'mentor' && by.personId !== decision.mentorId) return { reason: 'not-your-role' }
			return checkCurrentMentor(ledger, decision.mentorId)
		case 'replace':
			return checkCurrentMentor(ledger, decision.mentorId)
		case 'leave':
			return checkLeaving(ledger, decision, by, facts)
		case 'join':
			return checkJoining(ledger, decision, by, facts)
		case 'edition':
			return checkEdition(ledger, decision.hash, facts)
		case 'closure':
			return checkClosure(ledger, decision, by, facts)
	}
}

/** The edition must be the current plan and have all parts that the regulation requires (domain.md T9, S10). */
function checkEdition(ledger: Ledger, hash: string, facts: Facts): Refusal | null {
	const { planHash, planSections, regulation, hasRewritten = false } = facts
	if (approvedEdition(ledger)?.hash === hash && !hasRewritten) return { reason: 'plan-unchanged' }
	if (planHash !== hash) return { reason: 'plan-changed' }
	const missing = missingSections(regulation, planSections ?? [])
	return missing.length === 0 ? null : { reason: 'content-missing', missing }
}

/**
 * Checks the consents before the order (T16, S18), the mentor's conditions (T29–T32), the term (T9, S10), and that each mentee has
 * no other open programme.
 */
function checkOrder(ledger: Ledger, order: Extract<Decision, { type: 'order' }>, facts: Facts): Refusal | null {
	const { proposal } = ledger
	if (proposal === null || order.proposalId !== proposal.id) return { reason: 'superseded' }
	for (const personId of proposal.mentorIds) {
		const unmet = facts.unmetConditions.get(personId)
		if (unmet === undefined) return { reason: 'not-a-mentor', personId }
		if (unmet.length > 0) return { reason: 'not-eligible', personId, conditionIds: unmet }
	}
	for (const personId of menteeIdsOf(ledger)) {
		const title = facts.openPrograms.get(personId)
		if (title === undefined) return { reason: 'not-a-mentee', personId }
		if (title !== null) return { reason: 'open-program', personId, title }
	}
	const missing = missingConsents(ledger, facts.regulation)
	if (missing.length > 0) return { reason: 'consents-missing', missing }
	const term = facts.regulation.programTerm?.value
	if (ledger.term === null && term && (order.termMonths < term.minMonths || order.termMonths > term.maxMonths)) {
		return { reason: 'term', ...term }
	}
	const earliest = earliestStart(ledger)
	if (earliest !== null && order.startsOn < earliest) {
		return { reason: earliest === proposal.on ? 'starts-too-early' : 'starts-before-programme', earliest }
	}
	return checkHorizon(order.startsOn, facts.today)
}

function checkCurrentMentor(ledger: Ledger, mentorId: string): Refusal | null {
	return currentMembers(ledger, 'mentor').some(({ personId }) => personId === mentorId)
		? null
		: { reason: 'unknown-subject' }
}

/** Only the curator records a presentation, of an open edition, if the regulation has presentations (domain.md D17). */
export function checkPresentation(
	ledger: Ledger,
	{ matterId: decisionId, presentedOn }: Extract<Statement, { type: 'present' }>,
	by: Speaker,
	{ regulation, today }: Facts
): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	if (regulation.presentation === null) return { reason: 'not-in-regulation', field: 'presentation' }
	const raised = findDecision(ledger, decisionId)
	if (raised?.matter.type !== 'edition') return { reason: 'unknown-subject' }
	return checkOpen(ledger, raised, by) ?? (presentedOn > today ? { reason: 'presented-later' } : null)
}
