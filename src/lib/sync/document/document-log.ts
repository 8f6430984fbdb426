/**
 * The log of a document's updates in IndexedDB. y-indexeddb's own code reads it, in its layout. We write it ourselves:
 * the class of y-indexeddb appends the whole document at every opening, does not say when an update is committed, and
 * throws out of Yjs's `update` event once the browser has closed the database.
 */
import { fetchUpdates, type IndexeddbPersistence, PREFERRED_TRIM_SIZE } from 'y-indexeddb'
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import { committed, CUSTOM, requested, UPDATES } from './store-database.ts'
import { type EditCount, putCount, raiseCounts, recordsIn, type StoreRecords } from './store-records.ts'

/** Edit counts that are stored with a row of the log, so that the edits count as unsent after a crash too. */
export interface Counted {
	tabId: string
	/** Null: the row has no edit of this tab. */
	own: EditCount | null
	/** Of other tabs, whose stores may not have counted them yet. */
	others: ReadonlyMap<string, EditCount>
}

export interface DocumentLog {
	/** The Yjs origin of updates that the log applies to the document. */
	readonly origin: unknown
	/**
	 * Applies the updates that other tabs or earlier sessions stored since the last load, and returns the records beside
	 * them. The updates include all edits that the records count, and the records count every edit in the updates.
	 * Rejects when an update cannot be applied.
	 */
	load(db: IDBDatabase): Promise<StoreRecords>
	/** The database is another one than before: the next `load` reads all of it. */
	restart(): void
	/** `append`, `rewrite` and `trim` resolve once committed. Their transaction begins before they return. */
	append(db: IDBDatabase, update: Uint8Array, counted: Counted): Promise<void>
	/** Appends everything in the document, committed or not. */
	rewrite(db: IDBDatabase, counted: Counted): Promise<void>
	/** Replaces all rows by one. Does nothing if `isQuiet` then returns false: an update is on its way to the log. */
	trim(db: IDBDatabase, isQuiet: () => boolean): Promise<void>
	/** The number of rows, as far as this tab knows. */
	length(): number
	isLong(): boolean
}

interface Read {
	updates: IDBObjectStore
	records: StoreRecords
}

/** `onCounts` gets the edits by tab just before the document gets them, so that they are counted when somebody looks at it. */
export function createDocumentLog(
	doc: Y.Doc,
	onCounts: (counts: ReadonlyMap<string, EditCount>) => void = () => undefined
): DocumentLog {
	// The fields of an IndexeddbPersistence that fetchUpdates reads and writes. The class itself would do more.
	const source = {
		doc,
		db: { transaction: (): IDBTransaction | null => null },
		_dbref: 0,
		_dbsize: 0,
		_destroyed: false
	}

	async function read(db: IDBDatabase): Promise<Read> {
		try {
			const { transaction, counting } = begin(db)
			source.db.transaction = () => transaction
			const [updates, records] = await Promise.all([fetchUpdates(source as unknown as IndexeddbPersistence), counting])
			return { updates, records }
		} catch {
			// On a closed database the second read throws too. Rows of two tabs on which Yjs throws are applied by
			// takeUpdates.
			return readWithCare(db)
		}
	}

	async function readWithCare(db: IDBDatabase): Promise<Read> {
		const { transaction, counting } = begin(db)
		const updates = transaction.objectStore(UPDATES)
		const [records, keys, rows] = await Promise.all([
			counting,
			requested(updates.getAllKeys()),
			requested<Uint8Array[]>(updates.getAll())
		])
		if (!takeUpdates(doc, rows, source)) throw new Error('A row of the log is damaged')
		source._dbref = Number(keys.at(-1) ?? -1) + 1
		source._dbsize = keys.length
		return { updates, records }
	}

	/** A transaction answers requests in order, so `onCounts` gets the counts before the rows are applied. */
	function begin(db: IDBDatabase) {
		const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
		const counting = recordsIn(transaction).then((records) => {
			onCounts(records.counts)
			return records
		})
		return { transaction, counting }
	}

	const log: DocumentLog = {
		origin: source,
		load: async (db) => (await read(db)).records,
		restart() {
			source._dbref = 0
		},
		async append(db, update, counted) {
			const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
			// The count first: a browser that fails between the two must not leave an uncounted edit.
			if (counted.own !== null) putCount(transaction, counted.tabId, counted.own)
			if (counted.others.size > 0) await raiseCounts(transaction, counted.others)
			transaction.objectStore(UPDATES).add(update)
			await committed(transaction)
			source._dbsize++
		},
		rewrite: (db, counted) => log.append(db, Y.encodeStateAsUpdate(doc), counted),
		async trim(db, isQuiet) {
			const { updates } = await read(db)
			// The document may have an edit whose own transaction, with its count, still waits for this one. Stored here
			// without its count, it would seem to be sent after a crash.
			if (!isQuiet() || source._dbsize < PREFERRED_TRIM_SIZE) return
			updates.add(Y.encodeStateAsUpdate(doc))
			updates.delete(IDBKeyRange.upperBound(source._dbref, true))
			await committed(updates.transaction)
			source._dbsize = 1
		},
		length: () => source._dbsize,
		isLong: () => source._dbsize >= PREFERRED_TRIM_SIZE
	}
	return log
}
