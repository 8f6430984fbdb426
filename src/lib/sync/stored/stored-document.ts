/** Reads and writes a document of the local store while nobody has it open. */
import * as Y from 'yjs'
import { isPlanCreated } from '#domain/plan/layout.ts'
import { summarisePlan, toPlanSummary } from '#domain/summary.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { createDocumentLog } from '../document/document-log.ts'
import {
	type EditCount,
	type KnownRecords,
	noSyncRecord,
	pendingBytes,
	putRecords,
	type SyncRecord
} from '../document/store-records.ts'
import { committed, CUSTOM, openDatabase, openExistingDatabase, UPDATES } from '../document/store-database.ts'
import { openTabTalk } from '../document/tabs.ts'

export interface StoredDocument {
	/** The whole document. The reader may change it, and must destroy it. */
	doc: Y.Doc
	/** Edits by tab: each of them is in `doc`. */
	counts: ReadonlyMap<string, EditCount>
	record: SyncRecord
	/** Of this version of the app. */
	hasSummary: boolean
}

/** Without such a database: an empty document and no record; creates none. Rejects when it cannot be read. */
export async function readStoredDocument(name: string): Promise<StoredDocument> {
	const db = await openExistingDatabase(name)
	const doc = new Y.Doc()
	if (db === null) return { doc, counts: new Map(), record: noSyncRecord, hasSummary: false }
	try {
		const { counts, sync, summary } = await createDocumentLog(doc).load(db)
		return { doc, counts, record: sync ?? noSyncRecord, hasSummary: toPlanSummary(summary) !== null }
	} finally {
		db.close()
	}
}

/**
 * Writes all in one transaction, and makes the database if there is none. `updates` may be empty. Rejects when it is
 * not committed; then nothing is claimed. Tabs that have the document open read it anew. `known.tabId` must be new to
 * them.
 */
export async function writeStoredDocument(name: string, updates: Uint8Array[], known: KnownRecords): Promise<void> {
	const db = await openDatabase(name)
	try {
		const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
		// Rows first: a browser that fails between the two has more than it says, not less.
		for (const update of updates) transaction.objectStore(UPDATES).add(update)
		await putRecords(transaction, known)
		await committed(transaction)
	} finally {
		db.close()
	}
	const { tabId, own, sync } = known
	const talk = openTabTalk(name, tabId, () => undefined)
	talk.notify({ ...own, kept: own.made, epoch: sync.epoch, otherLogs: sync.otherLogs, ownSequence: sync.ownSequence })
	talk.close()
}

/** The summary for «Мои программы»; undefined for notes and for a plan that has not arrived. */
export function summaryOf(documentId: string, doc: Y.Doc): unknown {
	return documentId.startsWith('plan:') && isPlanCreated(doc) ? summarisePlan(doc) : undefined
}

/** Applies updates, and returns the rows to store: what the document did not have. Throws on malformed ones. */
export function takeNews(doc: Y.Doc, updates: readonly Uint8Array[]): Uint8Array[] {
	const before = pendingBytes(doc)
	const rows = updatesDuring(doc, () => {
		if (!takeUpdates(doc, updates)) throw new Error('No update, or one made to break documents')
	})
	// Yjs gives no event for what it holds back for a missing predecessor (sync.md R4). Then all updates are stored.
	return pendingBytes(doc) === before ? rows : [...updates]
}

/** The updates that the document emits during `act`. */
export function updatesDuring(doc: Y.Doc, act: () => void): Uint8Array[] {
	const updates: Uint8Array[] = []
	const note = (update: Uint8Array) => void updates.push(update)
	doc.on('update', note)
	try {
		act()
	} finally {
		doc.off('update', note)
	}
	return updates
}
