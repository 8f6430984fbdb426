/**
 * The log of a document's updates, in y-indexeddb's layout. Its class appends the whole document at every opening,
 * does not say when an update is committed, and throws out of Yjs's `update` event once the browser has closed the
 * database.
 */
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import { committed, CUSTOM, requested, UPDATES } from './store-database.ts'
import { putCount, raiseCounts, type EditCount } from './store-records.ts'

/** Edits that a row of the log brings, so that they are unsent also after a crash. */
export interface Counted {
	tabId: string
	/** Null: none of this tab's. */
	own: EditCount | null
	/** Of other tabs, whose stores may not have come to counting them. */
	others: ReadonlyMap<string, EditCount>
}

export interface DocumentLog {
	/** The Yjs origin of what the log applies to the document. */
	readonly origin: unknown
	/** Applies what other tabs or earlier sessions wrote since it was last read. Rejects when not all of it can be. */
	load(db: IDBDatabase): Promise<void>
	/** The database is another one than before: the next `load` reads all of it. */
	restart(): void
	/** All three resolve once committed; the transaction begins before they return. */
	append(db: IDBDatabase, update: Uint8Array, counted: Counted): Promise<void>
	/** Appends everything the document holds, committed or not. */
	rewrite(db: IDBDatabase, counted: Counted): Promise<void>
	/** Replaces all rows by one, unless `isQuiet` says by then that an update is on its way to the log. */
	trim(db: IDBDatabase, isQuiet: () => boolean): Promise<void>
	/** Rows, as far as this tab knows. */
	length(): number
	isLong(): boolean
}

/** Rows: reading so many takes longer than it takes to write them as one. */
const LONG = 500

export function createDocumentLog(doc: Y.Doc): DocumentLog {
	const origin = {}
	/** The first key that is not read yet. */
	let nextKey = 0
	let length = 0

	async function read(updates: IDBObjectStore): Promise<void> {
		const unread = IDBKeyRange.lowerBound(nextKey)
		const [keys, rows, count] = await Promise.all([
			requested(updates.getAllKeys(unread)),
			requested<Uint8Array[]>(updates.getAll(unread)),
			requested(updates.count())
		])
		if (!takeUpdates(doc, rows, origin)) throw new Error('A row of the log is damaged')
		const last = keys.at(-1)
		if (typeof last === 'number') nextKey = last + 1
		length = count
	}

	const log: DocumentLog = {
		origin,
		load: (db) => read(db.transaction(UPDATES).objectStore(UPDATES)),
		restart() {
			nextKey = 0
		},
		async append(db, update, counted) {
			const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
			// The count first: a browser that fails between the two must not keep an uncounted edit.
			if (counted.own !== null) putCount(transaction, counted.tabId, counted.own)
			if (counted.others.size > 0) await raiseCounts(transaction, counted.others)
			transaction.objectStore(UPDATES).add(update)
			await committed(transaction)
			length++
		},
		rewrite: (db, counted) => log.append(db, Y.encodeStateAsUpdate(doc), counted),
		async trim(db, isQuiet) {
			const transaction = db.transaction(UPDATES, 'readwrite')
			const updates = transaction.objectStore(UPDATES)
			await read(updates)
			// The document may hold an edit whose own transaction, with its count, is still waiting for
			// this one: stored here without its count it would pass for sent after a crash.
			if (!isQuiet() || length < LONG) return
			updates.add(Y.encodeStateAsUpdate(doc))
			updates.delete(IDBKeyRange.upperBound(nextKey, true))
			await committed(transaction)
			length = 1
		},
		length: () => length,
		isLong: () => length >= LONG
	}
	return log
}
