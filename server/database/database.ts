/**
 * The registry: Kysely over the one SQLite connection that the relay uses too, and the paging of long lists. An awaited
 * transaction would take in the relay's commits, so there are none: `commitTogether` is synchronous.
 */
import { type Compilable, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { fold } from '#domain/text.ts'
import type { Page } from '#protocol/api/program.ts'
import { inTransaction } from './sqlite/connection.ts'
import type { Tables } from './tables.ts'

export interface Registry {
	query: Kysely<Tables>
	/** All or nothing, in one commit; returns how many rows each query changed. */
	commitTogether(queries: readonly Compilable[]): number[]
	/** The same, `condition` first. False, without a change, when `condition` changes no row. */
	commitIf(condition: Compilable, queries: readonly Compilable[]): boolean
}

export function openRegistry(database: DatabaseSync): Registry {
	function run(query: Compilable): number {
		const { sql, parameters } = query.compile()
		return Number(database.prepare(sql).run(...(parameters as SQLInputValue[])).changes)
	}

	return {
		query: new Kysely<Tables>({ dialect: createDialect(database) }),
		commitTogether: (queries) => inTransaction(database, () => queries.map(run)),
		commitIf(condition, queries) {
			return inTransaction(database, () => {
				if (run(condition) === 0) return false
				queries.forEach(run)
				return true
			})
		}
	}
}

export function createDialect(database: DatabaseSync): SqliteDialect {
	return new SqliteDialect({ database: toKyselyDatabase(database) })
}

/** Adapts node:sqlite, which takes parameters one by one, to Kysely, which passes a list. The owner closes the database. */
function toKyselyDatabase(database: DatabaseSync): SqliteDatabase {
	return {
		close() {},
		prepare(sql) {
			if (sql === 'begin') throw new Error('No transactions here: use commitTogether')
			const statement = database.prepare(sql)
			return {
				reader: statement.columns().length > 0,
				all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
				run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
				iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[]))
			}
		}
	}
}

/** The greatest number or ISO instant; null for an empty list. */
export function newestOf<Value extends string | number>(values: readonly Value[]): Value | null {
	return values.reduce<Value | null>((newest, value) => (newest === null || value > newest ? value : newest), null)
}

/** A page of a list that may have ten thousand rows. Such lists are filtered by small rows and shown a page at a time. */
export interface PageQuery {
	/** Words that must all be found (#domain/text.ts); empty: all rows. */
	q: string
	/** From 1. */
	page: number
	pageSize: number
}

/** Few enough that nobody's edit waits long: the relay runs in the same thread. */
const AT_ONCE = 500

/** Calls `work` with some hundreds of the rows at a time. Other work runs in between. */
export async function workInPortions<Row>(
	rows: readonly Row[],
	work: (some: readonly Row[]) => Promise<void>
): Promise<void> {
	for (let from = 0; from < rows.length; from += AT_ONCE) {
		await work(rows.slice(from, from + AT_ONCE))
		await setImmediate()
	}
}

/** The rows that `checkRows` accepts. */
export async function keepSome<Row>(
	rows: readonly Row[],
	checkRows: (some: readonly Row[]) => Promise<readonly boolean[]>
): Promise<Row[]> {
	const kept: Row[] = []
	await workInPortions(rows, async (some) => {
		const verdicts = await checkRows(some)
		kept.push(...some.filter((_, index) => verdicts[index]))
	})
	return kept
}

/** In alphabetical order. */
export function byText<Row>(rows: readonly Row[], textOf: (row: Row) => string): Row[] {
	const keyed = rows.map((row) => ({ row, key: fold(textOf(row)) }))
	// By code: folded Russian is in alphabetical order, and a locale-aware comparison of ten thousand takes long.
	return keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)).map(({ row }) => row)
}

export function pageOf<Row>(rows: readonly Row[], { page, pageSize }: Omit<PageQuery, 'q'>): Page<Row> {
	return { rows: rows.slice((page - 1) * pageSize, page * pageSize), page, pageSize, count: rows.length }
}
