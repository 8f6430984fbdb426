/** What held edits of a document would change in it as it is now, or, of accepted ones, have changed in it as it was then. */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import { describeArrival } from '#domain/plan/history/changes.ts'
import { readFacts } from '#domain/plan/history/facts.ts'
import type { HeldReading } from '#protocol/api/program.ts'
import { parseDocumentId } from '#protocol/close-codes.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { History } from '../documents/history/history.ts'
import { readWholeDocument, takeWithRests } from '../documents/read-whole-document.ts'
import { createTurns } from '../network.ts'
import type { Relay } from '../documents/relay/relay.ts'
import type { HeldUpdate } from '../documents/storage/review-log.ts'

const MOST_CHANGES = 20

export interface ReadSitting {
	reading: HeldReading
	/** Those that can be applied, in the order they came. */
	acceptable: HeldUpdate[]
}

/**
 * `edits` are of one document, oldest first. Null: the document is gone. Of private notes only whether they could be accepted:
 * nobody but the pair reads them.
 */
export type ReadHeld = (edits: readonly HeldUpdate[]) => Promise<ReadSitting | null>

interface HeldReadingParts {
	relay: Pick<Relay, 'read'>
	history: Pick<History, 'findNewest' | 'readMoment'>
}

/** One sitting is read after the other, with pauses for everybody else: a plan of two years is taken apart for each. */
export function createHeldReading({ relay, history }: HeldReadingParts): ReadHeld {
	const turns = createTurns(1)
	return (edits) =>
		turns.run(async () => {
			const documentId = edits[0]?.documentId ?? ''
			const acceptedAt = edits[0]?.state === 'accepted' ? edits[0].decidedAt : null
			const doc = await (acceptedAt === null ? readNow(documentId) : readBefore(documentId, acceptedAt))
			if (doc === null) return null
			try {
				return await readInto(doc, documentId, edits)
			} finally {
				doc.destroy()
			}
		})

	async function readInto(doc: Y.Doc, documentId: string, edits: readonly HeldUpdate[]): Promise<ReadSitting> {
		const there = Y.snapshot(doc)
		await setImmediate()
		const before = parseDocumentId(documentId)?.kind === 'plan' ? readFacts(doc) : null
		await setImmediate()
		const taken: HeldUpdate[] = []
		for (const edit of edits) {
			if (takeUpdates(doc, [edit.bytes])) taken.push(edit)
			await setImmediate()
		}
		// What would wait in the document for something else held, or lost, changes nothing, and keeps it from being compacted.
		const after = Y.snapshot(doc)
		const acceptable = taken.filter(({ bytes }) => Y.snapshotContainsUpdate(after, bytes))
		await setImmediate()
		const isReadable = acceptable.length > 0
		const about = {
			isReadable,
			unreadable: edits.length - acceptable.length,
			isPartlyIn: acceptable.some(({ bytes }) => overlaps(there, bytes))
		}
		if (before === null) return { reading: { changes: null, moreChanges: 0, ...about }, acceptable }
		const changes = isReadable ? describeArrival(before, readFacts(doc)) : []
		const moreChanges = Math.max(0, changes.length - MOST_CHANGES)
		return { reading: { changes: changes.slice(0, MOST_CHANGES), moreChanges, ...about }, acceptable }
	}

	async function readNow(documentId: string): Promise<Y.Doc | null> {
		return (await readWholeDocument(relay, documentId))?.doc ?? null
	}

	/** Of what history has thinned since: as it was before that day or week. */
	async function readBefore(documentId: string, at: string): Promise<Y.Doc | null> {
		const sequence = await history.findNewest(documentId, new Date(Date.parse(at) - 1).toISOString())
		const moment = sequence === 0 ? null : await history.readMoment(documentId, sequence)
		if (moment === null) return null
		const doc = new Y.Doc()
		await takeWithRests(doc, [moment.update])
		return doc
	}
}

/** By what it inserted: every update names all the deletions its device knows of, so those say nothing. */
function overlaps({ sv }: Y.Snapshot, bytes: Uint8Array): boolean {
	return Y.decodeUpdate(bytes).structs.some(
		(struct) => !(struct instanceof Y.Skip) && struct.id.clock < (sv.get(struct.id.client) ?? 0)
	)
}
