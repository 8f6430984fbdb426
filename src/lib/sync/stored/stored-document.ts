/** A document of the local store, read and written while nobody has it open. */
import type * as Y from 'yjs'
import { keepStrandedWords, type GoneWords } from '#domain/plan/keep-stranded-words.ts'
import { isPlanCreated } from '#domain/plan/layout.ts'
import { summarisePlan } from '#domain/summary.ts'
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
	/** All of it, for the reader to work on and to destroy. */
	doc: Y.Doc
	/** Edits by tab: each of them is in `doc`. */
	counts: ReadonlyMap<string, EditCount>
	record: SyncRecord
	hasSummary: boolean
}

/** An empty document with no record where there is no such database; none is made. Rejects when it cannot be read. */
export async function readStoredDocument(name: string): Promise<StoredDocument> {
	const db = await openExistingDatabase(name)
	const doc = createDeviceDocument()
	if (db === null) return { doc, counts: new Map(), record: noSyncRecord, hasSummary: false }
	try {
		const { counts, sync, summary } = await createDocumentLog(doc).load(db)
		return { doc, counts, record: sync ?? noSyncRecord, hasSummary: summary !== null }
	} finally {
		db.close()
	}
}

/**
 * All in one transaction, the database made where there is none. `updates` may be none. Rejects when it is not committed;
 * nothing is claimed then. Tabs that have the document open read it anew; `known.tabId` is to be one they never heard of.
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
	talk.tell({ ...own, kept: own.made, epoch: sync.epoch, otherLogs: sync.otherLogs, ownSequence: sync.ownSequence })
	talk.close()
}

/** What «Мои программы» shows of it; undefined: nothing, as of notes and of a plan that has not arrived. */
export function summaryOf(documentId: string, doc: Y.Doc): unknown {
	return documentId.startsWith('plan:') && isPlanCreated(doc) ? summarisePlan(doc) : undefined
}

export interface News {
	/** What the document did not have: the rows to be stored. */
	rows: Uint8Array[]
	/** What went with the part of a text it was in. */
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
		// What Yjs holds back for a missing predecessor it does not tell of (sync.md R4): then all of it is stored.
		return { rows: pendingBytes(doc) === before ? rows : [...updates], gone }
	} finally {
		stopWatching()
	}
}

/** Of a plan that this person may edit: writes beside their texts words that went though nobody took them out. The rows to be stored. */
export function keepWords(documentId: string, doc: Y.Doc, gone: readonly GoneWords[]): Uint8Array[] {
	if (parseDocumentId(documentId)?.kind !== 'plan') return []
	return updatesDuring(doc, () => gone.forEach((each) => keepStrandedWords(doc, each)))
}

/** Those a document tells of meanwhile. */
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
