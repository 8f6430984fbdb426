/** What a held edit would change in the document as it is now. */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import { compareFacts } from '#domain/history/changes.ts'
import { readFacts } from '#domain/history/facts.ts'
import type { HeldReading } from '#protocol/api.ts'
import { parseDocumentId } from '#protocol/document-id.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { createTurns } from '../turns.ts'
import type { Relay } from '../relay/relay.ts'
import type { HeldUpdate } from '../storage/holding-log.ts'

const MOST_CHANGES = 20
const EMPTY_STATE_VECTOR = Uint8Array.of(0)

/** Null: the document is gone. Of private notes only whether they could be accepted: nobody but the pair reads them. */
export type ReadHeld = (held: HeldUpdate) => Promise<HeldReading | null>

/** One edit is read after the other, with pauses for everybody else: a plan of two years is taken apart for each. */
export function createHeldReading(relay: Pick<Relay, 'read'>): ReadHeld {
	const turns = createTurns(1)
	return (held) =>
		turns.run(async () => {
			const doc = new Y.Doc()
			try {
				return await readInto(doc, held)
			} finally {
				doc.destroy()
			}
		})

	async function readInto(doc: Y.Doc, { documentId, bytes }: HeldUpdate): Promise<HeldReading | null> {
		const reading = await relay.read(documentId, EMPTY_STATE_VECTOR)
		if (reading === null || reading === 'malformed') return null
		for (const update of reading.updates) {
			takeUpdates(doc, [update])
			await setImmediate()
		}
		const before = parseDocumentId(documentId)?.kind === 'plan' ? readFacts(doc) : null
		await setImmediate()
		// What would wait in the document for something else held, or lost, changes nothing, and keeps it from being compacted.
		const isReadable = takeUpdates(doc, [bytes]) && Y.snapshotContainsUpdate(Y.snapshot(doc), bytes)
		await setImmediate()
		if (before === null) return { changes: null, moreChanges: 0, isReadable }
		const changes = isReadable ? compareFacts(before, readFacts(doc)) : []
		return {
			changes: changes.slice(0, MOST_CHANGES),
			moreChanges: Math.max(0, changes.length - MOST_CHANGES),
			isReadable
		}
	}
}
