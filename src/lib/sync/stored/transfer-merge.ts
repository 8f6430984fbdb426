/** What a file brings becomes edits of this device: in the documents on the screen, or in the local store. */
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import { contentOf } from '#domain/plan/brought-content.ts'
import { addBringing } from '#domain/plan/event.ts'
import type { Author } from '#domain/plan/layout.ts'
import { parseDocumentId } from '#protocol/close-codes.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { TransferDocument } from '#protocol/transfer-file.ts'
import type { OpenDocument } from '../document/open-document.ts'
import { databaseName } from '../document/store-database.ts'
import { othersEdits, type SyncRecord } from '../document/store-records.ts'
import { writeWitness } from '../document/record-keeper.ts'
import {
	keepWords,
	readStoredDocument,
	summaryOf,
	takeNews,
	updatesDuring,
	writeStoredDocument,
	type News
} from './stored-document.ts'

export type TransferApplying =
	/** `newBytes`: of what this device did not have; 0: it had everything already. */
	| { ok: true; newBytes: number }
	| {
			ok: false
			/**
			 * The server has begun the document anew, and nothing was taken: `older-epoch`, the file is of before; `newer-epoch`,
			 * what is on this device is. `not-stored`: the local store could not be read or written; a document before it may
			 * have been taken.
			 */
			reason: 'damaged' | 'older-epoch' | 'newer-epoch' | 'not-stored'
	  }

/** The Yjs origin of what comes from a file: this device's own edit to its local store. */
const ORIGIN = 'transfer-file'

interface Handover {
	/** Who made the file. */
	from: string
	/** Who takes it in. */
	author: Author
}

interface Merge {
	name: string
	transferred: TransferDocument
	/** On the screen. */
	shown: Y.Doc | null
	record: SyncRecord
	/** Everything of both. */
	merged: Y.Doc
	/** What the device did not have. */
	news: News
}

/** Nothing is taken before all of it has been looked at. `from`: who made the file. */
export async function mergeTransferred(
	personId: string,
	from: string,
	documents: readonly TransferDocument[],
	open: readonly OpenDocument[]
): Promise<TransferApplying> {
	const merges: Merge[] = []
	try {
		for (const transferred of documents) {
			const shown = open.find(({ documentId }) => documentId === transferred.documentId)?.doc ?? null
			const merge = await prepare(databaseName(personId, transferred.documentId), transferred, shown)
			if (typeof merge === 'string') return { ok: false, reason: merge }
			merges.push(merge)
		}
		const handover: Handover = { from, author: { personId, at: new Date().toISOString() } }
		for (const merge of merges) await carryOut(merge, handover)
	} catch {
		// IndexedDB is closed to us or full; the programme's own store says why.
		return { ok: false, reason: 'not-stored' }
	} finally {
		for (const { merged } of merges) merged.destroy()
	}
	return {
		ok: true,
		newBytes: merges.flatMap(({ news }) => news.rows).reduce((sum, { byteLength }) => sum + byteLength, 0)
	}
}

async function prepare(
	name: string,
	transferred: TransferDocument,
	shown: Y.Doc | null
): Promise<Merge | 'damaged' | 'older-epoch' | 'newer-epoch'> {
	const { doc: merged, record } = await readStoredDocument(name)
	if (record.epoch !== 0 && transferred.epoch !== 0 && record.epoch !== transferred.epoch) {
		merged.destroy()
		return transferred.epoch < record.epoch ? 'older-epoch' : 'newer-epoch'
	}
	if (shown !== null) takeNews(merged, [Y.encodeStateAsUpdate(shown)])
	try {
		return { name, transferred, shown, record, merged, news: takeNews(merged, [transferred.update]) }
	} catch {
		// Sound alone, but not together with what is here: whoever made it is no app of ours.
		merged.destroy()
		return 'damaged'
	}
}

async function carryOut({ name, transferred, shown, record, merged, news }: Merge, handover: Handover): Promise<void> {
	if (news.rows.length === 0) return
	// Said in the copy: Yjs takes a new client id for a document that is written in while it takes an update.
	const said = noteBringing(merged, transferred, news.rows, handover)
	if (shown !== null) return takeShown(shown, Y.mergeUpdates([transferred.update, ...said]))
	const isOthers = handover.from !== handover.author.personId
	// The file's epoch goes with its edits: the server must not take those of a document it has deleted (sync.md R15).
	const sync = record.epoch === 0 ? { ...record, epoch: transferred.epoch } : record
	const kept = keepWords(transferred.documentId, merged, news.gone)
	const summary = summaryOf(transferred.documentId, merged)
	// Tabs that have it open elsewhere take it from the store, and see to it that it is sent.
	await writeStoredDocument(name, [...news.rows, ...said, ...kept], {
		// What is kept is this person's doing.
		tabId: isOthers && kept.length === 0 ? othersEdits(nanoid()) : nanoid(),
		own: { made: 1, acknowledged: 0 },
		credited: new Map(),
		sync,
		summary
	})
	writeWitness(name, 'unsent')
}

function takeShown(shown: Y.Doc, update: Uint8Array): void {
	if (!takeUpdates(shown, [update], ORIGIN)) throw new Error('Not all of it could be taken')
}

/** History would tell what somebody else wrote in the name of who brings it (SPEC.md P16). What was written. */
function noteBringing(
	doc: Y.Doc,
	{ documentId, update }: TransferDocument,
	news: readonly Uint8Array[],
	{ from, author }: Handover
): Uint8Array[] {
	if (from === author.personId || parseDocumentId(documentId)?.kind !== 'plan') return []
	// What in the whole file the device has already is not told from the rest.
	const brought = news.includes(update) ? null : contentOf(news)
	return updatesDuring(doc, () => addBringing(doc, from, brought, author))
}
