/** Parts in programmes that end and begin again, and programmes that are deleted. Nobody's rows are removed: what they wrote bears their name. */
import type { Selectable } from 'kysely'
import type { PartEnding } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Registry } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'

export interface Part {
	/** Null: it lasts. */
	endedAt: string | null
	/** Null: by a curator's hand, or it lasts. */
	endedBy: PartEnding | null
	/** On which it ends by itself, by a decision; null: on none, or it has. */
	lastDay: IsoDate | null
}

/** Null: the person never took part. */
export async function findPart({ query }: Registry, programId: string, personId: string): Promise<Part | null> {
	const row = await query
		.selectFrom('memberships')
		.select(['ended_at', 'ended_by', 'until_day'])
		.where('program_id', '=', programId)
		.where('person_id', '=', personId)
		.executeTakeFirst()
	return row === undefined ? null : { endedAt: row.ended_at, endedBy: endingOf(row), lastDay: row.until_day }
}

/** Those of the people who take part in the programme, or once did. */
export async function listWhoTookPart(
	{ query }: Registry,
	programId: string,
	ids: readonly string[]
): Promise<string[]> {
	if (ids.length === 0) return []
	const rows = await query
		.selectFrom('memberships')
		.select('person_id')
		.where('program_id', '=', programId)
		.where('person_id', 'in', ids)
		.execute()
	return rows.map(({ person_id }) => person_id)
}

/** Who was shut out before the last day of a notice was shut out by hand. */
export function endingOf(row: Pick<Selectable<Tables['memberships']>, 'ended_at' | 'ended_by' | 'until_day'>) {
	return row.ended_at === null || row.until_day !== null ? null : row.ended_by
}

/**
 * False for somebody who never took part. Ending what has ended leaves the instant it first ended at.
 * Whoever calls this tells the relay and the board.
 */
export async function endMembership(
	registry: Registry,
	programId: string,
	personId: string,
	at: string
): Promise<boolean> {
	await update(registry, programId, personId).set({ ended_at: at }).where('ended_at', 'is', null).execute()
	return hasTakenPart(registry, programId, personId)
}

/** False for somebody who never took part. Whoever takes part already goes on. */
export async function resumeMembership(registry: Registry, programId: string, personId: string): Promise<boolean> {
	await update(registry, programId, personId).set({ ended_at: null }).execute()
	// The decision that is still to end it stays; one that had is no more.
	await update(registry, programId, personId).set({ ended_by: null }).where('until_day', 'is', null).execute()
	return hasTakenPart(registry, programId, personId)
}

/**
 * In one commit. Its row stays as a tombstone, and its ledger, which nobody reads any more. What was made of its plan goes, the editions
 * that hold it wholly, too, and what its papers were made from; and nobody is awaited in it or takes part. Again: changes nothing.
 */
export function deleteProgram(registry: Registry, programId: string, at: string): void {
	const { query } = registry
	registry.commitTogether([
		query.updateTable('programs').set({ deleted_at: at }).where('id', '=', programId).where('deleted_at', 'is', null),
		query.deleteFrom('summaries').where('program_id', '=', programId),
		query.deleteFrom('last_edits').where('program_id', '=', programId),
		query.deleteFrom('editions').where('program_id', '=', programId),
		query.deleteFrom('paper_settings').where('program_id', '=', programId),
		query.deleteFrom('ledger_people').where('program_id', '=', programId)
	])
}

function update({ query }: Registry, programId: string, personId: string) {
	return query.updateTable('memberships').where('program_id', '=', programId).where('person_id', '=', personId)
}

async function hasTakenPart(registry: Registry, programId: string, personId: string): Promise<boolean> {
	return (await findPart(registry, programId, personId)) !== null
}
