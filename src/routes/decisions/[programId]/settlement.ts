import type { Withdrawal } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'

export interface SettlementFields {
	/** Empty: not chosen yet, and nobody chooses it for the curator. */
	decision: string
	ground: string
}

export const noSettlement: SettlementFields = { decision: '', ground: '' }

/** Null while something is not filled in. */
export function settlementOf(
	{ id, personId }: Pick<Withdrawal, 'id' | 'personId'>,
	fields: SettlementFields
): Extract<Statement, { type: 'settle-withdrawal' }> | null {
	const ground = fields.ground.trim()
	const { decision } = fields
	if (ground === '' || (decision !== 'stopped' && decision !== 'other-ground')) return null
	return { type: 'settle-withdrawal', withdrawalId: id, personId, decision, ground }
}
