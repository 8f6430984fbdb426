/** Reads a document whole, as a Y.Doc. Only the applied document shows what it holds, and what in it waits for something else. */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { Relay } from './relay/relay.ts'

export interface WholeDocument {
	/** The caller destroys it. */
	doc: Y.Doc
	/** That of the newest stored update in it. */
	sequence: number
	/** Nothing in it waits for something else, and nothing was skipped as damaged. */
	isWhole: boolean
}

/** Pauses between updates, so that other work runs. Null: the document is gone. */
export async function readWholeDocument(relay: Pick<Relay, 'read'>, documentId: string): Promise<WholeDocument | null> {
	const reading = await relay.read(documentId, EMPTY_STATE_VECTOR)
	if (reading === null || reading === 'malformed') return null
	const doc = new Y.Doc()
	const isTaken = await takeWithRests(doc, reading.updates)
	const { pendingStructs, pendingDs } = doc.store
	return { doc, sequence: reading.sequence, isWhole: isTaken && pendingStructs === null && pendingDs === null }
}

/** Applies updates in order, each in its own turn of the event loop. False: something was skipped, as in takeUpdates. */
export async function takeWithRests(doc: Y.Doc, updates: readonly Uint8Array[]): Promise<boolean> {
	let isTaken = true
	for (const update of updates) {
		isTaken = takeUpdates(doc, [update]) && isTaken
		await setImmediate()
	}
	return isTaken
}

const EMPTY_STATE_VECTOR = Uint8Array.of(0)
