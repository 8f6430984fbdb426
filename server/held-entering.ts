/**
 * Held edits that come into their document after all (sync.md R3): a device keeps what was refused, and brings it when its person is
 * given access back. Told by what the document holds and not by who brought what, after each stored change of a document of which
 * something waits or is set aside; of the others there are most, and they cost nothing.
 *
 * In the background, and at most a fifth of the process's time. Only the whole document, applied, tells what in it waits for something
 * it lacks; it is read when what was stored may have brought some of what is held, which the partner's typing does not.
 */
import { setImmediate, setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import { findLacking, mayBring, type Lacking } from './held-lacking.ts'
import type { Relay } from './relay/relay.ts'
import type { HoldingLog } from './storage/holding-log.ts'
import type { DocumentStorage } from './storage/storage.ts'

export interface EnteringParts {
	holding: Pick<HoldingLog, 'listUndecidedDocuments' | 'listUndecided' | 'find' | 'enter'>
	relay: Pick<Relay, 'read'>
	storage: Pick<DocumentStorage, 'load'>
	now(): Date
	log: { error(details: object, message: string): void }
	/** Something held of the document waits no more, or is not merely set aside. */
	onEntered(documentId: string): void
}

export interface Entering {
	/** Something more is held of the document. */
	noteHeld(documentId: string): void
	/** The document has new updates: whether they are what is held of it is known within seconds, load permitting. */
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
const EMPTY_STATE_VECTOR = Uint8Array.of(0)

export function startEntering(parts: EnteringParts): Entering {
	/** Of which something may still enter, and what they lacked of that; null: they were not looked at. */
	const watched = new Map<string, Lacking | null>()
	const queue = new Set<string>()
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
			// The next change of the document, or the next start, looks again.
			parts.log.error({ documentId, error }, 'It could not be told whether held edits have entered')
		}
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
	const { holding, now } = parts
	const ids = await holding.listUndecided(documentId)
	if (ids.length === 0) return null
	const unchanged =
		known !== null && ids.every((id) => known.ids.has(id)) ? await passOver(parts, documentId, known) : null
	if (unchanged !== null) return unchanged
	const there = await readWhatIsThere(parts.relay, documentId)
	if (there === null) return null
	const lacked = new Map<string, Uint8Array>()
	let hasEntered = false
	try {
		for (const id of ids) {
			const update = await holding.find(id)
			if (update === null) continue
			if (!Y.snapshotContainsUpdate(there.snapshot, update.bytes)) lacked.set(id, update.bytes)
			else if (await holding.enter(id, now().toISOString())) hasEntered = true
			await setImmediate()
		}
	} finally {
		if (hasEntered) parts.onEntered(documentId)
	}
	const { sequence, isWhole } = there
	return lacked.size === 0 ? null : { ...findLacking(there.snapshot, lacked), sequence, isWhole }
}

/** Null: what was stored meanwhile may have brought some of it, or is too much to tell. */
async function passOver({ storage }: EnteringParts, documentId: string, known: Lacking): Promise<Lacking | null> {
	const rows = await storage.load(documentId, known.sequence, MOST_ROWS)
	if (rows.length === MOST_ROWS || rows.some(({ bytes }) => mayBring(known, bytes))) return null
	return { ...known, sequence: rows.at(-1)?.sequence ?? known.sequence }
}

/** Null: the document is gone, and what was held of it as well. */
async function readWhatIsThere(
	relay: EnteringParts['relay'],
	documentId: string
): Promise<{ snapshot: Y.Snapshot; sequence: number; isWhole: boolean } | null> {
	const reading = await relay.read(documentId, EMPTY_STATE_VECTOR)
	if (reading === null || reading === 'malformed') return null
	const doc = new Y.Doc()
	let isWhole = true
	for (const update of reading.updates) {
		isWhole = takeUpdates(doc, [update]) && isWhole
		await setImmediate()
	}
	isWhole &&= doc.store.pendingStructs === null && doc.store.pendingDs === null
	const there = { snapshot: Y.snapshot(doc), sequence: reading.sequence, isWhole }
	doc.destroy()
	return there
}
