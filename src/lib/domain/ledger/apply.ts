/**
 * Applies entries one after the other and returns the resulting state. Uses no clock and no regulation: an entry in the ledger is
 * taken as true. `reachDay` adds what the passing of days alone changes.
 */
import type { IsoDate } from '../calendar.ts'
import { emptyLedger, refusedProposals, type Entry, type Ledger } from './ledger.ts'
import { applyConsultation } from './consultations.ts'
import {
	declineDecision,
	raiseDecision,
	reachDay,
	settleDecision,
	signDecision,
	supersedeAbandoned
} from './apply-decision.ts'

export function replayEntries(programId: string, entries: readonly Entry[]): Ledger {
	return entries.reduce(applyEntry, emptyLedger(programId))
}

/** `entry` must be the next one of this ledger. */
export function applyEntry(before: Ledger, entry: Entry): Ledger {
	const ledger = reachDay(before, entry.on)
	// An older app does not know the statement types of a newer server and skips them.
	const applied = (applyStatement(ledger, entry) as Ledger | undefined) ?? ledger
	return { ...supersedeAbandoned(ledger, applied, entry.on), sequence: entry.sequence }
}

function applyStatement(ledger: Ledger, entry: Entry): Ledger {
	const { id, at, on, by, statement } = entry
	switch (statement.type) {
		case 'request':
			return { ...ledger, request: { ...statement, id } }
		case 'withdraw-request':
			return { ...ledger, phase: 'closed', requestWithdrawal: { by, at, ground: statement.ground } }
		case 'fulfil-request':
			return {
				...ledger,
				phase: 'closed',
				requestFulfilment: { at, groupId: statement.groupId, title: statement.title }
			}
		case 'propose':
			return {
				...withoutProposal(ledger, on),
				phase: ledger.phase === 'active' ? 'active' : 'proposed',
				proposal: { ...statement, id, on, refusal: null },
				refusedProposals: refusedProposals(ledger)
			}
		case 'refuse-proposal':
			return {
				...withoutProposal(ledger, on),
				phase: ledger.phase === 'active' ? 'active' : 'requested',
				proposal: ledger.proposal && { ...ledger.proposal, refusal: { by, at, ground: statement.ground } }
			}
		case 'except':
			return ledger
		case 'consent': {
			const { kind } = statement
			const proposalId = kind === 'duties' ? (ledger.proposal?.id ?? null) : null
			const given = { id, personId: by.personId, kind, at, proposalId }
			const consentWithdrawals =
				kind === 'personal-data' ? consentWithdrawalsBut(ledger, by.personId) : ledger.consentWithdrawals
			return { ...ledger, consents: [...consentsBut(ledger, by.personId, kind), given], consentWithdrawals }
		}
		case 'withdraw-consent': {
			const { kind } = statement
			const withdrawn = kind === 'personal-data' ? [{ id, personId: by.personId, on }] : []
			return {
				...ledger,
				consents: consentsBut(ledger, by.personId, kind),
				consentWithdrawals: [...ledger.consentWithdrawals, ...withdrawn]
			}
		}
		case 'settle-consent-withdrawal':
			return { ...ledger, consentWithdrawals: consentWithdrawalsBut(ledger, statement.personId) }
		case 'raise':
			return raiseDecision(ledger, entry, statement.matter)
		case 'sign':
			return signDecision(ledger, entry, statement.matterId)
		case 'decline':
			return declineDecision(ledger, entry, statement.matterId, statement.ground)
		case 'withdraw-matter':
			return settleDecision(ledger, statement.matterId, 'withdrawn', on)
		case 'register': {
			const { matterId: decisionId, number, on: registeredOn } = statement
			const others = ledger.registrations.filter((one) => one.matterId !== decisionId)
			return { ...ledger, registrations: [...others, { matterId: decisionId, number, on: registeredOn }] }
		}
		case 'present': {
			const { matterId: decisionId, presentedOn, isPositive, conclusion } = statement
			const others = ledger.presentations.filter((one) => one.matterId !== decisionId)
			const presentation = { matterId: decisionId, presentedOn, isPositive, conclusion, by, at }
			return { ...ledger, presentations: [...others, presentation] }
		}
		case 'acquaint':
			return {
				...ledger,
				acquaintances: [...ledger.acquaintances, { matterId: statement.matterId, personId: by.personId, at }]
			}
		case 'remark': {
			const { about, title = null, text } = statement
			return { ...ledger, remarks: [...ledger.remarks, { id, by, at, about, title, text, answers: [] }] }
		}
		case 'answer':
			return {
				...ledger,
				remarks: ledger.remarks.map((remark) =>
					remark.id === statement.remarkId
						? { ...remark, answers: [...remark.answers, { by, at, text: statement.text }] }
						: remark
				)
			}
		case 'ask-consultation':
		case 'answer-consultation':
		case 'refer-consultation':
		case 'withdraw-consultation':
			return applyConsultation(ledger, entry, statement)
		case 'accept-activity': {
			const { activityId, title } = statement
			return { ...ledger, acceptances: { ...ledger.acceptances, [activityId]: { by, at, title } } }
		}
		case 'cancel-incentive': {
			const { mentorId, groundIds, ground } = statement
			return { ...ledger, cancelledIncentives: [...ledger.cancelledIncentives, { mentorId, groundIds, ground, on }] }
		}
		case 'restore-incentive':
			return {
				...ledger,
				cancelledIncentives: ledger.cancelledIncentives.filter(({ mentorId }) => mentorId !== statement.mentorId)
			}
		case 'record-evidence': {
			const { mentorId, evidence, on: day } = statement
			return { ...ledger, evidence: [...ledger.evidence, { id, mentorId, evidence, on: day, by, at }] }
		}
		case 'withdraw-evidence':
			return { ...ledger, evidence: ledger.evidence.filter((one) => one.id !== statement.evidenceId) }
		case 'involve-specialist': {
			const { name, post, task, activity, consentedOn } = statement
			const involved = { id, name, post, task, activity, consentedOn, by, from: on, until: null }
			return { ...ledger, specialists: [...ledger.specialists, involved] }
		}
		case 'release-specialist':
			return {
				...ledger,
				specialists: ledger.specialists.map((one) => (one.id === statement.specialistId ? { ...one, until: on } : one))
			}
		case 'suspend':
		case 'reinstate':
			return {
				...ledger,
				members: ledger.members.map((member) =>
					member.personId === statement.personId && member.until === null
						? { ...member, isSuspended: statement.type === 'suspend' }
						: member
				)
			}
	}
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

function consentsBut(ledger: Ledger, personId: string, kind: string): Ledger['consents'] {
	return ledger.consents.filter((consent) => consent.personId !== personId || consent.kind !== kind)
}

function consentWithdrawalsBut(ledger: Ledger, personId: string): Ledger['consentWithdrawals'] {
	return ledger.consentWithdrawals.filter((withdrawal) => withdrawal.personId !== personId)
}
