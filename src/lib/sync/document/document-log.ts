/**
 * Reads a document's log in IndexedDB. y-indexeddb's own code applies the rows, in its layout. We write the log ourselves
 * (local-log.ts): the class of y-indexeddb appends the whole document at every opening, does not say when an update is
 * committed, and throws out of Yjs's `update` event once the browser has closed the database.
 */
import { fetchUpdates, type IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import { committed, CUSTOM, requested, UPDATES } from './store-database.ts'
import {
	type Edits,
	type LogRecords,
	type LogState,
	requestRecords,
	rowKey,
	stateKey,
	SUMMARY_KEY
} from './log-records.ts'

export interface LogReader {
	/** The Yjs origin of rows that are applied to the document. */
	readonly origin: unknown
	/** Applies rows in the order of their keys. Rejects when one cannot be applied. */
	apply(rows: readonly Uint8Array[]): Promise<void>
}

export interface LogPart {
	keys: readonly number[]
	rows: readonly Uint8Array[]
	/** All rows of the log. */
	count: number
	records: LogRecords
}

/**
 * Reads the rows above `after`, and what stands beside the log. The records count every edit in the rows. The
 * transaction asks for everything at once: a tab that is frozen within a transaction stops every tab's disk.
 */
export async function readLog(db: IDBDatabase, after: number): Promise<LogPart> {
	const transaction = db.transaction([UPDATES, CUSTOM])
	const updates = transaction.objectStore(UPDATES)
	const range = IDBKeyRange.lowerBound(after, true)
	const reading = Promise.all([
		requestRecords(transaction),
		requested(updates.getAllKeys(range)),
		requested<Uint8Array[]>(updates.getAll(range)),
		requested(updates.count())
	])
	// The transaction knows why it failed; its requests know only that it did.
	reading.catch(() => undefined)
	await committed(transaction)
	const [records, keys, rows, count] = await reading
	return { keys: keys.map(Number), rows, count, records }
}

export interface LogWriting {
	/** The last row that the writer has read. */
	after: number
	rows: readonly { update: Uint8Array; edits: Edits }[]
	/** `isNew`: the term begins with it. */
	state?: { term: number; isNew: boolean; value: LogState } | null
	/** undefined: unchanged. */
	summary?: unknown
	/** Keys of `custom`. */
	deleted?: Iterable<string>
}

/**
 * Writes all in one transaction. Rejects with a ConstraintError, and writes nothing, when somebody else has added a row
 * or begun the term since the writer read the log.
 */
export async function writeLog(
	db: IDBDatabase,
	{ after, rows, state, summary, deleted = [] }: LogWriting
): Promise<void> {
	const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
	try {
		const [updates, custom] = [transaction.objectStore(UPDATES), transaction.objectStore(CUSTOM)]
		rows.forEach(({ update, edits }, index) => {
			const key = after + 1 + index
			if (edits.own + edits.others > 0) custom.put({ ...edits }, rowKey(key))
			updates.add(update, key)
		})
		if (state) custom[state.isNew ? 'add' : 'put'](state.value, stateKey(state.term))
		if (summary !== undefined) custom.put(summary, SUMMARY_KEY)
		for (const key of deleted) custom.delete(key)
	} catch (error) {
		// A browser that fails between two requests would commit the first.
		transaction.abort()
		throw error
	}
	await committed(transaction)
}

export function isOutrun(error: unknown): boolean {
	return error instanceof DOMException && error.name === 'ConstraintError'
}

export function createLogReader(doc: Y.Doc): LogReader {
	// The fields of an IndexeddbPersistence that fetchUpdates reads and writes. The class itself would do more.
	const source = { doc, db: { transaction: (): unknown => null }, _dbref: 0, _dbsize: 0, _destroyed: false }

	return {
		origin: source,
		async apply(rows) {
			if (rows.length === 0) return
			source.db.transaction = () => ({ objectStore: () => storeOf(rows) })
			try {
				await fetchUpdates(source as unknown as IndexeddbPersistence)
			} catch {
				// Yjs throws on some rows of two devices. takeUpdates applies them.
				if (!takeUpdates(doc, rows, source)) throw new Error('A row of the log is damaged')
			}
		}
	}
}

/** y-indexeddb asks one thing after the other. It is answered from what one transaction has read. */
function storeOf(rows: readonly Uint8Array[]) {
	const answer = (result: unknown) => {
		const request: { onsuccess?: (event: { target: { result: unknown } }) => void } = {}
		queueMicrotask(() => request.onsuccess?.({ target: { result } }))
		return request
	}
	return { getAll: () => answer(rows), openKeyCursor: () => answer(null), count: () => answer(rows.length) }
}

/**
 * Yjs holds back an update whose predecessor is missing, without an event (sync.md R4). While it does, nobody may claim
 * to have everything up to some number.
 */
export function hasPending(doc: Y.Doc): boolean {
	return pendingBytes(doc) > 0
}

export function pendingBytes({ store }: Y.Doc): number {
	return (store.pendingStructs?.update.byteLength ?? 0) + (store.pendingDs?.byteLength ?? 0)
}
