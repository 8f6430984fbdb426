/**
 * Finds late edits that come into their document after all (sync.md R3): a device keeps what was refused, and sends it when
 * its person is given access back. The document's content shows it, not who sent what. It is checked after each stored change
 * of a document of which something waits or is set aside. Most documents have no such edits, and cost nothing.
 *
 * It runs in the background, in at most a fifth of the process's time. Only the whole document, applied, shows what in it
 * waits for something it lacks. It is read when stored updates may have supplied some of the late edits, which text typed by
 * the partner cannot.
 */
import { createHash } from 'node:crypto'
import { setImmediate, setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { readWholeDocument } from '../read-whole-document.ts'
import type { Relay } from '../relay/relay.ts'
import type { ReviewUpdate, ReviewLog } from '../storage/review-log.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { findLack, type Lacking, canContain } from './lacking.ts'

export interface EnteringOptions {
	review: Pick<ReviewLog, 'listUndecidedDocuments' | 'listUndecided' | 'find' | 'enter' | 'decide'>
	relay: Pick<Relay, 'read'>
	storage: Pick<DocumentStorage, 'load'>
	now(): Date
	log: { error(details: object, message: string): void }
	/** A late edit of the document has entered, or turned out to be accepted. */
	onEntered(documentId: string): void
}

export interface Entering {
	/** A new late edit of the document is under review. */
	noteSubmitted(documentId: string): void
	/** The document has new updates: whether its late edits are among them is known within a second, load permitting. */
	noteStored(documentId: string): void
	/** Checks every document of which something waits or is set aside: what was stored just before a crash is not marked yet. */
	catchUp(): Promise<void>
	/** Ends with the current document; the others are checked after the next start. */
	stop(): Promise<void>
}

/** Edits of one burst share a check, in ms. */
const DEBOUNCE_MS = 100
const REST_PER_WORK = 4
/** Rows since the last check: some seconds of typing. For more rows reading the whole document costs less. */
const MOST_ROWS = 500
/** After a failure: a full disk may have room by then. */
const AGAIN_MS = 10_000
/** The bytes of those rows; a merged plan of two years is a fifth of that. */
const MOST_BYTES = 1024 * 1024

/** `againMs`: after how many ms a failed check is repeated. */
export function startEntering(options: EnteringOptions, againMs = AGAIN_MS): Entering {
	/** Documents with late edits that may still enter, and what they lacked of those; null: not checked yet. */
	const watched = new Map<string, Lacking | null>()
	const queue = new Set<string>()
	/** Documents whose last check has failed. */
	const failed = new Set<string>()
	let running: Promise<void> | null = null
	const stopping = new AbortController()

	function enqueue(documentId: string): void {
		if (!watched.has(documentId)) watched.set(documentId, null)
		queue.add(documentId)
		running ??= run()
	}

	async function run(): Promise<void> {
		await rest(DEBOUNCE_MS)
		while (queue.size > 0 && !stopping.signal.aborted) {
			const batch = [...queue]
			queue.clear()
			for (const documentId of batch) {
				if (stopping.signal.aborted) break
				const startedAt = performance.now()
				await look(documentId)
				await rest((performance.now() - startedAt) * REST_PER_WORK)
			}
			await rest(DEBOUNCE_MS)
		}
		// Set at once, and not when the promise settles: what is enqueued in between would start no run.
		running = null
	}

	/** Stopping ends the rest at once. */
	async function rest(milliseconds: number): Promise<void> {
		await pause(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
	}

	async function look(documentId: string): Promise<void> {
		try {
			const lacking = await markEntered(options, documentId, watched.get(documentId) ?? null)
			// A late edit that came during this check is checked next.
			if (lacking !== null || queue.has(documentId)) watched.set(documentId, lacking)
			else watched.delete(documentId)
		} catch (error) {
			options.log.error({ documentId, error }, 'It could not be checked whether late edits have entered')
			void lookAgain(documentId)
		}
	}

	/** Repeats a failed check without waiting for a change: the document's last update may stay its last for months. */
	async function lookAgain(documentId: string): Promise<void> {
		if (failed.has(documentId)) return
		failed.add(documentId)
		await rest(againMs)
		failed.delete(documentId)
		if (!stopping.signal.aborted) enqueue(documentId)
	}

	return {
		noteSubmitted: enqueue,
		noteStored(documentId) {
			if (watched.has(documentId)) enqueue(documentId)
		},
		async catchUp() {
			for (const documentId of await options.review.listUndecidedDocuments()) enqueue(documentId)
		},
		async stop() {
			stopping.abort()
			while (running !== null) await running
		}
	}
}

/** Marks the document's late edits that it holds by now. `known`: the result of the last check. Null: nothing more can enter. */
async function markEntered(
	options: EnteringOptions,
	documentId: string,
	known: Lacking | null
): Promise<Lacking | null> {
	const ids = await options.review.listUndecided(documentId)
	if (ids.length === 0) return null
	const unchanged =
		known !== null && ids.every((id) => known.ids.has(id)) ? await passOver(options, documentId, known) : null
	if (unchanged !== null) return unchanged
	const there = await readWhatIsThere(options.relay, documentId)
	if (there === null) return null
	const { sequence, isWhole } = there
	const { present, ...lacking } = await compare(options, there.snapshot, ids)
	await mark(options, { documentId, sequence, present })
	return lacking.ids.size === 0 ? null : { ...lacking, sequence, isWhole }
}

/** Checks only the rows since the last check. Null: they may have supplied some of the edits, or are too many to tell. */
async function passOver({ storage }: EnteringOptions, documentId: string, known: Lacking): Promise<Lacking | null> {
	let { sequence } = known
	let bytes = 0
	for (let count = 0; count < MOST_ROWS; count += 1) {
		const [row] = await storage.load(documentId, sequence, 1)
		if (row === undefined) return { ...known, sequence }
		bytes += row.bytes.length
		if (bytes > MOST_BYTES || canContain(known, row.bytes)) return null
		sequence = row.sequence
		await setImmediate()
	}
	return null
}

/** Null: the document is gone, and its late edits with it. */
async function readWhatIsThere(relay: EnteringOptions['relay'], documentId: string) {
	const whole = await readWholeDocument(relay, documentId)
	if (whole === null) return null
	const { doc, sequence, isWhole } = whole
	const snapshot = Y.snapshot(doc)
	doc.destroy()
	return { snapshot, sequence, isWhole }
}

/** A late edit that is in the document. */
interface Present {
	id: string
	receivedAt: string
	acceptanceKey: string
}

/** Reads one edit after the other, and keeps no more of each than a key, an id and clients. */
async function compare({ review }: EnteringOptions, snapshot: Y.Snapshot, undecidedIds: readonly string[]) {
	const present: Present[] = []
	const ids = new Set<string>()
	const inserting = new Set<number>()
	const deletedFrom = new Set<number>()
	for (const id of undecidedIds) {
		const update = await review.find(id)
		if (update === null) continue
		const lack = findLack(snapshot, update.bytes)
		if (lack === null) present.push({ id, receivedAt: update.receivedAt, acceptanceKey: acceptanceKey(update) })
		else ids.add(id)
		if (lack?.type === 'insertion') inserting.add(lack.client)
		if (lack?.type === 'deletions') for (const client of lack.clients) deletedFrom.add(client)
		await setImmediate()
	}
	return { present, ids, inserting, deletedFrom }
}

async function mark(
	{ review, storage, now, onEntered }: EnteringOptions,
	{ documentId, sequence, present }: { documentId: string; sequence: number; present: readonly Present[] }
): Promise<void> {
	// `present` has the oldest first.
	const [oldest] = present
	if (oldest === undefined) return
	const acceptances = await findAcceptances(storage, { documentId, since: oldest.receivedAt, through: sequence })
	let isMarked = false
	try {
		for (const { id, acceptanceKey } of present) {
			const acceptance = acceptances.get(acceptanceKey)
			const isNew =
				acceptance === undefined
					? await review.enter(id, now().toISOString())
					: await review.decide(id, { state: 'accepted', ...acceptance })
			isMarked ||= isNew
		}
	} finally {
		if (isMarked) onEntered(documentId)
	}
}

/** Person id and ISO instant, as in a decision. */
export interface Acceptance {
	decidedBy: string
	decidedAt: string
}

export interface AcceptanceSearch {
	documentId: string
	/** ISO instant: rows stored before are not searched. */
	since: string
	/** The newest sequence that is searched. */
	through: number
}

/**
 * Who accepted edits that are found in the document, by `acceptanceKey`. An accepted edit is stored, in its author's name and
 * with who accepted it, before it is marked (http/review.ts). When the server is killed in between, its row shows that. Rows
 * that thinning has merged, days later, show it no more.
 */
async function findAcceptances(
	storage: Pick<DocumentStorage, 'load'>,
	{ documentId, since, through }: AcceptanceSearch
): Promise<ReadonlyMap<string, Acceptance>> {
	const found = new Map<string, Acceptance>()
	for (let sequence = through; sequence > 0;) {
		const [row] = await storage.load(documentId, sequence - 1, 1)
		if (row === undefined || row.at < since) break
		const [decidedBy] = row.acceptedBy
		if (decidedBy !== undefined) found.set(acceptanceKey(row), { decidedBy, decidedAt: row.at })
		sequence = row.sequence - row.count
		await setImmediate()
	}
	return found
}

/** The same for a late edit and for the row it was stored as. */
function acceptanceKey({ personId, bytes }: Pick<ReviewUpdate, 'personId' | 'bytes'>): string {
	return JSON.stringify([personId, createHash('sha256').update(bytes).digest('hex')])
}
