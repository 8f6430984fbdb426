/** Lists that may hold ten thousand rows: filtered by light rows, shown a page at a time. */
import { setImmediate } from 'node:timers/promises'
import { fold } from '#domain/text.ts'
import type { Page } from '#protocol/api/program.ts'

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
