/** Imports into the banks. An import is taken as a whole and once, and is recorded so that it can be undone. */
import { isDeepStrictEqual } from 'node:util'
import { setImmediate } from 'node:timers/promises'
import type { Compilable, Insertable, Selectable } from 'kysely'
import type { ImportKind } from '#domain/people/import/table.ts'
import type { ImportListing, ImportResult } from '#protocol/api/bank.ts'
import { type BankScope, readBankStamp } from './bank-list.ts'
import { createImportPlan, type GivenRow, type PlannedRow, readKnownBank } from './import-plan.ts'
import { listIdsAbove } from './staff.ts'
import type { Registry, Stamp } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'

const MOST_LISTED = 100
/** The state before an import is personal data, kept only as long as somebody may undo the import. */
const UNDO_DAYS = 30
const DAY_MS = 86_400_000
/** Rows per query, and rows planned in one turn: the relay runs in the same thread and needs turns, too. */
const AT_ONCE = 200
/** Somebody may change the bank during planning; five times in a row is unlikely. */
const TRIES = 5

export interface GivenImport {
	id: string
	kind: ImportKind
	source: string
	rows: readonly GivenRow[]
}

export interface Author {
	id: string
	name: string
}

/** Null, changing nothing: another municipality has an import with this id, or others keep changing the bank. */
export async function takeImport(
	scope: BankScope,
	given: GivenImport,
	by: Author,
	now: Date
): Promise<ImportResult | null> {
	for (let tries = 0; tries < TRIES; tries++) {
		if (await isTaken(scope, given.id)) break
		const stamp = await readBankStamp(scope)
		const { rows, refused } = await planRows(scope, given, by)
		const changing = rows.filter(({ before, after }) => !isDeepStrictEqual(before, after))
		const created = changing.filter(({ before }) => before === null).length
		const record: Insertable<Tables['imports']> = {
			id: given.id,
			municipality_id: scope.municipalityId,
			person_id: by.id,
			person_name: by.name,
			at: now.toISOString(),
			kind: given.kind,
			source: given.source,
			created,
			updated: changing.length - created,
			unchanged: rows.length - changing.length,
			refused: JSON.stringify(refused)
		}
		await store(scope, record, changing, stamp)
	}
	return readResult(scope, given.id, now)
}

async function isTaken({ registry }: BankScope, id: string): Promise<boolean> {
	const row = await registry.query.selectFrom('imports').select('id').where('id', '=', id).executeTakeFirst()
	return row !== undefined
}

/** Null: the municipality has no such import. */
export async function findImport({ registry, municipalityId }: BankScope, id: string): Promise<ImportRecord | null> {
	const row = await registry.query
		.selectFrom('imports')
		.selectAll()
		.where('id', '=', id)
		.where('municipality_id', '=', municipalityId)
		.executeTakeFirst()
	return row ?? null
}

export async function listImports({ registry, municipalityId }: BankScope, now: Date): Promise<ImportListing[]> {
	const rows = await registry.query
		.selectFrom('imports')
		.selectAll()
		.where('municipality_id', '=', municipalityId)
		.orderBy('at', 'desc')
		.limit(MOST_LISTED)
		.execute()
	return rows.map((row) => toListing(row, now))
}

export type ImportRecord = Selectable<Tables['imports']>

export function toListing(row: ImportRecord, now: Date): ImportListing {
	const until = new Date(Date.parse(row.at) + UNDO_DAYS * DAY_MS)
	const isUndoable = row.undone_at === null && row.created + row.updated > 0 && now < until
	return {
		id: row.id,
		kind: row.kind,
		source: row.source,
		at: row.at,
		byName: row.person_name,
		created: row.created,
		updated: row.updated,
		unchanged: row.unchanged,
		refused: (JSON.parse(row.refused) as unknown[]).length,
		undoableUntil: isUndoable ? until.toISOString() : null,
		undone: row.undone_at === null ? null : { at: row.undone_at, byName: row.undone_by ?? '' }
	}
}

async function readResult(scope: BankScope, id: string, now: Date): Promise<ImportResult | null> {
	const row = await findImport(scope, id)
	if (row === null) return null
	return { import: toListing(row, now), refused: JSON.parse(row.refused) as ImportResult['refused'] }
}

async function planRows(scope: BankScope, given: GivenImport, by: Author) {
	const above = await listIdsAbove(scope.registry, scope.municipalityId, by.id)
	const plan = createImportPlan(scope, await readKnownBank(scope, given.kind), above)
	const refused: ImportResult['refused'] = []
	const rows: PlannedRow[] = []
	for (const some of slices(given.rows, AT_ONCE)) {
		for (const row of some) {
			const planned = plan(row)
			if (planned.ok) rows.push(planned.row)
			else refused.push({ line: row.line, reason: planned.reason })
		}
		await setImmediate()
	}
	return { rows, refused }
}

/** Stores all or nothing. Nothing: the id is known, or the bank has changed since the stamp. */
async function store(
	scope: BankScope,
	record: Insertable<Tables['imports']>,
	rows: readonly PlannedRow[],
	stamp: Stamp
): Promise<void> {
	const { query, commitIf } = scope.registry
	const columns = Object.keys(record) as (keyof typeof record)[]
	const claim = query
		.insertInto('imports')
		.columns(columns)
		.expression(
			query
				.selectNoFrom((is) => columns.map((column) => is.val(record[column]).as(column)))
				.where(stamp.query, '=', stamp.value)
		)
		.onConflict((conflict) => conflict.doNothing())
	await commitIf(claim, [
		...insertPeople(scope, record, rows),
		...rows.flatMap(({ queries }) => queries),
		...slices(rows, AT_ONCE).map((some) =>
			query.insertInto('import_rows').values(
				some.map(({ line, subjectId, before, after }) => ({
					import_id: record.id,
					line,
					subject_id: subjectId,
					before: before === null ? null : JSON.stringify(before),
					after: JSON.stringify(after)
				}))
			)
		)
	])
}

/** For `commitTogether`: deletes the earlier states of imports that are too old to be undone. */
export function forgetImportRows({ query }: Registry, now: Date): Compilable {
	const since = new Date(now.getTime() - UNDO_DAYS * DAY_MS).toISOString()
	return query
		.deleteFrom('import_rows')
		.where('import_id', 'in', (is) => is.selectFrom('imports').select('id').where('at', '<', since))
}

/** New people only. One query for each of thousands would block the relay for seconds. */
function insertPeople(
	{ registry: { query }, municipalityId }: BankScope,
	{ kind, at }: Pick<Insertable<Tables['imports']>, 'kind' | 'at'>,
	rows: readonly PlannedRow[]
): Compilable[] {
	const people = rows.flatMap(({ subjectId, before, after }) =>
		before === null && !('name' in after) ? [{ id: subjectId, ...after }] : []
	)
	return slices(people, AT_ONCE).flatMap((some) => [
		query.insertInto('people').values(
			some.map(({ id, familyName, givenName, patronymic, organisationId, post }) => ({
				id,
				municipality_id: municipalityId,
				family_name: familyName,
				given_name: givenName,
				patronymic,
				organisation_id: organisationId,
				post,
				created_at: at
			}))
		),
		query.insertInto('bank').values(
			some.map(({ id, entry }) => ({
				person_id: id,
				municipality_id: municipalityId,
				role: kind === 'mentors' ? 'mentor' : 'mentee',
				entry: JSON.stringify(entry)
			}))
		)
	])
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
		items.slice(index * size, (index + 1) * size)
	)
}
