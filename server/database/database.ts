/**
 * The port to everything relational: people, programmes, ledgers, accounts. Each database has an adapter in a folder of its own
 * (`sqlite`), and all pass one suite, tests/contracts/registry.ts.
 *
 * A transaction is a list of queries, given as a whole: what depends on stored data stands in a query's own condition. No caller ever
 * holds one open. The SQLite adapter runs the list at one go on the connection that the relay commits with, so an awaited commit takes
 * in nothing else, and no other connection waits for more than it.
 *
 * Callers write standard SQL, without comparing booleans with numbers. Beyond it they use what every adapter has, under SQLite's names
 * and as the suite shows: `rowid`, which rises with each insertion into a table, and the functions `json`, `json_array_length`,
 * `json_each`, `json_extract` (a number may come as text), `json_group_array`, `group_concat`, `replace` and `total`.
 *
 * The paging of long lists is here, too.
 */
import type { Compilable, Kysely, RawBuilder } from 'kysely'
import { setImmediate } from 'node:timers/promises'
import { fold } from '#domain/text.ts'
import type { Page } from '#protocol/api/program.ts'
import type { Tables } from './tables.ts'

export interface Registry {
	/** For a library that writes its own queries. */
	readonly dialect: 'sqlite' | 'postgres'
	/** Reads and single changes; each is a commit of its own. It has no transactions. */
	readonly query: Kysely<Tables>
	/**
	 * All or nothing, in order, in one commit; resolves with how many rows each query changed, once that is on the disk. Rejects, and
	 * changes nothing, if a query fails. Commits are as if they ran one after the other.
	 */
	commitTogether(queries: readonly Compilable[]): Promise<number[]>
	/** The same, `condition` first. Resolves false, without a change, when `condition` changes no row. */
	commitIf(condition: Compilable, queries: readonly Compilable[]): Promise<boolean>
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

/**
 * A value that changes with the rows that `query` reads. A change with the condition that `query` gives `value` is stored only if these
 * rows are as they were when the stamp was read.
 */
export interface Stamp {
	query: RawBuilder<string>
	value: string
}

export async function readStamp(registry: Registry, query: RawBuilder<string>): Promise<Stamp> {
	const { stamp } = await registry.query.selectNoFrom(query.as('stamp')).executeTakeFirstOrThrow()
	return { query, value: stamp }
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
