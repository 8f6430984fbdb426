import { takesPart } from '#domain/ledger/judge-forming.ts'
import { lastingMenteeIds, type Ledger, type ConsentWithdrawal } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { m } from '#lib/paraglide/messages.js'

export interface SettlementFields {
	/** Empty: not chosen yet, and nobody chooses it for the curator. */
	decision: string
	ground: string
}

export const noSettlement: SettlementFields = { decision: '', ground: '' }

/** Null while something is not filled in. */
export function settlementOf(
	{ id, personId }: Pick<ConsentWithdrawal, 'id' | 'personId'>,
	fields: SettlementFields
): Extract<Statement, { type: 'settle-consent-withdrawal' }> | null {
	const ground = fields.ground.trim()
	const { decision } = fields
	if (ground === '' || (decision !== 'stopped' && decision !== 'other-ground')) return null
	return { type: 'settle-consent-withdrawal', withdrawalId: id, personId, decision, ground }
}

/** What the curator does first where the processing is to stop. */
export function withdrawalWays(ledger: Ledger, personId: string): string {
	if (!takesPart(ledger, personId)) {
		const hadPart = ledger.members.some((member) => member.personId === personId)
		return hadPart ? m.decision_withdrawal_of_former() : m.decision_withdrawal_of_apart()
	}
	const part = ledger.members.find((member) => member.personId === personId && member.until === null)
	if (part === undefined) return m.decision_withdrawal_of_proposed()
	if (part.role === 'mentor') return m.decision_withdrawal_of_mentor()
	return lastingMenteeIds(ledger).length > 1 ? m.decision_withdrawal_of_group() : m.decision_withdrawal_of_mentee()
}
