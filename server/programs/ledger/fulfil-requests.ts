import { formingPhases, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { playEntry } from '#domain/ledger/play.ts'
import type { Registry } from '../../database/database.ts'
import { readLedger } from './ledger-log.ts'

export interface FulfilledRequest {
	municipalityId: string
	entry: Entry
	before: Ledger
	after: Ledger
}

/**
 * Whoever has come into a group with the entry has a mentor: what they alone had asked for before is closed by it, to be entered in the same
 * commit. A request that is for others, too, waits on for the curator.
 */
export async function fulfilRequests(
	registry: Registry,
	cause: Entry,
	before: Ledger,
	after: Ledger
): Promise<FulfilledRequest[]> {
	const fulfilled = await Promise.all(
		joinedIds(before, after).map(async (personId) => {
			const rows = await registry.query
				.selectFrom('ledger_people')
				.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
				.select('ledgers.program_id')
				.where('person_id', '=', personId)
				.where('phase', 'in', formingPhases)
				.execute()
			const requests = await Promise.all(rows.map(({ program_id }) => readLedger(registry, program_id)))
			return requests.flatMap(({ municipalityId, ledger }) =>
				municipalityId !== null && isOfAlone(ledger, personId) ? [fulfil(municipalityId, ledger, cause, after)] : []
			)
		})
	)
	return fulfilled.flat()
}

function joinedIds(before: Ledger, after: Ledger): string[] {
	return after.matters.flatMap(({ id, matter, outcome }) => {
		const was = before.matters.find((raised) => raised.id === id)?.outcome
		return matter.type === 'join' && outcome === 'in-force' && was !== 'in-force' ? [matter.menteeId] : []
	})
}

function isOfAlone({ request }: Ledger, personId: string): boolean {
	return request?.menteeIds.length === 1 && request.menteeIds[0] === personId
}

function fulfil(municipalityId: string, before: Ledger, cause: Entry, group: Ledger): FulfilledRequest {
	const { programId, sequence } = before
	const entry: Entry = {
		...cause,
		// No command has such an id.
		id: `fulfilled:${programId}`,
		programId,
		sequence: sequence + 1,
		statement: { type: 'fulfil-request', groupId: group.programId, title: group.title ?? '' }
	}
	return { municipalityId, entry, before, after: playEntry(before, entry) }
}
