import type { ApprovedPlan } from '#domain/plan/edition.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import type { Registry } from '../database/database.ts'
import { parseApproved } from './ledger/approved-plans.ts'

/** What is known of a programme's plan before it is projected. */
export interface StoredSummary {
	/** The newest update of the plan that is in the summary; 0: there is none yet. */
	sequence: number
	/** Words that are typed may change the summary. */
	dependsOnWords: boolean
	/** The summary counts against the edition that is approved now. */
	isCounted: boolean
	approved: ApprovedPlan | null
}

export interface Projected {
	programId: string
	/** The newest update of the plan that is in the summary. */
	sequence: number
	/** For each person, the newest of the updates that are new in this projection. */
	edits: readonly { personId: string; sequence: number; editedAt: string }[]
	/** Null: the summary is the same. `edition`: hash of the approved edition that it counts against; null: none is approved. */
	reading: { summary: ProgramSummary; dependsOnWords: boolean; edition: string | null } | null
}

/** `sequence`: of the stored summary; 0: there is none yet. `isCounted`: it counts against the edition that is approved now. */
export interface ProjectedPlan {
	programId: string
	sequence: number
	isCounted: boolean
}

/** Those of the programmes that are there, and not deleted. */
export async function readProjected(
	{ query }: Registry,
	programIds: readonly string[]
): Promise<Map<string, StoredSummary>> {
	const rows = await query
		.selectFrom('programs')
		.leftJoin('summaries', 'summaries.program_id', 'programs.id')
		.select(['programs.id', 'sequence', 'edition', 'depends_on_words', 'approved'])
		.where('programs.id', 'in', programIds)
		.where('deleted_at', 'is', null)
		.execute()
	return new Map(
		rows.map(({ id, sequence, edition, depends_on_words, approved }) => {
			const edited = parseApproved(approved)
			const isCounted = edition === (edited?.hash ?? '')
			return [id, { sequence: sequence ?? 0, dependsOnWords: depends_on_words !== 0, isCounted, approved: edited }]
		})
	)
}

/** One commit for all of them. Throws, storing nothing, if a programme is not in the registry. */
export async function storeProjected(registry: Registry, projected: readonly Projected[], at: string): Promise<void> {
	const { query } = registry
	const summaries = projected.flatMap(({ programId, sequence, reading }) => {
		if (reading === null) return []
		const { summary, dependsOnWords, edition } = reading
		return {
			program_id: programId,
			sequence,
			json: JSON.stringify(summary),
			due_dates: dueDatesOf(summary).join(' '),
			done: summary.done,
			total: summary.total,
			edition: edition ?? '',
			depends_on_words: dependsOnWords ? 1 : 0,
			at
		}
	})
	const same = projected.flatMap(({ programId, sequence, reading }) =>
		reading === null ? { programId, sequence } : []
	)
	const edits = projected.flatMap(({ programId, edits }) =>
		edits.map(({ personId, sequence, editedAt }) => ({
			program_id: programId,
			person_id: personId,
			sequence,
			edited_at: editedAt
		}))
	)
	await registry.commitTogether([
		...summaries.map((row) =>
			query
				.insertInto('summaries')
				.values(row)
				.onConflict((conflict) => conflict.column('program_id').doUpdateSet(row))
		),
		...same.map(({ programId, sequence }) =>
			query.updateTable('summaries').set({ sequence, at }).where('program_id', '=', programId)
		),
		...edits.map((row) =>
			query
				.insertInto('last_edits')
				.values(row)
				.onConflict((conflict) =>
					conflict
						.columns(['program_id', 'person_id'])
						.doUpdateSet({ sequence: row.sequence, edited_at: row.edited_at })
				)
		)
	])
}

/** Of the programmes that are not deleted, by id: at most `limit` of those after `after`. */
export async function listProjected({ query }: Registry, after: string, limit: number): Promise<ProjectedPlan[]> {
	const rows = await query
		.selectFrom('programs')
		.leftJoin('summaries', 'summaries.program_id', 'programs.id')
		.select(['programs.id', 'sequence', 'edition', 'approved'])
		.where('deleted_at', 'is', null)
		.where('programs.id', '>', after)
		.orderBy('programs.id')
		.limit(limit)
		.execute()
	return rows.map(({ id, sequence, edition, approved }) => ({
		programId: id,
		sequence: sequence ?? 0,
		isCounted: edition === (parseApproved(approved)?.hash ?? '')
	}))
}

export async function readSummaries(
	registry: Registry,
	programIds: readonly string[]
): Promise<Map<string, ProgramSummary>> {
	const numbered = await readNumberedSummaries(registry, programIds)
	return new Map([...numbered].map(([programId, { summary }]) => [programId, summary]))
}

/** `sequence`: of the newest update of the plan that is in the summary. */
export async function readNumberedSummaries(
	{ query }: Registry,
	programIds: readonly string[]
): Promise<Map<string, { summary: ProgramSummary; sequence: number }>> {
	if (programIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('summaries')
		.select(['program_id', 'json', 'sequence'])
		.where('program_id', 'in', programIds)
		.execute()
	return new Map(
		rows.map(({ program_id, json, sequence }) => [
			program_id,
			{ summary: JSON.parse(json) as ProgramSummary, sequence }
		])
	)
}

function dueDatesOf(summary: ProgramSummary): string[] {
	return summary.stages
		.flatMap(({ open }) => open)
		.flatMap(({ dueOn }) => dueOn ?? [])
		.sort()
}
