/** For whoever asks what a document holds by now, and what of it waits for something else: only the whole of it, applied, tells. */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { Relay } from './relay/relay.ts'

export interface WholeDocument {
	/** The caller's own, to be destroyed by it. */
	doc: Y.Doc
	/** Of the newest stored update in it. */
	sequence: number
	/** Nothing in it waits for something else, nor was passed over as damaged. */
	isWhole: boolean
}

/** With rests for everybody else. Null: the document is gone. */
export async function readWholeDocument(relay: Pick<Relay, 'read'>, documentId: string): Promise<WholeDocument | null> {
	const reading = await relay.read(documentId, EMPTY_STATE_VECTOR)
	if (reading === null || reading === 'malformed') return null
	const doc = new Y.Doc()
	const isTaken = await takeWithRests(doc, reading.updates)
	const { pendingStructs, pendingDs } = doc.store
	return { doc, sequence: reading.sequence, isWhole: isTaken && pendingStructs === null && pendingDs === null }
}

/** In order, each in a turn of its own. False: something of it was passed over, as takeUpdates does. */
export async function takeWithRests(doc: Y.Doc, updates: readonly Uint8Array[]): Promise<boolean> {
	let isTaken = true
	for (const update of updates) {
		isTaken = takeUpdates(doc, [update]) && isTaken
		await setImmediate()
	}
	return isTaken
}

const EMPTY_STATE_VECTOR = Uint8Array.of(0)
