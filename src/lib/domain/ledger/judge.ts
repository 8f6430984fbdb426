/**
 * Whether a statement holds: asked by the server when it arrives, and by the screens before they offer it. What the
 * regulation demands is read from its pack; what the ledger cannot know (banks, other programmes, the plan) is handed in.
 */
import {
	judgeConsent,
	judgeException,
	judgeProposal,
	judgeProposalRefusal,
	judgeRequest,
	judgeRequestWithdrawal,
	judgeSettlement
} from './judge-forming.ts'
import { judgeDecline, judgeMatter, judgeMatterWithdrawal, judgePresentation, judgeSignature } from './judge-matter.ts'
import {
	judgeAcceptance,
	judgeAcquaintance,
	judgeAnswer,
	judgeEvidence,
	judgeEvidenceWithdrawal,
	judgeIncentive,
	judgeInvolvement,
	judgeRegistration,
	judgeRemark,
	judgeSpecialistRelease,
	judgeSuspension
} from './judge-working.ts'
import { judgeConsultation } from './consultations.ts'
import type { Ledger, Speaker } from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

/** Null: it holds. */
export function judge(ledger: Ledger, statement: Statement, by: Speaker, facts: Facts): Refusal | null {
	if (statement.type === 'request') return judgeRequest(ledger, statement, by, facts)
	if (ledger.request === null) return { reason: 'unknown-subject' }
	switch (statement.type) {
		case 'withdraw-request':
			return judgeRequestWithdrawal(ledger, by)
		case 'propose':
			return judgeProposal(ledger, statement, by, facts)
		case 'refuse-proposal':
			return judgeProposalRefusal(ledger, statement, by)
		case 'except':
			return judgeException(ledger, statement, by, facts)
		case 'consent':
		case 'withdraw-consent':
			return judgeConsent(ledger, statement, by, facts)
		case 'settle-consent-withdrawal':
			return judgeSettlement(ledger, statement, by)
		case 'raise':
			return judgeMatter(ledger, statement.matter, by, facts)
		case 'sign':
			return judgeSignature(ledger, statement.matterId, by, facts)
		case 'decline':
			return judgeDecline(ledger, statement.matterId, by)
		case 'withdraw-matter':
			return judgeMatterWithdrawal(ledger, statement.matterId, by)
		case 'register':
			return judgeRegistration(ledger, statement, by)
		case 'present':
			return judgePresentation(ledger, statement, by, facts)
		case 'acquaint':
			return judgeAcquaintance(ledger, statement.matterId, by)
		case 'remark':
			return judgeRemark(ledger, statement, by)
		case 'answer':
			return judgeAnswer(ledger, statement, by)
		case 'ask-consultation':
		case 'answer-consultation':
		case 'refer-consultation':
		case 'withdraw-consultation':
			return judgeConsultation(ledger, statement, by, facts)
		case 'accept-activity':
			return judgeAcceptance(ledger, statement, by, facts)
		case 'cancel-incentive':
		case 'restore-incentive':
			return judgeIncentive(ledger, statement, by, facts)
		case 'record-evidence':
			return judgeEvidence(ledger, statement, by, facts)
		case 'withdraw-evidence':
			return judgeEvidenceWithdrawal(ledger, statement, by)
		case 'involve-specialist':
			return judgeInvolvement(ledger, statement, by, facts)
		case 'release-specialist':
			return judgeSpecialistRelease(ledger, statement, by)
		case 'suspend':
		case 'reinstate':
			return judgeSuspension(ledger, statement, by)
	}
}
