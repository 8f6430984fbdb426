/** Turns what a file contains into edits of this device: in the documents on the screen, or in the local store. */
import * as Y from 'yjs'
import { contentOf } from '#domain/plan/imported-content.ts'
import { addFileImport } from '#domain/plan/event.ts'
import type { Author } from '#domain/plan/layout.ts'
import { parseDocumentId } from '#domain/owner.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { TransferDocument } from '#protocol/transfer-file.ts'
import { now } from '../clock.ts'
import type { OpenDocument } from '../document/open-document.ts'
import { databaseName } from '../document/store-database.ts'
import { takeFreeLead } from '../document/lead.ts'
import type { LogState } from '../document/log-records.ts'
import { writeWitness } from '../document/store-witness.ts'
import { appendStored, readStoredDocument, summaryOf, takeNews, updatesDuring, writeStored } from './stored-document.ts'

export type TransferApplying =
	/** `newBytes`: bytes that this device did not have; 0: it had everything. */
	| { ok: true; newBytes: number }
	| {
			ok: false
			/**
			 * The server has begun the document anew, and nothing was applied: `older-epoch`: the file is from before;
			 * `newer-epoch`: this device's copy is from before. `not-stored`: the local store could not be read or written;
			 * earlier documents of the file may have been applied.
			 */
			reason: 'damaged' | 'older-epoch' | 'newer-epoch' | 'not-stored'
	  }

/** The Yjs origin of what comes from a file. For the local store it is this device's own edit. */
const ORIGIN = 'transfer-file'

interface Handover {
	/** Who made the file. */
	from: string
	/** Who imports it. */
	author: Author
}

interface Merge {
	name: string
	transferred: TransferDocument
	/** The document on the screen. */
	shown: Y.Doc | null
	state: LogState
	/** Everything of both. */
	merged: Y.Doc
	/** What the device did not have: the rows to store. */
	news: Uint8Array[]
}

/** Checks everything before it applies anything. `from`: who made the file. */
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
		const handover: Handover = { from, author: { personId, at: now().toISOString() } }
		for (const merge of merges) await carryOut(merge, handover)
	} catch {
		// IndexedDB is closed to us or full. The programme's own store reports why.
		return { ok: false, reason: 'not-stored' }
	} finally {
		for (const { merged } of merges) merged.destroy()
	}
	return {
		ok: true,
		newBytes: merges.flatMap(({ news }) => news).reduce((sum, { byteLength }) => sum + byteLength, 0)
	}
}

async function prepare(
	name: string,
	transferred: TransferDocument,
	shown: Y.Doc | null
): Promise<Merge | 'damaged' | 'older-epoch' | 'newer-epoch'> {
	const { doc: merged, records } = await readStoredDocument(name)
	const { state } = records
	if (state.epoch !== 0 && transferred.epoch !== 0 && state.epoch !== transferred.epoch) {
		merged.destroy()
		return transferred.epoch < state.epoch ? 'older-epoch' : 'newer-epoch'
	}
	if (shown !== null) takeNews(merged, [Y.encodeStateAsUpdate(shown)])
	try {
		return { name, transferred, shown, state, merged, news: takeNews(merged, [transferred.update]) }
	} catch {
		// Valid alone, but not together with what is here: no app of ours made it.
		merged.destroy()
		return 'damaged'
	}
}

async function carryOut({ name, transferred, shown, state, merged, news }: Merge, handover: Handover): Promise<void> {
	if (news.length === 0) return
	// Recorded in the copy: Yjs takes a new client id for a document that is edited while it applies an update.
	const said = recordFileImport(merged, transferred, news, handover)
	if (shown !== null) return takeShown(shown, Y.mergeUpdates([transferred.update, ...said]))
	const isOthers = handover.from !== handover.author.personId
	// The file's epoch goes with its edits: the server must not accept those of a document it has deleted (sync.md R15).
	if (state.epoch === 0 && transferred.epoch !== 0) await keepEpoch(name, transferred.epoch)
	const count = isOthers ? { own: 0, others: 1 } : { own: 1, others: 0 }
	// Tabs that have it open read it from the log and send it.
	await appendStored(name, {
		edited: [...news, ...said],
		count,
		summary: summaryOf(transferred.documentId, merged)
	})
	writeWitness(name, 'unsent')
}

/** A tab that holds the line asks the server for the epoch before it sends anything. */
async function keepEpoch(name: string, epoch: number): Promise<void> {
	const lead = await takeFreeLead(name)
	try {
		if (lead === null) return
		await writeStored(name, ({ keys, records: { term, state, outdated } }) =>
			state.epoch !== 0 || lead.isLost()
				? null
				: {
						after: keys.at(-1) ?? 0,
						rows: [],
						state: { term: term + 1, isNew: true, value: { ...state, epoch } },
						deleted: outdated
					}
		)
	} finally {
		lead?.release()
	}
}

function takeShown(shown: Y.Doc, update: Uint8Array): void {
	if (!takeUpdates(shown, [update], ORIGIN)) throw new Error('Not all of it could be taken')
}

/**
 * Records the import in the plan. Otherwise history would show somebody else's edits as the importer's (SPEC.md P16).
 * Returns the updates it wrote.
 */
function recordFileImport(
	doc: Y.Doc,
	{ documentId, update }: TransferDocument,
	news: readonly Uint8Array[],
	{ from, author }: Handover
): Uint8Array[] {
	if (from === author.personId || parseDocumentId(documentId)?.kind !== 'plan') return []
	// The whole update also has what the device had before, and the two cannot be separated.
	const importedContent = news.includes(update) ? null : contentOf(news)
	return updatesDuring(doc, () => addFileImport(doc, from, importedContent, author))
}
