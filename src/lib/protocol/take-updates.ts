/**
 * How updates from elsewhere come into a document that others have written to as well. Y.applyUpdate alone throws, and
 * loses the rest of the update, where the document has part of an item already, as thrown away (a struct GC). Yjs itself
 * writes no such pair of updates, and a forged device can, each of them sound. So what overlaps with what the document
 * has is first cut to what it lacks, together with what was waiting for just this update: then nothing is ever put
 * behind half of itself.
 */
import * as Y from 'yjs'

/** In a transaction's `meta`, for whoever asks at its end what it did beyond what its updates say. */
export const TAKEN = Symbol('taken')
export interface Taken {
	/** Without those that were passed over. */
	updates: readonly Uint8Array[]
	/** Deletions that waited for what they delete, in encoding V2. */
	waiting: Uint8Array | null
}

/**
 * All in one transaction; never throws. False: something of it is no update, or was made to break documents, and is
 * passed over so that it keeps nobody from the rest. Nobody may then say that the document has all of it, nor that its
 * `update` event told of all it has.
 */
export function takeUpdates(doc: Y.Doc, updates: readonly Uint8Array[], origin?: unknown): boolean {
	const isOuter = doc._transaction === null
	try {
		return Y.transact(
			doc,
			({ meta }) => {
				const { pendingDs } = doc.store
				const taken = updates.filter((update) => take(doc, update))
				meta.set(TAKEN, { updates: taken, waiting: pendingDs } satisfies Taken)
				return taken.length === updates.length
			},
			origin,
			false
		)
	} catch {
		// Thrown by what Yjs does at a transaction's end; it would run none of it ever again, so that no edit were told of.
		if (isOuter) doc._transactionCleanups = []
		return false
	}
}

function take(doc: Y.Doc, update: Uint8Array): boolean {
	const { store } = doc
	const waiting = store.pendingStructs
	try {
		const { from, to } = Y.parseUpdateMeta(update)
		const isOverlapping = [...from].some(([client, clock]) => clock < Y.getState(store, client))
		const isAwaited = [...(waiting?.missing ?? [])].some(
			([client, clock]) => Math.max(to.get(client) ?? 0, Y.getState(store, client)) > clock
		)
		// Yjs would apply what waits as it is, behind a document that has part of it by then.
		if (isAwaited) store.pendingStructs = null
		Y.applyUpdate(doc, isOverlapping ? Y.diffUpdate(update, Y.encodeStateVector(doc)) : update)
		if (isAwaited) takeWaiting(doc, [waiting, store.pendingStructs])
		return true
	} catch {
		// Whatever Yjs makes of damaged or hostile bytes; the caller is told.
		store.pendingStructs ??= waiting
		return false
	}
}

/** Yjs keeps what waits in encoding V2. */
function takeWaiting(doc: Y.Doc, waiting: readonly Y.Doc['store']['pendingStructs'][]): void {
	doc.store.pendingStructs = null
	const updates = waiting.flatMap((each) => (each === null ? [] : [each.update]))
	Y.applyUpdateV2(doc, Y.diffUpdateV2(Y.mergeUpdatesV2(updates), Y.encodeStateVector(doc)))
}
