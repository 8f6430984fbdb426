/**
 * Where the relay keeps documents: an append-only log of update bytes per document, as they came
 * (sync.md R4). One implementation per database, one contract suite for all: tests/contracts/.
 */

export interface StoredUpdate {
	/** 1, 2, 3 … within its document. A row that history thinning merged has the last of its updates' numbers. */
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
	/** Each person once whose update is in the row. */
	authorIds: readonly string[]
	/** Each person once who accepted an update in the row from the holding log (sync.md R3). */
	acceptedBy: readonly string[]
}

export interface DocumentInfo {
	documentId: string
	/** Grows when a document is deleted and made anew; a device of another epoch may not bring edits. */
	epoch: number
	/** The newest stored update; 0 for an empty document. */
	sequence: number
	/** Bytes of all stored updates. */
	bytes: number
	/** Rows up to this one are merged ones, of days and weeks; 0: none. */
	thinnedThrough: number
	/** Grows with every `thin` that resolves true; begins anew with the server, and with an epoch: what was read of rows holds while it stays as it is. */
	thinnings: number
	/** ISO instant; null while it lives. */
	deletedAt: string | null
}

export interface NewUpdate {
	bytes: Uint8Array
	personId: string
	deviceId: string
	at: string
	/** Who accepted it from the holding log; absent: it came by itself. */
	acceptedBy?: string | undefined
}

/** All of a document up to an update, merged; what newcomers are answered from (R5). Made from the rows, never instead of them. */
export interface Snapshot {
	/** The document's when it was made. */
	epoch: number
	sequence: number
	bytes: Uint8Array
	/** Y.encodeSnapshot of it: what it covers, without reading `bytes`. */
	covers: Uint8Array
}

export interface DocumentStorage {
	/** This start of the server: sequences given out belong to it (R16). Drawn at random, so a restored backup has never heard of the runs after it. */
	readonly run: string
	/** Makes an empty document. Resolves false, changing nothing, when the id exists; of a deleted one it makes an empty one of the next epoch. */
	createDocument(documentId: string): Promise<boolean>
	/** Leaves a tombstone: no rows, nothing held of it, `deletedAt`, the next epoch (R15). Does nothing to an unknown or deleted document. */
	deleteDocument(documentId: string, at: string): Promise<void>
	/** Null for an id that was never made. */
	findDocument(documentId: string): Promise<DocumentInfo | null>
	/**
	 * Resolves with the update's sequence once it is committed and flushed; the relay acknowledges
	 * only after that (R1). Updates appended together share a commit; sequences follow the order of
	 * the calls. Rejects, storing nothing, for an unknown or deleted document and when the disk fails.
	 */
	append(documentId: string, update: NewUpdate): Promise<number>
	/**
	 * Rows with a sequence above `after`, oldest first; empty for an unknown document. When `after` is inside a row that
	 * thinning merged, the row comes whole: what was known of it comes again, which changes no document. `limit`: at most so
	 * many rows, the oldest.
	 */
	load(documentId: string, after?: number, limit?: number): Promise<readonly StoredUpdate[]>
	/** The newest snapshot, or null. */
	loadSnapshot(documentId: string): Promise<Snapshot | null>
	/** The same without its bytes, which are left on the disk. */
	loadCoverage(documentId: string): Promise<Omit<Snapshot, 'bytes'> | null>
	/** Takes the place of an older one; changes nothing when it is not newer than the stored one, or of another epoch. */
	saveSnapshot(documentId: string, snapshot: Snapshot): Promise<void>
	/**
	 * Replaces the rows from `row.sequence - row.count + 1` to `row.sequence` by the one, in one transaction, and moves
	 * `thinnedThrough` to it, never back; `thinnings` grows. Resolves false, changing nothing, when the stored rows are not exactly those (done already, or
	 * by halves, or the document is another by now).
	 */
	thin(documentId: string, row: StoredUpdate): Promise<boolean>
	/**
	 * Whether `sequence`, as given out in `run`, is still the same place in the document's log: false for an unknown run, and
	 * when the stored row is of a later run, as after a restored backup.
	 */
	isSameLog(documentId: string, run: string, sequence: number): Promise<boolean>
	/** Ids of living documents, in order of id; at most `limit` after `after`. For background work. */
	listDocuments(after: string, limit: number): Promise<readonly string[]>
	/** Of living documents, how many have at least so many bytes of stored updates. */
	countDocuments(leastBytes: number): Promise<number>
	/** Waits for what is queued, then closes. Calls after it reject. */
	close(): Promise<void>
}
