/**
 * Kysely over the one SQLite connection that the relay uses too. A transaction that is awaited would
 * take the relay's commits into itself, so there are none: `commitTogether` runs at one go.
 */
import { type Compilable, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { fold } from '#domain/text.ts'
import type { Page } from '#protocol/api/program.ts'
import type { Tables } from './tables.ts'

export interface Registry {
	query: Kysely<Tables>
	/** All or nothing, in one commit; returns how many rows each query changed. */
	commitTogether(queries: readonly Compilable[]): number[]
	/** The same, `condition` first; false, changing nothing, when that changes no row. */
	commitIf(condition: Compilable, queries: readonly Compilable[]): boolean
}

export function openRegistry(database: DatabaseSync): Registry {
	function run(query: Compilable): number {
		const { sql, parameters } = query.compile()
		return Number(database.prepare(sql).run(...(parameters as SQLInputValue[])).changes)
	}

	/** Null from `work` takes everything back. */
	function inTransaction<Result>(work: () => Result | null): Result | null {
		database.exec('begin immediate')
		try {
			const result = work()
			database.exec(result === null ? 'rollback' : 'commit')
			return result
		} catch (error) {
			if (database.isTransaction) database.exec('rollback')
			throw error
		}
	}

	return {
		query: new Kysely<Tables>({ dialect: createDialect(database) }),
		commitTogether: (queries) => inTransaction(() => queries.map(run)) ?? [],
		commitIf: (condition, queries) => inTransaction(() => (run(condition) === 0 ? null : queries.map(run))) !== null
	}
}

export function createDialect(database: DatabaseSync): SqliteDialect {
	return new SqliteDialect({ database: toKyselyDatabase(database) })
}

/** node:sqlite takes parameters one by one where kysely hands over a list. Closing stays with the owner. */
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

/** The greatest of numbers, or of ISO instants; null of none. */
export function newestOf<Value extends string | number>(values: readonly Value[]): Value | null {
	return values.reduce<Value | null>((newest, value) => (newest === null || value > newest ? value : newest), null)
}

/** Lists that may hold ten thousand rows: filtered by light rows, shown a page at a time. */
export interface PageQuery {
	/** Words, of which each must be found (#domain/search.ts); empty: all. */
	q: string
	/** From 1. */
	page: number
	pageSize: number
}

/** Few enough that nobody's edit waits long for the relay, which lives in the same thread. */
const AT_ONCE = 500

/** Those that `judge` keeps; it is asked about some hundreds at a time, and others have their turn between. */
export async function keepSome<Row>(
	rows: readonly Row[],
	judge: (some: readonly Row[]) => Promise<readonly boolean[]>
): Promise<Row[]> {
	const kept: Row[] = []
	for (let from = 0; from < rows.length; from += AT_ONCE) {
		const some = rows.slice(from, from + AT_ONCE)
		const verdicts = await judge(some)
		kept.push(...some.filter((_, index) => verdicts[index]))
		await setImmediate()
	}
	return kept
}

/** In the order of the alphabet. */
export function byText<Row>(rows: readonly Row[], textOf: (row: Row) => string): Row[] {
	const keyed = rows.map((row) => ({ row, key: fold(textOf(row)) }))
	// By code: folded Russian is in its alphabet's order, and comparing ten thousand as a dictionary does takes long.
	return keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)).map(({ row }) => row)
}

export function pageOf<Row>(rows: readonly Row[], { page, pageSize }: Omit<PageQuery, 'q'>): Page<Row> {
	return { rows: rows.slice((page - 1) * pageSize, page * pageSize), page, pageSize, count: rows.length }
}
