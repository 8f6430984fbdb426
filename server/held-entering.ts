/**
 * Held edits that come into their document after all (sync.md R3): a device keeps what was refused, and brings it when its person is
 * given access back. Told by what the document holds and not by who brought what, after each stored change of a document of which
 * something waits or is set aside; of the others there are most, and they cost nothing.
 *
 * In the background, and at most a fifth of the process's time: the whole document is read, as only that tells what in it waits for
 * something it lacks.
 */
import { setImmediate, setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { Relay } from './relay/relay.ts'
import type { HoldingLog } from './storage/holding-log.ts'

export interface EnteringParts {
	holding: Pick<HoldingLog, 'listUndecidedDocuments' | 'listUndecided' | 'find' | 'enter'>
	relay: Pick<Relay, 'read'>
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

/** Who types on and on is looked at as often, in ms. */
const DEBOUNCE_MS = 500
const REST_PER_WORK = 4
const EMPTY_STATE_VECTOR = Uint8Array.of(0)

export function startEntering(parts: EnteringParts): Entering {
	/** Of which something may still enter. */
	const watched = new Set<string>()
	const queue = new Set<string>()
	let running: Promise<void> | null = null
	const stopping = new AbortController()

	function enqueue(documentId: string): void {
		watched.add(documentId)
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
			if ((await markEntered(parts, documentId)) === 'none-left') watched.delete(documentId)
			// Held while the last of the others was looked at.
			if (queue.has(documentId)) watched.add(documentId)
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

/** Marks what is held of the document and in it by now. `none-left`: nothing more of it can enter. */
async function markEntered(
	{ holding, relay, now, onEntered }: EnteringParts,
	documentId: string
): Promise<'some-left' | 'none-left'> {
	const ids = await holding.listUndecided(documentId)
	const there = ids.length === 0 ? null : await readWhatIsThere(relay, documentId)
	if (there === null) return 'none-left'
	let left = ids.length
	for (const id of ids) {
		const update = await holding.find(id)
		const isIn = update !== null && Y.snapshotContainsUpdate(there, update.bytes)
		if (update === null || (isIn && (await holding.enter(id, now().toISOString())))) left -= 1
		await setImmediate()
	}
	if (left < ids.length) onEntered(documentId)
	return left === 0 ? 'none-left' : 'some-left'
}

/** Null: the document is gone, and what was held of it as well. */
async function readWhatIsThere(relay: Pick<Relay, 'read'>, documentId: string): Promise<Y.Snapshot | null> {
	const reading = await relay.read(documentId, EMPTY_STATE_VECTOR)
	if (reading === null || reading === 'malformed') return null
	const doc = new Y.Doc()
	for (const update of reading.updates) {
		takeUpdates(doc, [update])
		await setImmediate()
	}
	const there = Y.snapshot(doc)
	doc.destroy()
	return there
}
