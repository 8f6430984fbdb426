import { sql } from 'kysely'
import { emptyLedger, type Ledger } from '#domain/ledger/ledger.ts'

/** What is kept may be older than a part of it: that part is then empty, as no entry has said anything of it. */
export function readState(programId: string, state: string): Ledger {
	return { ...emptyLedger(programId), ...(JSON.parse(state) as Partial<Ledger>) }
}

/** Of a row of `ledgers`: its request was taken back before any order. 0 or 1. */
export const isRequestWithdrawn = sql<0 | 1>`json_extract(state, '$.requestWithdrawal') is not null`

/** Of a row of `ledgers`: its request was fulfilled by the order that has brought whoever asked into a group. 0 or 1. */
export const isRequestFulfilled = sql<0 | 1>`json_extract(state, '$.requestFulfilment') is not null`

/** Either: no programme began, and none will. 0 or 1. */
export const isRequestOver = sql<0 | 1>`(${isRequestWithdrawn} or ${isRequestFulfilled})`
