/** Reads and writes a document of the local store while nobody has it open. */
import * as Y from 'yjs'
import { parseDocumentId } from '#domain/owner.ts'
import { isPlanCreated } from '#domain/plan/layout.ts'
import { summarisePlan } from '#domain/summary.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import {
	createLogReader,
	isOutrun,
	type LogPart,
	type LogWriting,
	pendingBytes,
	readLog,
	writeLog
} from '../document/document-log.ts'
import { notifyTabs } from '../document/local-log.ts'
import { type Edits, type LogRecords, noEdits, noState } from '../document/log-records.ts'
import { openDatabase, openExistingDatabase } from '../document/store-database.ts'

export interface StoredDocument {
	/** The whole document. The reader may change it, and must destroy it. */
	doc: Y.Doc
	records: LogRecords
}

const noRecords: LogRecords = {
	identity: null,
	term: 0,
	outdated: [],
	state: noState,
	edits: new Map(),
	older: { ...noEdits, keys: [] },
	summary: null
}

/** Without such a database: an empty document and no state; creates none. Rejects when it cannot be read. */
export async function readStoredDocument(name: string): Promise<StoredDocument> {
	const db = await openExistingDatabase(name)
	const doc = new Y.Doc()
	if (db === null) return { doc, records: noRecords }
	try {
		const part = await readLog(db, 0)
		await createLogReader(doc).apply(part.rows)
		return { doc, records: part.records }
	} finally {
		db.close()
	}
}

/** How often another tab may be faster. */
const MOST_TRIES = 5

export interface Addition {
	/** From the server. */
	received?: readonly Uint8Array[]
	/** To be sent. */
	edited: readonly Uint8Array[]
	/** How many edits `edited` counts as. */
	count: Edits
	summary?: unknown
}

/**
 * Adds to the log, and makes the database if there is none. Rejects when it is not committed. Tabs that have the document
 * open read it, and send it.
 */
export async function appendStored(name: string, addition: Addition): Promise<void> {
	const rows = rowsOf(addition)
	await writeStored(name, ({ keys }) => ({ after: keys.at(-1) ?? 0, rows, summary: addition.summary }))
}

/** What is to be sent is one row: a count cannot be divided. */
export function rowsOf({ received = [], edited, count }: Addition): LogWriting['rows'] {
	const rows = received.map((update) => ({ update, edits: noEdits }))
	return edited.length === 0 ? rows : [...rows, { update: Y.mergeUpdates([...edited]), edits: count }]
}

/**
 * Writes what `write` makes of the log as it is; null: nothing. `write` is asked again when somebody else was faster.
 * Rejects when it is not committed; then nothing is claimed.
 */
export async function writeStored(name: string, write: (part: LogPart) => LogWriting | null): Promise<boolean> {
	const db = await openDatabase(name)
	let edits = 0
	try {
		for (let attempt = 1; ; attempt++) {
			const writing = write(await readLog(db, 0))
			if (writing === null) return false
			edits = writing.rows.reduce((total, { edits: { own, others } }) => total + own + others, 0)
			try {
				await writeLog(db, writing)
				break
			} catch (error) {
				if (!isOutrun(error) || attempt === MOST_TRIES) throw error
			}
		}
	} finally {
		db.close()
	}
	notifyTabs(name, edits)
	return true
}

/** The summary for «Мои программы»; undefined for notes and for a plan that has not arrived. */
export function summaryOf(documentId: string, doc: Y.Doc): unknown {
	return parseDocumentId(documentId)?.kind === 'plan' && isPlanCreated(doc) ? summarisePlan(doc) : undefined
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
