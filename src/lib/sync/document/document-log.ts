/**
 * The log of a document's updates. Read by y-indexeddb's own code and in its layout; written here,
 * because its class appends the whole document at every opening, does not say when an update is
 * committed, and throws out of Yjs's `update` event once the browser has closed the database.
 */
import { fetchUpdates, type IndexeddbPersistence, PREFERRED_TRIM_SIZE } from 'y-indexeddb'
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import { committed, CUSTOM, requested, UPDATES } from './store-database.ts'
import { type EditCount, putCount, raiseCounts, recordsIn, type StoreRecords } from './store-records.ts'

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
	/**
	 * Applies what other tabs or earlier sessions wrote since it was last read, and answers what stands beside it: whatever
	 * is counted there is among the updates read, and every edit among them is counted. Rejects when not all can be applied.
	 */
	load(db: IDBDatabase): Promise<StoreRecords>
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

interface Read {
	updates: IDBObjectStore
	records: StoreRecords
}

/** `onCounts`: edits by tab that the document holds in a moment; whoever looks at it then is to count them. */
export function createDocumentLog(
	doc: Y.Doc,
	onCounts: (counts: ReadonlyMap<string, EditCount>) => void = () => undefined
): DocumentLog {
	// What fetchUpdates reads and writes of an IndexeddbPersistence; the class itself would do more.
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
			// A closed database says so again; rows of two tabs that Yjs throws at come in with care.
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

	/** What a transaction is asked first it answers first: the counts are told before the rows they count are applied. */
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
			// The count first: a browser that fails between the two must not keep an uncounted edit.
			if (counted.own !== null) putCount(transaction, counted.tabId, counted.own)
			if (counted.others.size > 0) await raiseCounts(transaction, counted.others)
			transaction.objectStore(UPDATES).add(update)
			await committed(transaction)
			source._dbsize++
		},
		rewrite: (db, counted) => log.append(db, Y.encodeStateAsUpdate(doc), counted),
		async trim(db, isQuiet) {
			const { updates } = await read(db)
			// The document may hold an edit whose own transaction, with its count, is still waiting for
			// this one: stored here without its count it would pass for sent after a crash.
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

/** A document as a device holds it: of a part of a text that is gone stays where it was, so that words that come later are found to be of it. */
export function createDeviceDocument(): Y.Doc {
	const isForgettable = ({ content }: Y.Item) =>
		!(content instanceof Y.ContentType && (content.type instanceof Y.XmlText || content.type instanceof Y.XmlElement))
	return new Y.Doc({ gcFilter: isForgettable })
}

/** Bytes from outside — a file — become a document only when Yjs can apply them whole and nothing in them is bottomless. */

/** Lists in lists of a long text reach twenty; deleting a branch goes as deep as the branch, on the stack. */
const MAX_DEPTH = 100

/** Null for what is no update in encoding V1 or too deep. Otherwise the document alone, for the reader to destroy. */
export function soundDocument(update: Uint8Array): Y.Doc | null {
	const doc = new Y.Doc()
	try {
		Y.applyUpdate(doc, update)
		if (isShallow(doc)) return doc
	} catch {
		// Yjs throws on what is not an update, and on items that refer to nothing.
	}
	doc.destroy()
	return null
}

function isShallow(doc: Y.Doc): boolean {
	const depths = new Map<Y.Item, number>()
	for (const structs of doc.store.clients.values()) {
		for (const struct of structs) {
			if (struct instanceof Y.Item && depthOf(struct, depths) > MAX_DEPTH) return false
		}
	}
	return true
}

/** How many items are above it; above the bound, any number beyond it. */
function depthOf(item: Y.Item, depths: Map<Y.Item, number>): number {
	const above: Y.Item[] = []
	let next = parentOf(item)
	while (next !== null && !depths.has(next) && above.length <= MAX_DEPTH) {
		above.push(next)
		next = parentOf(next)
	}
	let depth = next === null ? 0 : (depths.get(next) ?? MAX_DEPTH) + 1
	for (const container of above.reverse()) depths.set(container, depth++)
	return depth
}

function parentOf({ parent }: Y.Item): Y.Item | null {
	return parent instanceof Y.AbstractType ? parent._item : null
}
