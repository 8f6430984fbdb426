/** Matters: who may raise which, what must be true by then, and whose turn it is to sign. */
import { missingParts } from '../plan/edition.ts'
import type { Regulation, Signatory } from '../regulation/schema.ts'
import { isNotice, isNoticeMatter, missingConsents } from './consents.ts'
import { judgeClosure, judgeJoining, judgeLeaving, raisersOfClosure, raisersOfLeaving } from './judge-ending.ts'
import { judgeForms, judgeHorizon } from './judge-forming.ts'
import {
	currentMembers,
	exceptedConditions,
	findMatter,
	isAwaited,
	isInvolved,
	type Ledger,
	menteeIdsOf,
	type RaisedMatter,
	type Speaker
} from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import { missingSigners } from './signing.ts'
import type { Matter, Statement } from './statement.ts'

/** Whoever signs it may raise it; the head decides and raises nothing but a notice. */
export function judgeMatter(ledger: Ledger, matter: Matter, by: Speaker, facts: Facts): Refusal | null {
	const place = judgePlace(ledger, matter, by, facts.regulation)
	return place ?? judgeContent(ledger, matter, by, facts)
}

export function judgeSignature(ledger: Ledger, matterId: string, by: Speaker, facts: Facts): Refusal | null {
	const raised = findMatter(ledger, matterId)
	const refusal = judgeOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	const { next, later } = missingSigners(ledger, raised)
	const isBy = ({ role, personId }: (typeof next)[number]) =>
		role === by.role && (personId === null || personId === by.personId)
	if (later.some(isBy)) return { reason: 'not-your-turn', waitsFor: next[0]?.role ?? by.role }
	if (!next.some(isBy)) return { reason: raised.signatories.includes(by.role) ? 'already-said' : 'not-your-role' }
	if (raised.matter.type === 'edition' && next.length + later.length === 1 && !isPresented(ledger, raised, facts)) {
		return { reason: 'presentation-missing' }
	}
	return isLasting(raised.matter) ? null : judgeContent(ledger, raised.matter, by, facts)
}

/** As far as the regulation asks for it (domain.md D17). */
function isPresented({ presentations }: Ledger, { id }: RaisedMatter, { regulation }: Facts): boolean {
	if (regulation.presentation === null) return true
	return presentations.some(({ matterId, isPositive }) => matterId === id && isPositive)
}

/**
 * What was true when it was raised is looked at again with every signature, but for an edition, which is the plan as it was
 * put forward, and for a notice, which was given in time.
 */
function isLasting(matter: Matter): boolean {
	return matter.type === 'edition' || isNoticeMatter(matter)
}

/** By anybody who has still to sign: then nobody can. A notice is nobody's to decline. */
export function judgeDecline(ledger: Ledger, matterId: string, by: Speaker): Refusal | null {
	const raised = findMatter(ledger, matterId)
	const refusal = judgeOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	const { next, later } = missingSigners(ledger, raised)
	const isSigner = [...next, ...later].some(
		({ role, personId }) => role === by.role && (personId === null || personId === by.personId)
	)
	if (!isSigner) return { reason: 'not-your-role' }
	return isNotice(raised) ? { reason: 'notice-stands' } : null
}

export function judgeMatterWithdrawal(ledger: Ledger, matterId: string, by: Speaker): Refusal | null {
	const raised = findMatter(ledger, matterId)
	const refusal = judgeOpen(ledger, raised, by)
	if (raised === null || refusal !== null) return refusal
	// A notice that has taken effect may still wait for the order.
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	return raised.raisedBy.personId === by.personId ? null : { reason: 'not-your-role' }
}

/** One that is settled is answered before one that is not theirs: a second click tells nobody anything new. */
function judgeOpen(ledger: Ledger, raised: RaisedMatter | null, by: Speaker): Refusal | null {
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

function judgePlace(ledger: Ledger, matter: Matter, by: Speaker, regulation: Regulation): Refusal | null {
	const isOrder = matter.type === 'order'
	const isInPlace = isOrder ? isAwaited(ledger) : ledger.phase === 'active'
	if (!isInPlace) return { reason: 'wrong-phase', phase: ledger.phase }
	if (by.role === 'head' && matter.type !== 'closure') return { reason: 'not-your-role' }
	// One's own draft may be drawn up anew; another curator's is not put aside unseen.
	const isDrafted = ledger.matters.some(
		(one) => isSameDraft(one.matter, matter) && one.outcome === 'open' && one.raisedBy.personId !== by.personId
	)
	if (by.role === 'curator' && isDrafted) return { reason: 'already-said' }
	if (by.role !== 'curator' && by.role !== 'head' && !isOfPlace(ledger, by.personId, by.role, isOrder)) {
		return { reason: 'not-your-programme' }
	}
	return raisersOf(matter, regulation).includes(by.role) ? null : { reason: 'not-your-role' }
}

/** Of a programme under way those who take part; who is only proposed to it has no say in it yet. */
function isOfPlace(ledger: Ledger, personId: string, role: 'mentor' | 'mentee', isOrder: boolean): boolean {
	if (isOrder) return isInvolved(ledger, personId, role)
	return currentMembers(ledger, role).some((member) => member.personId === personId)
}

function isSameDraft(one: Matter, other: Matter): boolean {
	if (one.type === 'join') return other.type === 'join' && one.menteeId === other.menteeId
	return one.type === 'order' && other.type === 'order'
}

function raisersOf(matter: Matter, regulation: Regulation): readonly Signatory[] {
	switch (matter.type) {
		case 'closure':
			return raisersOfClosure(matter.reasonId, regulation)
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
			return regulation.decisions[matter.type].value
	}
}

function judgeContent(ledger: Ledger, matter: Matter, by: Speaker, facts: Facts): Refusal | null {
	switch (matter.type) {
		case 'order':
			return judgeOrder(ledger, matter, facts)
		case 'extend':
			return ledger.term === null || matter.termMonths > ledger.term.months
				? null
				: { reason: 'not-longer', months: ledger.term.months }
		case 'change':
			return matter.forms === null ? null : judgeForms(menteeIdsOf(ledger).length, matter.forms, facts.regulation)
		case 'release':
			if (by.role === 'mentor' && by.personId !== matter.mentorId) return { reason: 'not-your-role' }
			return judgeMentor(ledger, matter.mentorId)
		case 'replace':
			return judgeMentor(ledger, matter.mentorId)
		case 'leave':
			return judgeLeaving(ledger, matter, by, facts)
		case 'join':
			return judgeJoining(ledger, matter, by, facts)
		case 'edition':
			return judgeEdition(ledger, matter.hash, facts)
		case 'closure':
			return judgeClosure(ledger, matter, by, facts)
	}
}

/** The plan as it is, with all that the regulation wants in it (domain.md T9, S10). */
function judgeEdition({ matters }: Ledger, hash: string, { planHash, planParts, regulation }: Facts): Refusal | null {
	const approved = matters.findLast(({ matter, outcome }) => matter.type === 'edition' && outcome === 'in-force')
	if (approved?.matter.type === 'edition' && approved.matter.hash === hash) return { reason: 'plan-unchanged' }
	if (planHash !== hash) return { reason: 'plan-changed' }
	const missing = missingParts(regulation, planParts ?? [])
	return missing.length === 0 ? null : { reason: 'content-missing', missing }
}

/** Consents before the order (T16, S18), the mentor's conditions (T29–T32), the term (T9, S10), one open programme each. */
function judgeOrder(ledger: Ledger, order: Extract<Matter, { type: 'order' }>, facts: Facts): Refusal | null {
	const { proposal } = ledger
	if (proposal === null || order.proposalId !== proposal.id) return { reason: 'superseded' }
	for (const personId of proposal.mentorIds) {
		const unmet = facts.unmetConditions.get(personId)
		if (unmet === undefined) return { reason: 'not-a-mentor', personId }
		const excepted = exceptedConditions(ledger, personId)
		const left = unmet.filter((id) => !excepted.includes(id))
		if (left.length > 0) return { reason: 'not-eligible', personId, conditionIds: left }
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
	if (order.startsOn < proposal.on) return { reason: 'starts-too-early', earliest: proposal.on }
	return judgeHorizon(order.startsOn, facts.today)
}

function judgeMentor(ledger: Ledger, mentorId: string): Refusal | null {
	return currentMembers(ledger, 'mentor').some(({ personId }) => personId === mentorId)
		? null
		: { reason: 'unknown-subject' }
}

/** By the curator, of an edition that is open, where the regulation has presentations (domain.md D17). */
export function judgePresentation(
	ledger: Ledger,
	{ matterId, presentedOn }: Extract<Statement, { type: 'present' }>,
	by: Speaker,
	{ regulation, today }: Facts
): Refusal | null {
	if (by.role !== 'curator') return { reason: 'not-your-role' }
	if (regulation.presentation === null) return { reason: 'not-in-regulation', field: 'presentation' }
	const raised = findMatter(ledger, matterId)
	if (raised?.matter.type !== 'edition') return { reason: 'unknown-subject' }
	return judgeOpen(ledger, raised, by) ?? (presentedOn > today ? { reason: 'presented-later' } : null)
}
