/** Reads and writes a document of the local store while nobody has it open. */
import type * as Y from 'yjs'
import { keepStrandedWords, type GoneWords } from '#domain/plan/keep-stranded-words.ts'
import { isPlanCreated } from '#domain/plan/layout.ts'
import { summarisePlan, toPlanSummary } from '#domain/summary.ts'
import { parseDocumentId } from '#protocol/close-codes.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { createDeviceDocument, createDocumentLog } from '../document/document-log.ts'
import { watchGoneWords } from '../document/gone-words.ts'
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
	const doc = createDeviceDocument()
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

export interface News {
	/** What the document did not have: the rows to store. */
	rows: Uint8Array[]
	/** Words that were deleted together with their part of a text. */
	gone: GoneWords[]
}

/** Applies updates. Throws on malformed ones. */
export function takeNews(doc: Y.Doc, updates: readonly Uint8Array[]): News {
	const before = pendingBytes(doc)
	const gone: GoneWords[] = []
	const stopWatching = watchGoneWords(doc, (each) => void gone.push(each))
	try {
		const rows = updatesDuring(doc, () => {
			if (!takeUpdates(doc, updates)) throw new Error('No update, or one made to break documents')
		})
		// Yjs gives no event for what it holds back for a missing predecessor (sync.md R4). Then all updates are stored.
		return { rows: pendingBytes(doc) === before ? rows : [...updates], gone }
	} finally {
		stopWatching()
	}
}

/** For a plan that this person may edit: writes stranded words beside their texts. Returns the rows to store. */
export function keepWords(documentId: string, doc: Y.Doc, gone: readonly GoneWords[]): Uint8Array[] {
	if (parseDocumentId(documentId)?.kind !== 'plan') return []
	return updatesDuring(doc, () => gone.forEach((each) => keepStrandedWords(doc, each)))
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
