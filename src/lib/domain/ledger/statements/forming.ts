/** The request for a mentor, and the proposal of one, until the order. */
import { can } from '../../access.ts'
import type { IsoDate } from '../../calendar.ts'
import { allowedRelations } from '../../regulation/roles.ts'
import {
	currentMembers,
	draftedOrder,
	formingPhases,
	isAwaited,
	type Ledger,
	menteeIdsOf,
	refusedProposals,
	type Asker
} from '../ledger.ts'
import { checkForms, checkGroupSize, checkMentee } from '../checks.ts'
import type { Facts, Refusal } from '../refusal.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const formingStatements = {
	request: {
		statedWith: 'request',
		check: checkRequest,
		apply: (ledger, statement, { id }) => ({ ...ledger, request: { ...statement, id } }),
		peopleOf: ({ menteeIds }) => menteeIds
	},
	'fulfil-request': {
		apply: (ledger, { groupId, title }, { at }) => ({
			...ledger,
			phase: 'closed',
			requestFulfilment: { at, groupId, title }
		})
	},
	propose: {
		statedWith: 'curate',
		check: (ledger, proposal, _, facts) => checkProposal(ledger, proposal, facts),
		apply: (ledger, statement, { id, on }) => ({
			...withoutProposal(ledger, on),
			phase: ledger.phase === 'active' ? 'active' : 'proposed',
			proposal: { ...statement, id, on, refusal: null },
			refusedProposals: refusedProposals(ledger)
		}),
		peopleOf: ({ mentorIds }) => mentorIds
	},
	'refuse-proposal': {
		statedWith: 'take-part',
		check: (ledger, { proposalId }, by) => checkProposalRefusal(ledger, proposalId, by),
		apply: (ledger, { ground }, { by, at, on }) => ({
			...withoutProposal(ledger, on),
			phase: ledger.phase === 'active' ? 'active' : 'requested',
			proposal: ledger.proposal && { ...ledger.proposal, refusal: { by, at, ground } }
		}),
		offers: (ledger, by) =>
			checkProposalRefusal(ledger, ledger.proposal?.id ?? '', by) === null ? [{ type: 'refuse-proposal' as const }] : []
	},
	'withdraw-request': {
		statedWith: 'request',
		check: (ledger, _, by) => checkRequestWithdrawal(ledger, by),
		apply: (ledger, { ground }, { by, at }) => ({ ...ledger, phase: 'closed', requestWithdrawal: { by, at, ground } }),
		// While a drafted order waits for its signature, the order is withdrawn or declined instead.
		offers: (ledger, by) =>
			draftedOrder(ledger) === null && checkRequestWithdrawal(ledger, by) === null
				? [{ type: 'withdraw-request' as const }]
				: []
	},
	except: {
		apply: (ledger) => ledger,
		peopleOf: ({ mentorId }) => [mentorId]
	}
} satisfies StatementRows<'request' | 'withdraw-request' | 'fulfil-request' | 'propose' | 'refuse-proposal' | 'except'>

/** A mentee requests for themselves, a curator for a mentee or a group (domain.md T13, T33, T34, D3). */
function checkRequest(ledger: Ledger, request: SaidOf<'request'>, by: Asker, facts: Facts): Refusal | null {
	if (ledger.request !== null) return { reason: 'already-said' }
	if (!mayRequestFor(request.menteeIds, by)) return { reason: 'not-your-role' }
	const { regulation } = facts
	if (request.regulationId !== regulation.id) return { reason: 'not-in-regulation', field: 'regulation' }
	if (!regulation.categories.some(({ id }) => id === request.categoryId)) {
		return { reason: 'not-in-regulation', field: 'category' }
	}
	const menteeIds = new Set(request.menteeIds)
	if (menteeIds.size !== request.menteeIds.length) return { reason: 'already-said' }
	const unfit = checkGroupSize(menteeIds.size, regulation)
	if (unfit !== null) return unfit
	for (const personId of menteeIds) {
		const refusal = checkMentee(personId, request.categoryId, facts)
		if (refusal !== null) return refusal
	}
	return null
}

/**
 * A curator may withdraw a request, or the mentee it is for; only a curator that of a group. After an order the programme is
 * closed, not withdrawn.
 */
function checkRequestWithdrawal(ledger: Ledger, by: Asker): Refusal | null {
	if (!mayRequestFor(ledger.request?.menteeIds ?? [], by)) return { reason: 'not-your-role' }
	if (ledger.requestWithdrawal !== null) return { reason: 'already-said' }
	return formingPhases.includes(ledger.phase) ? null : { reason: 'wrong-phase', phase: ledger.phase }
}

function mayRequestFor(menteeIds: readonly string[], { personId, role }: Asker): boolean {
	return can(role, 'curate') || (menteeIds.length === 1 && menteeIds[0] === personId)
}

/** The curator proposes before the order, or in an active programme without a mentor (domain.md T20, T37). */
function checkProposal(ledger: Ledger, proposal: SaidOf<'propose'>, facts: Facts): Refusal | null {
	const needsMentor = currentMembers(ledger, 'mentor').length === 0
	const isOpen = ledger.phase !== 'closed' && (ledger.phase !== 'active' || needsMentor)
	if (!isOpen) return { reason: 'wrong-phase', phase: ledger.phase }
	// If two curators propose at once, the second must first see the other's proposal.
	if ((ledger.proposal?.id ?? null) !== proposal.insteadOf) return { reason: 'superseded' }
	if (!allowedRelations(facts.regulation).includes(proposal.relation))
		return { reason: 'not-in-regulation', field: 'relation' }
	const unfit = checkForms(menteeIdsOf(ledger).length, proposal.forms, facts.regulation)
	if (unfit !== null) return unfit
	const mentees = menteeIdsOf(ledger)
	const stranger = proposal.mentorIds.find((id) => !facts.unmetConditions.has(id) || mentees.includes(id))
	return stranger === undefined ? null : { reason: 'not-a-mentor', personId: stranger }
}

/** The proposed mentors and the mentees may refuse until the order is in force. Afterwards a mentor petitions to lay down the duties. */
function checkProposalRefusal(ledger: Ledger, proposalId: string, by: Asker): Refusal | null {
	const { proposal } = ledger
	const named = by.role === 'mentor' ? proposal?.mentorIds : menteeIdsOf(ledger)
	if (proposal === null || named?.includes(by.personId) !== true) return { reason: 'not-your-programme' }
	if (proposal.id !== proposalId) return { reason: 'superseded' }
	if (proposal.refusal !== null) return { reason: 'already-said' }
	return isAwaited(ledger) ? null : { reason: 'wrong-phase', phase: ledger.phase }
}

/** Drops what depended on the proposal: the consents to the duties and the drafted order. */
function withoutProposal(ledger: Ledger, on: IsoDate): Ledger {
	return {
		...ledger,
		// A consent to the duties holds only for the people of this proposal.
		consents: ledger.consents.filter(({ kind }) => kind !== 'duties'),
		matters: ledger.matters.map((raised) =>
			raised.outcome === 'open' && raised.matter.type === 'order'
				? { ...raised, outcome: 'superseded', settledOn: on }
				: raised
		)
	}
}
