import type { Ledger } from './ledger.ts'

/** How a request ended without becoming a programme: taken back, or fulfilled by the order that has brought whoever asked into a group. */
export interface RequestEnd {
	how: 'withdrawn' | 'fulfilled'
	/** ISO instant. */
	at: string
}

/** Null: it goes on, or has become a programme. */
export function requestEndOf({ requestWithdrawal, requestFulfilment }: Ledger): RequestEnd | null {
	if (requestWithdrawal !== null) return { how: 'withdrawn', at: requestWithdrawal.at }
	return requestFulfilment === null ? null : { how: 'fulfilled', at: requestFulfilment.at }
}
