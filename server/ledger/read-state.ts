import { emptyLedger, type Ledger } from '#domain/ledger/ledger.ts'

/** What is kept may be older than a part of it: that part is then empty, as no entry has said anything of it. */
export function readState(programId: string, state: string): Ledger {
	return { ...emptyLedger(programId), ...(JSON.parse(state) as Partial<Ledger>) }
}
