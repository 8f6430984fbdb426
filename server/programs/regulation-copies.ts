/** A municipality's changed copies of regulations, kept as long as a programme uses them. */
import { sql } from 'kysely'
import { isTitleTaken } from '#domain/regulation/copy-regulation.ts'
import { findRegulation, regulations as shipped } from '#domain/regulation/packs/all.ts'
import {
	type ParsedRegulation,
	parseRegulation,
	parseToSave,
	type Problem
} from '#domain/regulation/parse-regulation.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type { Person } from '#protocol/api/program.ts'
import type { ProgramCounts } from '#protocol/api/regulations.ts'
import type { Registry } from '../database/database.ts'
import { isRequestFulfilled, isRequestWithdrawn } from '../people/open-programs.ts'
import { toPerson } from '../people/people.ts'

export interface KeptCopy {
	id: string
	json: string
	parsed: ParsedRegulation
	/** Rises with each saving. */
	version: number
	savedAt: string
	/** Null: unknown. */
	savedBy: Person | null
}

export type SavedCopy =
	{ type: 'saved'; version: number } | { type: 'problems'; problems: Problem[] } | { type: 'conflict' | 'in-use' }

/** The municipality's copies, newest first; an unreadable one is listed with its problems. */
export async function listCopies({ query }: Registry, municipalityId: string): Promise<KeptCopy[]> {
	const rows = await selectCopies(query, municipalityId).execute()
	return rows.map(toKept)
}

/** Null: there is none with this id. */
export async function findCopy({ query }: Registry, municipalityId: string, id: string): Promise<KeptCopy | null> {
	const row = await selectCopies(query, municipalityId).where('regulations.id', '=', id).executeTakeFirst()
	return row === undefined ? null : toKept(row)
}

/**
 * By regulation id: how many programmes of the municipality were requested under it. `open`: requested and not closed. `withdrawn`
 * and `fulfilled`: requests that became no programme.
 */
export async function countProgramsByRegulation(
	{ query }: Registry,
	municipalityId: string
): Promise<Map<string, ProgramCounts>> {
	const rows = await query
		.selectFrom('ledgers')
		.leftJoin('programs', 'programs.id', 'ledgers.program_id')
		.select(({ fn }) => [
			regulationOfLedger.as('id'),
			fn.countAll<number>().as('asked'),
			sql<number>`sum(case when phase <> 'closed' then 1 else 0 end)`.as('open'),
			sql<number>`sum(${isRequestWithdrawn})`.as('withdrawn'),
			sql<number>`sum(${isRequestFulfilled})`.as('fulfilled')
		])
		.where('ledgers.municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.groupBy(regulationOfLedger)
		.execute()
	return new Map(
		rows.map(({ id, asked, open, withdrawn, fulfilled }) => [
			id,
			{ all: asked - withdrawn - fulfilled, open, withdrawn, fulfilled }
		])
	)
}

/**
 * Stores a copy that has no problems. `base`: the version it was made from; null for a new one. `conflict`: somebody has saved
 * another version since. `in-use`: programmes were requested under it and keep its text; only a further copy may differ.
 */
export async function saveCopy(
	registry: Registry,
	municipalityId: string,
	given: { regulation: unknown; base: number | null; byId: string },
	at: string
): Promise<SavedCopy> {
	const parsed = parseToSave(given.regulation, { findRoadmap })
	if (!parsed.ok) return { type: 'problems', problems: parsed.problems }
	const { id, copyOf } = parsed.regulation
	// A copy with the id of a shipped regulation would hide it.
	if (findRegulation(id) !== null) return { type: 'problems', problems: [{ path: 'id', code: 'not-a-choice' }] }
	if (copyOf === null) return { type: 'problems', problems: [{ path: 'copyOf', code: 'missing' }] }
	const json = JSON.stringify(parsed.regulation)
	const known = await findCopy(registry, municipalityId, id)
	// The same request again: the answer to a successful one was lost.
	if (known !== null && known.json === json) return { type: 'saved', version: known.version }
	if ((known?.version ?? null) !== given.base) return { type: 'conflict' }
	const others = (await listCopies(registry, municipalityId)).flatMap((copy) =>
		copy.id !== id && copy.parsed.ok ? [copy.parsed.regulation] : []
	)
	const titles = [...shipped, ...others].map(({ title }) => title)
	if (isTitleTaken(parsed.regulation.title, titles)) {
		return { type: 'problems', problems: [{ path: 'title', code: 'title-taken' }] }
	}
	const version = (given.base ?? 0) + 1
	const fields = { json, saved_at: at, saved_by: given.byId, version }
	const { query } = registry
	const isSaved =
		given.base === null
			? await registry.commitIf(
					query
						.insertInto('regulations')
						.values({ municipality_id: municipalityId, id, ...fields })
						.onConflict((conflict) => conflict.doNothing()),
					[]
				)
			: await registry.commitIf(
					query
						.updateTable('regulations')
						.set(fields)
						.where('municipality_id', '=', municipalityId)
						.where('id', '=', id)
						.where('version', '=', given.base)
						.where(isInUse(municipalityId, id), '=', 0),
					[]
				)
	if (isSaved) return { type: 'saved', version }
	const now = await query.selectNoFrom(isInUse(municipalityId, id).as('is_in_use')).executeTakeFirstOrThrow()
	return { type: now.is_in_use === 1 ? 'in-use' : 'conflict' }
}

/** `current`: new programmes use it. `in-use`: programmes were requested under it. */
export async function deleteCopy(
	registry: Registry,
	municipalityId: string,
	id: string
): Promise<'deleted' | 'unknown' | 'current' | 'in-use'> {
	const { query } = registry
	const isCurrent = query
		.selectFrom('municipalities')
		.select('municipalities.id')
		.where('municipalities.id', '=', municipalityId)
		.where('regulation_id', '=', id)
	const isDeleted = await registry.commitIf(
		query
			.deleteFrom('regulations')
			.where('municipality_id', '=', municipalityId)
			.where('id', '=', id)
			.where(isInUse(municipalityId, id), '=', 0)
			.where(({ not, exists }) => not(exists(isCurrent))),
		[query.deleteFrom('task_marks').where('municipality_id', '=', municipalityId).where('regulation_id', '=', id)]
	)
	if (isDeleted) return 'deleted'
	if ((await findCopy(registry, municipalityId, id)) === null) return 'unknown'
	return (await isCurrent.executeTakeFirst()) === undefined ? 'in-use' : 'current'
}

/** The regulation of the request, which is a ledger's first entry. */
const regulationOfLedger = sql<string>`json_extract(state, '$.request.regulationId')`

/** 1: a programme was requested under it. A deleted one does not count, because nobody reads it. */
function isInUse(municipalityId: string, id: string) {
	return sql<0 | 1>`case when exists (
		select 1 from ledgers left join programs on programs.id = ledgers.program_id
		where ledgers.municipality_id = ${municipalityId} and ${regulationOfLedger} = ${id} and deleted_at is null
	) then 1 else 0 end`
}

function selectCopies(query: Registry['query'], municipalityId: string) {
	return query
		.selectFrom('regulations')
		.leftJoin('people', 'people.id', 'saved_by')
		.select([
			'regulations.id',
			'json',
			'regulations.version',
			'saved_at',
			'people.id as byId',
			'family_name',
			'given_name',
			'patronymic'
		])
		.where('regulations.municipality_id', '=', municipalityId)
		.orderBy('saved_at', 'desc')
}

function toKept({ id, json, version, saved_at, byId, family_name, given_name, patronymic }: CopyRow): KeptCopy {
	const names = { family_name: family_name ?? '', given_name: given_name ?? '', patronymic: patronymic ?? '' }
	return {
		id,
		json,
		parsed: parseRegulation(JSON.parse(json), { findRoadmap }),
		version,
		savedAt: saved_at,
		savedBy: byId === null ? null : toPerson({ id: byId, ...names })
	}
}

type CopyRow = Awaited<ReturnType<ReturnType<typeof selectCopies>['execute']>>[number]
