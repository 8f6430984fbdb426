/**
 * The interface of the storage in which the relay keeps documents: an append-only log of update bytes per document, as they
 * came (sync.md R4). One implementation per database, one contract suite for all: tests/contracts/.
 */

/** The server, as an author of updates. */
export const SERVER_AUTHOR = 'server'

export interface StoredUpdate {
	/** 1, 2, 3 … within its document. A merged row has the number of its last update. */
	sequence: number
	bytes: Uint8Array
	/** Of the last update in the row. */
	personId: string
	deviceId: string
	/** ISO instant, stamped by the server; of the last update in the row. */
	at: string
	/** How many updates the row holds, 1 until it is thinned: they were `sequence - count + 1` to `sequence`. */
	count: number
	/** ISO instant of the first of them. */
	from: string
	/** Everybody whose update is in the row, once each. */
	authorIds: readonly string[]
	/** Everybody who accepted an update in the row from the review log (sync.md R3), once each. */
	acceptedBy: readonly string[]
}

export interface DocumentInfo {
	documentId: string
	/** Rises when the document is deleted; a device of another epoch may not send edits. */
	epoch: number
	/** The newest stored update; 0 for an empty document. */
	sequence: number
	/** Bytes of all stored updates. */
	bytes: number
	/** Rows up to this one are thinned: merged, or not to be merged with others; 0: none. */
	thinnedThrough: number
	/**
	 * Rises with every `thin` that resolves true; starts again with the server and with each epoch. While it stays the same,
	 * rows read earlier are still valid.
	 */
	thinnings: number
	/** ISO instant; null: it is not deleted. */
	deletedAt: string | null
}

export interface NewUpdate {
	bytes: Uint8Array
	personId: string
	deviceId: string
	at: string
	/** Who accepted it from the review log; absent: nobody, its author sent it. */
	acceptedBy?: string | undefined
}

/** A document up to an update, merged, from which newcomers are answered (R5). Made from the rows, never instead of them. */
export interface Snapshot {
	/** The document's epoch when the snapshot was made. */
	epoch: number
	sequence: number
	bytes: Uint8Array
	/** Y.encodeSnapshot of it: shows what it covers without reading `bytes`. */
	covers: Uint8Array
}

export interface DocumentStorage {
	/**
	 * The id of this start of the server, to which its sequences belong (R16). Random, so that a restored backup does not know
	 * later runs.
	 */
	readonly run: string
	/** Creates an empty document, also in place of a deleted one. Resolves false, without a change, when the document exists. */
	createDocument(documentId: string): Promise<boolean>
	/** Leaves a tombstone: no rows, no late edits, `deletedAt`, the next epoch (R15). Has no effect on an unknown or deleted document. */
	deleteDocument(documentId: string, at: string): Promise<void>
	/** Null for an id that was never created. */
	findDocument(documentId: string): Promise<DocumentInfo | null>
	/**
	 * Resolves with the update's sequence once it is committed and flushed; the relay acknowledges
	 * only after that (R1). Updates appended together share a commit; sequences follow the order of
	 * the calls. Rejects, storing nothing, for an unknown or deleted document and when the disk fails.
	 */
	append(documentId: string, update: NewUpdate): Promise<number>
	/**
	 * Rows with a sequence above `after`, oldest first; empty for an unknown document. When `after` is inside a merged row, the
	 * whole row comes: the known part of it changes no document. `limit`: at most so many rows, the oldest.
	 */
	load(documentId: string, after?: number, limit?: number): Promise<readonly StoredUpdate[]>
	/** The newest snapshot, or null. */
	loadSnapshot(documentId: string): Promise<Snapshot | null>
	/** The same without `bytes`, which stay on the disk. */
	loadCoverage(documentId: string): Promise<Omit<Snapshot, 'bytes'> | null>
	/**
	 * Replaces an older snapshot. Has no effect when it is not newer than the stored one, covers more than is stored, or is of
	 * another epoch.
	 */
	saveSnapshot(documentId: string, snapshot: Snapshot): Promise<void>
	/**
	 * Replaces the rows from `row.sequence - row.count + 1` to `row.sequence` by `row`, in one transaction; `thinnedThrough`
	 * rises to it, never falls, and `thinnings` rises. Resolves false, without a change, when the stored rows are not exactly
	 * those (some are merged already, or the document is another by now).
	 */
	thin(documentId: string, row: StoredUpdate): Promise<boolean>
	/**
	 * Whether `sequence`, as given out in `run`, still means the same row of the document's log: false for an unknown run, and
	 * when the stored row is of a later run, as after a restored backup.
	 */
	isSameLog(documentId: string, run: string, sequence: number): Promise<boolean>
	/** Ids of documents that are not deleted, in order; at most `limit` after `after`. For background work. */
	listDocuments(after: string, limit: number): Promise<readonly string[]>
	/** How many documents that are not deleted have at least so many bytes of stored updates. */
	countDocuments(leastBytes: number): Promise<number>
	/** Waits for what is queued, then closes. Calls after it reject. */
	close(): Promise<void>
}
