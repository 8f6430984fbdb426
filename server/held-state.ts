/** What became of edits that somebody whose right has ended brings once more (SPEC.md P15). */
import * as Y from 'yjs'
import type { DocumentRefused, HeldState } from '#protocol/exchange.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { Relay } from './relay/relay.ts'
import type { HeldUpdate, HoldingLog } from './storage/holding-log.ts'

interface Parts {
	holding: Pick<HoldingLog, 'list' | 'find'>
	relay: Pick<Relay, 'read'>
}

type Known = Pick<DocumentRefused, 'sequence'> & { held: HeldState }

/** As many of a document as are looked through; what is beyond is held once more. */
const MOST_HELD = 200
const EMPTY_STATE_VECTOR = Uint8Array.of(0)

/**
 * By content: a device that was started anew may bring the same edits in other bytes, and what came in several frames in
 * one update. Null: some of it is not held yet, nor in the document.
 */
export async function heldStateOf(
	{ holding, relay }: Parts,
	{ documentId, personId, bytes }: Pick<HeldUpdate, 'documentId' | 'personId' | 'bytes'>
): Promise<Known | null> {
	const own = (await holding.list([documentId], MOST_HELD)).filter((held) => held.personId === personId)
	const reading = await relay.read(documentId, EMPTY_STATE_VECTOR)
	if (reading === null || reading === 'malformed') return null
	const doc = new Y.Doc()
	try {
		takeUpdates(doc, reading.updates)
		// Accepted edits are in the document, as is what was stored before the right ended; then what was set aside, and last what waits.
		for (const state of ['accepted', 'set-aside', 'waiting'] as const) {
			const ofState = own.filter((held) => held.state === state)
			const held = await Promise.all(ofState.map(({ id }) => holding.find(id)))
			takeUpdates(
				doc,
				held.flatMap((each) => (each === null ? [] : [each.bytes]))
			)
			if (!Y.snapshotContainsUpdate(Y.snapshot(doc), bytes)) continue
			return state === 'accepted' ? { held: state, sequence: reading.sequence } : { held: state }
		}
		return null
	} finally {
		doc.destroy()
	}
}
