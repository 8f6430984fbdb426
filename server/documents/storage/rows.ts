/** Reads rows in pages, each in a turn of the event loop: those of a document that was never compacted can take long. */
import { setImmediate } from 'node:timers/promises'
import type { DocumentStorage, StoredUpdate } from './storage.ts'

/** Sequences; absent: no bound. */
export interface RowRange {
	after?: number
	/** The last one that is read. */
	through?: number
}

const ROWS_AT_ONCE = 500

/** Oldest first. */
export async function readRows(
	storage: DocumentStorage,
	documentId: string,
	range: RowRange = {}
): Promise<StoredUpdate[]> {
	const rows: StoredUpdate[] = []
	for await (const page of readPages(storage, documentId, range)) rows.push(...page)
	return rows
}

/** The same, for a caller that may stop before the end. */
export async function* readPages(
	storage: DocumentStorage,
	documentId: string,
	{ after = 0, through = Infinity }: RowRange = {}
): AsyncGenerator<StoredUpdate[]> {
	let last = after
	for (;;) {
		const page = await storage.load(documentId, last, ROWS_AT_ONCE)
		last = page.at(-1)?.sequence ?? last
		yield page.filter(({ sequence }) => sequence <= through)
		if (page.length < ROWS_AT_ONCE || last >= through) return
		await setImmediate()
	}
}

/**
 * Whether `row` replaces exactly the stored rows in its range (`DocumentStorage.thin`). Their instants are compared too: a
 * document that was deleted and created again may have as many rows, but not of the same milliseconds.
 */
export function isReplacedBy(
	stored: readonly Pick<StoredUpdate, 'sequence' | 'count' | 'from' | 'at'>[],
	row: StoredUpdate,
	thinnedThrough: number
): boolean {
	const [first] = stored
	const last = stored.at(-1)
	if (first === undefined || last === undefined) return false
	const count = stored.reduce((sum, replaced) => sum + replaced.count, 0)
	if (count !== row.count || last.sequence !== row.sequence || first.from !== row.from || last.at !== row.at)
		return false
	return stored.length > 1 || row.sequence > thinnedThrough
}
