/** Reads late edits on the disk itself, not from the server's search (server/documents/review/entering.ts). */
import * as Y from 'yjs'
import type { ReviewUpdate } from '../../../server/documents/storage/review-log.ts'
import type { MemoryDisk } from '../../../server/documents/storage/memory.ts'

/** All of it is in the document and applied: what waits there for something else does not count. */
export function isInItsDocument({ documents }: MemoryDisk, { documentId, bytes }: ReviewUpdate): boolean {
	const doc = new Y.Doc()
	for (const { update } of documents.get(documentId)?.rows ?? []) Y.applyUpdate(doc, update.bytes)
	return Y.snapshotContainsUpdate(Y.snapshot(doc), bytes)
}

/** Late edits that a curator is still asked to decide on, although they are in their document. */
export function findNeedlessReviews(disk: MemoryDisk): ReviewUpdate[] {
	return disk.underReview.filter(
		(entry) => (entry.state === 'waiting' || entry.state === 'set-aside') && isInItsDocument(disk, entry)
	)
}
