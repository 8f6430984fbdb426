import type { Entry } from './ledger.ts'

/** Ids of the people a statement is about, beside whoever says it. */
export function namedPeople(statement: Entry['statement']): readonly string[] {
	switch (statement.type) {
		case 'request':
			return statement.menteeIds
		case 'propose':
			return statement.mentorIds
		case 'except':
		case 'cancel-incentive':
		case 'restore-incentive':
		case 'record-evidence':
			return [statement.mentorId]
		case 'settle-consent-withdrawal':
		case 'suspend':
		case 'reinstate':
			return [statement.personId]
		case 'raise':
			if ('mentorId' in statement.matter) return [statement.matter.mentorId]
			return 'menteeId' in statement.matter ? [statement.matter.menteeId] : []
		case 'refer-consultation':
			return statement.to.kind === 'mentor' ? [statement.to.mentorId] : []
		case 'consent':
		case 'withdraw-consent':
		case 'sign':
		case 'decline':
		case 'withdraw-request':
		case 'fulfil-request':
		case 'refuse-proposal':
		case 'withdraw-matter':
		case 'register':
		case 'present':
		case 'acquaint':
		case 'remark':
		case 'answer':
		case 'ask-consultation':
		case 'answer-consultation':
		case 'withdraw-consultation':
		case 'accept-activity':
		case 'withdraw-evidence':
		// Specialists are nobody of the registry.
		case 'involve-specialist':
		case 'release-specialist':
			return []
	}
}
