/**
 * Applies received updates to a document that others also write to. Y.applyUpdate alone throws, and loses the rest of the
 * update, if the document already has part of an item as garbage (a struct GC). Yjs itself never writes such a pair of
 * updates, but a forged device can, and each of them is valid. So an update that overlaps with the document is first cut to
 * what the document lacks, together with pending updates that waited for it. Yjs then never inserts an item after its own
 * first half, which may be garbage.
 */
import * as Y from 'yjs'

/**
 * Applies all updates in one transaction; never throws. False: one of them is not an update, or was made to break documents.
 * It is skipped, so that the others are still applied. The caller must then not claim that the document has all of them, nor
 * that its `update` event reported everything it has.
 */
export function takeUpdates(doc: Y.Doc, updates: readonly Uint8Array[], origin?: unknown): boolean {
	const isOuter = doc._transaction === null
	try {
		return Y.transact(doc, () => updates.filter((update) => take(doc, update)).length === updates.length, origin, false)
	} catch {
		// Yjs threw at the transaction's end. Without this reset it would never run its cleanups again, and report no further edit.
		if (isOuter) doc._transactionCleanups = []
		return false
	}
}

function take(doc: Y.Doc, update: Uint8Array): boolean {
	const { store } = doc
	const waiting = store.pendingStructs
	try {
		// Nothing overlaps with an empty document.
		if (store.clients.size === 0 && waiting === null) {
			Y.applyUpdate(doc, update)
			return true
		}
		const { from, to } = Y.parseUpdateMeta(update)
		const isOverlapping = [...from].some(([client, clock]) => clock < Y.getState(store, client))
		const isAwaited = [...(waiting?.missing ?? [])].some(
			([client, clock]) => Math.max(to.get(client) ?? 0, Y.getState(store, client)) > clock
		)
		// Yjs would apply the pending updates uncut, though the document has part of them by then.
		if (isAwaited) store.pendingStructs = null
		Y.applyUpdate(doc, isOverlapping ? Y.diffUpdate(update, Y.encodeStateVector(doc)) : update)
		if (isAwaited) takeWaiting(doc, [waiting, store.pendingStructs])
		return true
	} catch {
		// Yjs throws on damaged or hostile bytes; the caller gets false.
		store.pendingStructs ??= waiting
		return false
	}
}

/** Applies pending updates, which Yjs keeps in encoding V2, cut to what the document lacks. */
function takeWaiting(doc: Y.Doc, waiting: readonly Y.Doc['store']['pendingStructs'][]): void {
	doc.store.pendingStructs = null
	const updates = waiting.flatMap((each) => (each === null ? [] : [each.update]))
	Y.applyUpdateV2(doc, Y.diffUpdateV2(Y.mergeUpdatesV2(updates), Y.encodeStateVector(doc)))
}
