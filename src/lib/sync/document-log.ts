/**
 * The log of a document's updates, in y-indexeddb's layout. That class appends the whole document at every opening, does
 * not say when an update is committed, and throws out of Yjs's `update` event once the browser has closed the database.
 */
import * as Y from 'yjs'
import { committed, CUSTOM, requested, UPDATES } from './store-database.ts'
import { putCount, type EditCount } from './store-records.ts'

/** Rows; as y-indexeddb has it. */
const LONG_LOG = 500

export interface DocumentLog {
	/** The Yjs origin of what the log applies to the document. */
	readonly origin: unknown
	/** Applies what other tabs or earlier sessions wrote since it was last read. */
	load(db: IDBDatabase): Promise<void>
	/** The database is another one than before: the next `load` reads all of it. */
	restart(): void
	/** All three resolve once committed; the transaction begins before they return. */
	append(db: IDBDatabase, update: Uint8Array, counted: { tabId: string; count: EditCount } | null): Promise<void>
	/** Appends everything the document holds, committed or not. */
	rewrite(db: IDBDatabase, counted: { tabId: string; count: EditCount }): Promise<void>
	/** Replaces all rows by one, unless `isQuiet` says by then that an update is on its way to the log. */
	trim(db: IDBDatabase, isQuiet: () => boolean): Promise<void>
	/** Rows, as far as this tab knows. */
	length(): number
	isLong(): boolean
}

export function createDocumentLog(doc: Y.Doc): DocumentLog {
	const origin = {}
	/** Greater than the key of every row that was read. */
	let next = 0
	let rowCount = 0

	async function read(rows: IDBObjectStore): Promise<void> {
		const range = IDBKeyRange.lowerBound(next)
		const reads = [requested(rows.getAll(range)), requested(rows.getAllKeys(range)), requested(rows.count())] as const
		const [updates, keys, count] = await Promise.all(reads)
		const apply = () => updates.forEach((update) => Y.applyUpdate(doc, update as Uint8Array))
		Y.transact(doc, apply, origin, false)
		next = Math.max(next, Number(keys.at(-1) ?? 0) + 1)
		rowCount = count
	}

	return {
		origin,
		load: (db) => read(db.transaction(UPDATES).objectStore(UPDATES)),
		restart() {
			next = 0
		},
		async append(db, update, counted) {
			const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
			// The count first: a browser that fails between the two must not keep an uncounted edit.
			if (counted !== null) putCount(transaction, counted.tabId, counted.count)
			transaction.objectStore(UPDATES).add(update)
			await committed(transaction)
			rowCount++
		},
		async rewrite(db, { tabId, count }) {
			const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
			if (count.made > 0) putCount(transaction, tabId, count)
			transaction.objectStore(UPDATES).add(Y.encodeStateAsUpdate(doc))
			await committed(transaction)
			rowCount++
		},
		async trim(db, isQuiet) {
			const rows = db.transaction(UPDATES, 'readwrite').objectStore(UPDATES)
			await read(rows)
			// The document may hold an edit whose own transaction, with its count, is still waiting for
			// this one: stored here without its count it would pass for sent after a crash.
			if (!isQuiet() || rowCount < LONG_LOG) return
			rows.add(Y.encodeStateAsUpdate(doc))
			rows.delete(IDBKeyRange.upperBound(next, true))
			await committed(rows.transaction)
			rowCount = 1
		},
		length: () => rowCount,
		isLong: () => rowCount >= LONG_LOG
	}
}
