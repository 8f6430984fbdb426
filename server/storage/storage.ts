/**
 * Where the relay keeps documents: an append-only log of update bytes per document, as they came
 * (sync.md R4). One implementation per database, one contract suite for all: tests/contracts/.
 */

export interface StoredUpdate {
	/** 1, 2, 3 … within its document, without gaps as long as nothing was compacted. */
	sequence: number
	bytes: Uint8Array
	personId: string
	deviceId: string
	/** ISO instant, stamped by the server. */
	at: string
}

export interface DocumentInfo {
	documentId: string
	/** Grows when a document is deleted and made anew; a device of another epoch may not bring edits. */
	epoch: number
	/** The newest stored update; 0 for an empty document. */
	sequence: number
	/** Bytes of all stored updates. */
	bytes: number
	/** ISO instant; null while it lives. */
	deletedAt: string | null
}

export interface NewUpdate {
	bytes: Uint8Array
	personId: string
	deviceId: string
	at: string
}

export interface DocumentStorage {
	/** Makes an empty document. Resolves false, changing nothing, when the id exists. */
	createDocument(documentId: string): Promise<boolean>
	/** Null for an id that was never made. */
	findDocument(documentId: string): Promise<DocumentInfo | null>
	/**
	 * Resolves with the update's sequence once it is committed and flushed; the relay acknowledges
	 * only after that (R1). Updates appended together share a commit; sequences follow the order of
	 * the calls. Rejects, storing nothing, for an unknown or deleted document and when the disk fails.
	 */
	append(documentId: string, update: NewUpdate): Promise<number>
	/** Updates with a sequence above `after`, oldest first; empty for an unknown document. */
	load(documentId: string, after?: number): Promise<readonly StoredUpdate[]>
	/** Waits for what is queued, then closes. Calls after it reject. */
	close(): Promise<void>
}

/** What a device of a person last said of a document. */
export interface DeviceState {
	documentId: string
	personId: string
	deviceId: string
	appVersion: string
	haveSequence: number
	seenSequence: number
	/** Null until the device has reported once. */
	unsent: number | null
	/** ISO instant. */
	lastSeenAt: string
}
