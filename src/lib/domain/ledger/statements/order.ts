/** The order on pairs and groups, and what changes its term or its forms. */
import type { IsoDate } from '../../calendar.ts'
import { missingConsents } from '../consents.ts'
import { type Ledger, type Member, menteeIdsOf } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkForms, checkHorizon, checkRaising } from '../checks.ts'
import type { DecisionOf, DecisionRows } from './row.ts'

export const orderDecisions = {
	order: {
		raisersOf: (_ledger, _order, { decisions }) => decisions.order.value,
		check: (ledger, order, _by, facts) => checkOrder(ledger, order, facts),
		enact: appoint,
		isSameDraft: () => true
	},
	extend: {
		raisersOf: (_ledger, _decision, { decisions }) => decisions.extend.value,
		check: ({ term }, { termMonths }) =>
			term === null || termMonths > term.months ? null : { reason: 'not-longer', months: term.months },
		enact: (ledger, { termMonths }) =>
			ledger.term === null ? ledger : { ...ledger, term: { ...ledger.term, months: termMonths } },
		offers: (ledger, by, { regulation }) =>
			checkRaising(ledger, 'extend', by, regulation.decisions.extend.value) === null
				? [{ type: 'extend' as const }]
				: []
	},
	change: {
		raisersOf: (_ledger, _decision, { decisions }) => decisions.change.value,
		check: (ledger, { forms }, _by, { regulation }) =>
			forms === null ? null : checkForms(menteeIdsOf(ledger).length, forms, regulation),
		enact: (ledger, { forms }) => (forms === null ? ledger : { ...ledger, forms }),
		offers: (ledger, by, { regulation }) =>
			checkRaising(ledger, 'change', by, regulation.decisions.change.value) === null
				? [{ type: 'change' as const }]
				: []
	}
} satisfies DecisionRows<'order' | 'extend' | 'change'>

/**
 * Checks the consents before the order (T16, S18), the mentor's conditions (T29–T32), the term (T9, S10), and that each mentee has
 * no other open programme.
 */
function checkOrder(ledger: Ledger, order: DecisionOf<'order'>, facts: Facts): Refusal | null {
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

/** The first day that an order may name: that of the proposal, and for a successor not before the programme's own. Null: no proposal. */
export function earliestStart({ proposal, term }: Ledger): IsoDate | null {
	if (proposal === null) return null
	return term !== null && term.startsOn > proposal.on ? term.startsOn : proposal.on
}

/** The first order begins the programme. A later order replaces the mentors by the newly proposed ones and brings no mentee back. */
function appoint(ledger: Ledger, order: DecisionOf<'order'>): Ledger {
	const { proposal, request } = ledger
	if (proposal === null || request === null) return ledger
	const from = order.startsOn
	const stay = ledger.members.map((member) => {
		if (member.role !== 'mentor' || member.until !== null) return member
		const isProposed = proposal.mentorIds.includes(member.personId)
		return isProposed ? { ...member, isSuspended: false } : { ...member, until: from }
	})
	const isMember = (personId: string) => stay.some((member) => member.personId === personId && member.until === null)
	const newcomers: Member[] = [
		...proposal.mentorIds.map((personId) => newMember(personId, 'mentor', from)),
		...(ledger.term === null ? request.menteeIds : []).map((personId) => newMember(personId, 'mentee', from))
	].filter(({ personId }) => !isMember(personId))
	return {
		...ledger,
		phase: 'active',
		members: [...stay, ...newcomers],
		// A new mentor does not change the term of the programme; only an extension does (domain.md T44).
		term: ledger.term ?? { startsOn: order.startsOn, months: order.termMonths },
		title: proposal.title,
		forms: proposal.forms,
		relation: proposal.relation
	}
}

export function newMember(personId: string, role: Member['role'], from: IsoDate): Member {
	return { personId, role, from, until: null, isSuspended: false }
}
