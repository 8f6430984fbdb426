import type { ProgramSummary } from '#domain/summary.ts'
import type { Registry } from '../database/database.ts'
import { parseApproved } from './ledger/approved-plans.ts'

export interface ProjectedProgram {
	programId: string
	summary: ProgramSummary
	/** The newest update of the plan that is in the summary. */
	sequence: number
	/** Hash of the approved edition that the summary counts against; null: none is approved. */
	edition: string | null
	/** For each person, the newest of the updates that are new in this projection. */
	edits: readonly { personId: string; sequence: number; editedAt: string }[]
}

/** One commit for all of them. Throws, storing nothing, if a programme is not in the registry. */
export async function storeProjected(
	registry: Registry,
	projected: readonly ProjectedProgram[],
	at: string
): Promise<void> {
	const { query } = registry
	await registry.commitTogether(
		projected.flatMap(({ programId, summary, sequence, edition, edits }) => [
			query
				.insertInto('summaries')
				.columns(['program_id', 'sequence', 'json', 'due_dates', 'done', 'total', 'edition', 'at'])
				.values({
					program_id: programId,
					sequence,
					json: JSON.stringify(summary),
					due_dates: dueDatesOf(summary).join(' '),
					done: summary.done,
					total: summary.total,
					edition: edition ?? '',
					at
				})
				.onConflict((conflict) =>
					conflict.column('program_id').doUpdateSet((is) => ({
						sequence: is.ref('excluded.sequence'),
						json: is.ref('excluded.json'),
						due_dates: is.ref('excluded.due_dates'),
						done: is.ref('excluded.done'),
						total: is.ref('excluded.total'),
						edition: is.ref('excluded.edition'),
						at: is.ref('excluded.at')
					}))
				),
			...edits.map((edit) =>
				query
					.insertInto('last_edits')
					.values({
						program_id: programId,
						person_id: edit.personId,
						sequence: edit.sequence,
						edited_at: edit.editedAt
					})
					.onConflict((conflict) =>
						conflict.columns(['program_id', 'person_id']).doUpdateSet((is) => ({
							sequence: is.ref('excluded.sequence'),
							edited_at: is.ref('excluded.edited_at')
						}))
					)
			)
		])
	)
}

/** 0 where there is no summary yet. */
export async function readProjectedSequence({ query }: Registry, programId: string): Promise<number> {
	const row = await query
		.selectFrom('summaries')
		.select('sequence')
		.where('program_id', '=', programId)
		.executeTakeFirst()
	return row?.sequence ?? 0
}

/**
 * Every programme that is not deleted, with the sequence of its stored summary; 0 where there is none yet. `isCounted`: the summary
 * counts against the edition that is approved now.
 */
export async function listProjected({
	query
}: Registry): Promise<{ programId: string; sequence: number; isCounted: boolean }[]> {
	const rows = await query
		.selectFrom('programs')
		.leftJoin('summaries', 'summaries.program_id', 'programs.id')
		.select(['programs.id', 'sequence', 'edition', 'approved'])
		.where('deleted_at', 'is', null)
		.execute()
	return rows.map(({ id, sequence, edition, approved }) => ({
		programId: id,
		sequence: sequence ?? 0,
		isCounted: edition === (parseApproved(approved)?.hash ?? '')
	}))
}

export async function readSummaries(
	{ query }: Registry,
	programIds: readonly string[]
): Promise<Map<string, ProgramSummary>> {
	if (programIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('summaries')
		.select(['program_id', 'json'])
		.where('program_id', 'in', programIds)
		.execute()
	return new Map(rows.map(({ program_id, json }) => [program_id, JSON.parse(json) as ProgramSummary]))
}

function dueDatesOf(summary: ProgramSummary): string[] {
	return summary.stages
		.flatMap(({ open }) => open)
		.flatMap(({ dueOn }) => dueOn ?? [])
		.sort()
}
