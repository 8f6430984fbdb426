/**
 * Checks whether a statement may be entered. The server asks when it arrives, the screens before they offer it. What the regulation
 * demands comes from its pack. What the ledger cannot know (banks, other programmes, the plan) is passed in as facts.
 */
import {
	checkConsent,
	checkProposal,
	checkProposalRefusal,
	checkRequest,
	checkRequestWithdrawal,
	checkSettlement
} from './check-forming.ts'
import {
	checkDecline,
	checkDecision,
	checkDecisionWithdrawal,
	checkPresentation,
	checkSignature
} from './check-decision.ts'
import {
	checkAcceptance,
	checkAcquaintance,
	checkAnswer,
	checkEvidence,
	checkEvidenceWithdrawal,
	checkIncentive,
	checkInvolvement,
	checkRegistration,
	checkRemark,
	checkSpecialistRelease,
	checkSuspension
} from './check-working.ts'
import { checkConsultation } from './consultations.ts'
import type { Ledger, Speaker } from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

/** Null: the statement may be entered. */
export function checkStatement(ledger: Ledger, statement: Statement, by: Speaker, facts: Facts): Refusal | null {
	if (statement.type === 'request') return checkRequest(ledger, statement, by, facts)
	if (ledger.request === null) return { reason: 'unknown-subject' }
	switch (statement.type) {
		case 'withdraw-request':
			return checkRequestWithdrawal(ledger, by)
		case 'propose':
			return checkProposal(ledger, statement, by, facts)
		case 'refuse-proposal':
			return checkProposalRefusal(ledger, statement, by)
		case 'consent':
		case 'withdraw-consent':
			return checkConsent(ledger, statement, by, facts)
		case 'settle-consent-withdrawal':
			return checkSettlement(ledger, statement, by)
		case 'raise':
			return checkDecision(ledger, statement.matter, by, facts)
		case 'sign':
			return checkSignature(ledger, statement.matterId, by, facts)
		case 'decline':
			return checkDecline(ledger, statement.matterId, by)
		case 'withdraw-matter':
			return checkDecisionWithdrawal(ledger, statement.matterId, by)
		case 'register':
			return checkRegistration(ledger, statement, by)
		case 'present':
			return checkPresentation(ledger, statement, by, facts)
		case 'acquaint':
			return checkAcquaintance(ledger, statement.matterId, by)
		case 'remark':
			return checkRemark(ledger, statement, by)
		case 'answer':
			return checkAnswer(ledger, statement, by)
		case 'ask-consultation':
		case 'answer-consultation':
		case 'refer-consultation':
		case 'withdraw-consultation':
			return checkConsultation(ledger, statement, by, facts)
		case 'accept-activity':
			return checkAcceptance(ledger, statement, by, facts)
		case 'cancel-incentive':
		case 'restore-incentive':
			return checkIncentive(ledger, statement, by, facts)
		case 'record-evidence':
			return checkEvidence(ledger, statement, by, facts)
		case 'withdraw-evidence':
			return checkEvidenceWithdrawal(ledger, statement, by)
		case 'involve-specialist':
			return checkInvolvement(ledger, statement, by, facts)
		case 'release-specialist':
			return checkSpecialistRelease(ledger, statement, by)
		case 'suspend':
		case 'reinstate':
			return checkSuspension(ledger, statement, by)
	}
}
