/** Reads late edits on the disk itself. */
import * as Y from 'yjs'
import type { ReviewUpdate } from '../../../server/documents/storage/review-log.ts'
import type { Server } from './server.ts'
import type { MemoryDisk } from '../../../server/documents/storage/testing/memory.ts'

/** All of it is in the document and applied: what waits there for something else does not count. */
export function isInItsDocument({ documents }: MemoryDisk, { documentId, bytes }: ReviewUpdate): boolean {
	const doc = new Y.Doc()
	for (const { update } of documents.get(documentId)?.rows ?? []) Y.applyUpdate(doc, update.bytes)
	return Y.snapshotContainsUpdate(Y.snapshot(doc), bytes)
}

/** Late edits that a curator is still asked to decide on, although their author may edit again. */
export function findNeedlessReviews({ disk, rightOf }: Pick<Server, 'disk' | 'rightOf'>): ReviewUpdate[] {
	return disk.data.underReview.filter(
		(entry) =>
			entry.state === 'waiting' &&
			rightOf(entry.personId, entry.documentId) === 'edit' &&
			isInItsDocument(disk.data, entry)
	)
}
