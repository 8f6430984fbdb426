/** What is held, by the disk itself and not by what the server's search found (server/documents/review/held-entering.ts). */
import * as Y from 'yjs'
import type { HeldUpdate } from '../../../server/documents/storage/review-log.ts'
import type { MemoryDisk } from '../../../server/documents/storage/memory.ts'

/** All of it, and applied: what waits there for something else is not in it yet. */
export function isInItsDocument({ documents }: MemoryDisk, { documentId, bytes }: HeldUpdate): boolean {
	const doc = new Y.Doc()
	for (const { update } of documents.get(documentId)?.rows ?? []) Y.applyUpdate(doc, update.bytes)
	return Y.snapshotContainsUpdate(Y.snapshot(doc), bytes)
}

/** What somebody is still asked to decide on, and need not be. */
export function heldForNothing(disk: MemoryDisk): HeldUpdate[] {
	return disk.held.filter(
		(held) => (held.state === 'waiting' || held.state === 'set-aside') && isInItsDocument(disk, held)
	)
}
