import type { Ledger } from './ledger.ts'

/** How a request ended without becoming a programme: taken back, or fulfilled by the order that has brought whoever asked into a group. */
export interface RequestEnd {
	type: 'withdrawn' | 'fulfilled'
	/** ISO instant. */
	at: string
}

/** Null: it goes on, or has become a programme. */
export function requestEndOf({ requestWithdrawal, requestFulfilment }: Ledger): RequestEnd | null {
	if (requestWithdrawal !== null) return { type: 'withdrawn', at: requestWithdrawal.at }
	return requestFulfilment === null ? null : { type: 'fulfilled', at: requestFulfilment.at }
}
