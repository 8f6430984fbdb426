/**
 * Held edits that come into their document after all (sync.md R3): a device keeps what was refused, and brings it when its person is
 * given access back. Told by what the document holds and not by who brought what, after each stored change of a document of which
 * something waits or is set aside; of the others there are most, and they cost nothing.
 *
 * In the background, and at most a fifth of the process's time. Only the whole document, applied, tells what in it waits for something
 * it lacks; it is read when what was stored may have brought some of what is held, which text the partner types does not.
 */
import { createHash } from 'node:crypto'
import { setImmediate, setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { readWholeDocument } from '../read-whole-document.ts'
import type { Relay } from '../relay/relay.ts'
import type { HeldUpdate, HoldingLog } from '../storage/review-log.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { findLack, type Lacking, mayBring } from './lacking.ts'

export interface EnteringParts {
	holding: Pick<HoldingLog, 'listUndecidedDocuments' | 'listUndecided' | 'find' | 'enter' | 'decide'>
	relay: Pick<Relay, 'read'>
	storage: Pick<DocumentStorage, 'load'>
	now(): Date
	log: { error(details: object, message: string): void }
	/** Something held of the document has entered, or was found to be accepted. */
	onEntered(documentId: string): void
}

export interface Entering {
	/** Something more is held of the document. */
	noteHeld(documentId: string): void
	/** The document has new updates: whether they are what is held of it is known within a second, load permitting. */
	noteStored(documentId: string): void
	/** Looks at every document of which something waits or is set aside: what came just before a crash is in it unsaid. */
	catchUp(): Promise<void>
	/** Ends with the document it is at; the others are looked at after the next start. */
	stop(): Promise<void>
}

/** Edits of one burst share a look, in ms. */
const DEBOUNCE_MS = 100
const REST_PER_WORK = 4
/** Since the last look, of a document in which somebody typed for some seconds; reading it whole costs less than more of them. */
const MOST_ROWS = 500
/** A disk that was full may have room. */
const AGAIN_MS = 10_000
/** Of those rows; a plan of two years, merged, is a fifth of it. */
const MOST_BYTES = 1024 * 1024

/** `againMs`: after which a look that has failed is taken again, in ms. */
export function startEntering(parts: EnteringParts, againMs = AGAIN_MS): Entering {
	/** Of which something may still enter, and what they lacked of that; null: they were not looked at. */
	const watched = new Map<string, Lacking | null>()
	const queue = new Set<string>()
	/** The last look at them has failed. */
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
		// At once, and not when the promise is heard of: what is enqueued in between would wait for nobody.
		running = null
	}

	/** Stopping ends it at once. */
	async function rest(milliseconds: number): Promise<void> {
		await pause(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
	}

	async function look(documentId: string): Promise<void> {
		try {
			const lacking = await markEntered(parts, documentId, watched.get(documentId) ?? null)
			// What was held while the last of the others was looked at is looked at next.
			if (lacking !== null || queue.has(documentId)) watched.set(documentId, lacking)
			else watched.delete(documentId)
		} catch (error) {
			parts.log.error({ documentId, error }, 'It could not be told whether held edits have entered')
			void lookAgain(documentId)
		}
	}

	/** Also without a change: what could not be marked may be the last thing that is stored of the document for months. */
	async function lookAgain(documentId: string): Promise<void> {
		if (failed.has(documentId)) return
		failed.add(documentId)
		await rest(againMs)
		failed.delete(documentId)
		if (!stopping.signal.aborted) enqueue(documentId)
	}

	return {
		noteHeld: enqueue,
		noteStored(documentId) {
			if (watched.has(documentId)) enqueue(documentId)
		},
		async catchUp() {
			for (const documentId of await parts.holding.listUndecidedDocuments()) enqueue(documentId)
		},
		async stop() {
			stopping.abort()
			while (running !== null) await running
		}
	}
}

/** Marks what is held of the document and in it by now. `known`: as it was when that was last asked. Null: nothing more of it can enter. */
async function markEntered(parts: EnteringParts, documentId: string, known: Lacking | null): Promise<Lacking | null> {
	const ids = await parts.holding.listUndecided(documentId)
	if (ids.length === 0) return null
	const unchanged =
		known !== null && ids.every((id) => known.ids.has(id)) ? await passOver(parts, documentId, known) : null
	if (unchanged !== null) return unchanged
	const there = await readWhatIsThere(parts.relay, documentId)
	if (there === null) return null
	const { sequence, isWhole } = there
	const { present, ...lacking } = await compare(parts, there.snapshot, ids)
	await mark(parts, { documentId, sequence, present })
	return lacking.ids.size === 0 ? null : { ...lacking, sequence, isWhole }
}

/** Null: what was stored meanwhile may have brought some of it, or is too much to tell. */
async function passOver({ storage }: EnteringParts, documentId: string, known: Lacking): Promise<Lacking | null> {
	let { sequence } = known
	let bytes = 0
	for (let count = 0; count < MOST_ROWS; count += 1) {
		const [row] = await storage.load(documentId, sequence, 1)
		if (row === undefined) return { ...known, sequence }
		bytes += row.bytes.length
		if (bytes > MOST_BYTES || mayBring(known, row.bytes)) return null
		sequence = row.sequence
		await setImmediate()
	}
	return null
}

/** Null: the document is gone, and what was held of it as well. */
async function readWhatIsThere(relay: EnteringParts['relay'], documentId: string) {
	const whole = await readWholeDocument(relay, documentId)
	if (whole === null) return null
	const { doc, sequence, isWhole } = whole
	const snapshot = Y.snapshot(doc)
	doc.destroy()
	return { snapshot, sequence, isWhole }
}

/** A held edit that is in the document. */
interface Present {
	id: string
	receivedAt: string
	acceptanceKey: string
}

/** One edit after the other: of none more than a key, an id and clients is kept. */
async function compare({ holding }: EnteringParts, snapshot: Y.Snapshot, heldIds: readonly string[]) {
	const present: Present[] = []
	const ids = new Set<string>()
	const inserting = new Set<number>()
	const deletedFrom = new Set<number>()
	for (const id of heldIds) {
		const update = await holding.find(id)
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
	{ holding, storage, now, onEntered }: EnteringParts,
	{ documentId, sequence, present }: { documentId: string; sequence: number; present: readonly Present[] }
): Promise<void> {
	// The oldest first.
	const [oldest] = present
	if (oldest === undefined) return
	const acceptances = await findAcceptances(storage, { documentId, since: oldest.receivedAt, through: sequence })
	let isMarked = false
	try {
		for (const { id, acceptanceKey } of present) {
			const acceptance = acceptances.get(acceptanceKey)
			const isNew =
				acceptance === undefined
					? await holding.enter(id, now().toISOString())
					: await holding.decide(id, { state: 'accepted', ...acceptance })
			isMarked ||= isNew
		}
	} finally {
		if (isMarked) onEntered(documentId)
	}
}

/**
 * Whether somebody accepted what is found in its document. An accepted edit is stored, in its author's name and with who accepted it,
 * before it is marked (http/held.ts): when the server is killed in between, its row tells.
 */

/** Person id and ISO instant, as a decision has them. */
export interface Acceptance {
	decidedBy: string
	decidedAt: string
}

export interface AcceptanceSearch {
	documentId: string
	/** ISO instant: what was stored before is not looked through. */
	since: string
	/** The newest sequence that is looked at. */
	through: number
}

/** By `acceptanceKey`. Rows that thinning has merged, days later, tell it no more. */
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

/** The same for a held edit and for the row it was stored as. */
function acceptanceKey({ personId, bytes }: Pick<HeldUpdate, 'personId' | 'bytes'>): string {
	return JSON.stringify([personId, createHash('sha256').update(bytes).digest('hex')])
}
