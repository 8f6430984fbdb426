/** What Yjs holds back of a document for want of a predecessor, and tells nobody of (sync.md R4). */
import type * as Y from 'yjs'

/** Nobody may say then that everything up to some number is here. */
export function hasPending(doc: Y.Doc): boolean {
	return pendingBytes(doc) > 0
}

export function pendingBytes({ store }: Y.Doc): number {
	return (store.pendingStructs?.update.byteLength ?? 0) + (store.pendingDs?.byteLength ?? 0)
}
