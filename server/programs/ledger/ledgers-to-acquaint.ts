import { missingAcquaintances } from '#domain/ledger/awaiting.ts'
import type { Registry } from '../../database/database.ts'
import { readState } from '../../people/read-state.ts'

/** Programmes in which the person’s part has ended, with them or by a decision of its own, and with whose end they have not acquainted themselves. */
export async function ledgersToAcquaint({ query }: Registry, personId: string): Promise<string[]> {
	const rows = await query
		.selectFrom('memberships')
		.innerJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.select(['ledgers.program_id', 'state'])
		.where('person_id', '=', personId)
		.where('ended_at', 'is not', null)
		.where('ended_by', 'is not', null)
		.execute()
	return rows.flatMap(({ program_id, state }) => {
		const missing = missingAcquaintances(readState(program_id, state))
		return missing.some((one) => one.personId === personId) ? [program_id] : []
	})
}
