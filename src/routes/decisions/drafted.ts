import { draftedOrder, type Ledger } from '#domain/ledger/ledger.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'

/** Whether the draft of an order waits for its signatures, or on this device to be sent. */
export function isOrderDrafted({ ledger, waiting }: { ledger: Ledger; waiting: readonly Command[] }): boolean {
	const isOrder = (statement: Statement) => statement.type === 'raise' && statement.matter.type === 'order'
	return draftedOrder(ledger) !== null || waiting.some(({ statement }) => isOrder(statement))
}
