/** Where ledgers are kept: every entry for ever, and beside them what they play to. */
import type { Compilable } from 'kysely'
import type { Entry, Ledger } from '#domain/ledger/ledger.ts'
import { emptyLedger } from '#domain/ledger/ledger.ts'
import { playEntries } from '#domain/ledger/play.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import type { Registry } from '../registry/database.ts'

export interface KeptLedger {
	/** Null: nothing was stated yet. */
	municipalityId: string | null
	ledger: Ledger
}

export async function readLedger({ query }: Registry, programId: string): Promise<KeptLedger> {
	const row = await query
		.selectFrom('ledgers')
		.select(['municipality_id', 'state'])
		.where('program_id', '=', programId)
		.executeTakeFirst()
	return row === undefined
		? { municipalityId: null, ledger: emptyLedger(programId) }
		: { municipalityId: row.municipality_id, ledger: JSON.parse(row.state) as Ledger }
}

/** Oldest first; of those after the sequence. */
export async function readEntries({ query }: Registry, programId: string, after = 0): Promise<Entry[]> {
	const rows = await query
		.selectFrom('ledger_entries')
		.selectAll()
		.where('program_id', '=', programId)
		.where('sequence', '>', after)
		.orderBy('sequence')
		.execute()
	return rows.map(toEntry)
}

export async function findEntry({ query }: Registry, id: string): Promise<Entry | null> {
	const row = await query.selectFrom('ledger_entries').selectAll().where('id', '=', id).executeTakeFirst()
	return row === undefined ? null : toEntry(row)
}

/** Of the municipality's ledgers that are not closed. */
export async function listOpenLedgers({ query }: Registry, municipalityId: string): Promise<Ledger[]> {
	const rows = await query
		.selectFrom('ledgers')
		.select('state')
		.where('municipality_id', '=', municipalityId)
		.where('phase', '!=', 'closed')
		.execute()
	return rows.map(({ state }) => JSON.parse(state) as Ledger)
}

/** For `commitTogether`: the entry, and the ledger after it. Fails when another entry has its place. */
export function insertEntry({ query }: Registry, entry: Entry, after: Ledger, municipalityId: string): Compilable[] {
	const { programId, sequence, by, statement, signatories } = entry
	const kept = { phase: after.phase, sequence, state: JSON.stringify(after) }
	return [
		query
			.insertInto('ledgers')
			.values({ program_id: programId, municipality_id: municipalityId, ...kept })
			.onConflict((conflict) => conflict.column('program_id').doUpdateSet(kept)),
		query.insertInto('ledger_entries').values({
			program_id: programId,
			sequence,
			id: entry.id,
			at: entry.at,
			on_day: entry.on,
			person_id: by.personId,
			person_name: by.name,
			role: by.role,
			said_at: entry.saidAt,
			statement: JSON.stringify(statement),
			signatories: signatories === undefined ? null : JSON.stringify(signatories)
		})
	]
}

/** Plays every entry anew; resolves with the programmes whose kept state was another, now mended. */
export async function replayLedgers(registry: Registry): Promise<string[]> {
	const kept = await registry.query.selectFrom('ledgers').select(['program_id', 'state']).execute()
	const mended: string[] = []
	for (const { program_id, state } of kept) {
		const played = playEntries(program_id, await readEntries(registry, program_id))
		if (JSON.stringify(played) === state) continue
		mended.push(program_id)
		registry.commitTogether([
			registry.query
				.updateTable('ledgers')
				.set({ phase: played.phase, sequence: played.sequence, state: JSON.stringify(played) })
				.where('program_id', '=', program_id)
		])
	}
	return mended
}

function toEntry(row: {
	program_id: string
	sequence: number
	id: string
	at: string
	on_day: string
	person_id: string
	person_name: string
	role: Signatory
	said_at: string
	statement: string
	signatories: string | null
}): Entry {
	return {
		id: row.id,
		programId: row.program_id,
		sequence: row.sequence,
		at: row.at,
		on: row.on_day,
		by: { personId: row.person_id, name: row.person_name, role: row.role },
		saidAt: row.said_at,
		statement: JSON.parse(row.statement) as Statement,
		...(row.signatories !== null && { signatories: JSON.parse(row.signatories) as Signatory[] })
	}
}
