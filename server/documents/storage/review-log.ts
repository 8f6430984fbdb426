/**
 * The interface of the review log: late edits, which came from somebody whose right had ended (sync.md R3). They are kept as
 * long as the document, also after a curator has decided. The storage's `deleteDocument` deletes them with the document
 * (R15).
 */

export interface ReviewUpdate {
	id: string
	documentId: string
	personId: string
	deviceId: string
	/** ISO instant. */
	receivedAt: string
	bytes: Uint8Array
	/** `entered`: it waited when its author's right returned, and was put into the document. */
	state: 'waiting' | 'accepted' | 'set-aside' | 'entered'
	/** Person id and ISO instant of the last decision; null: there was none. */
	decidedBy: string | null
	decidedAt: string | null
	/** ISO instant; null: it has not entered. */
	enteredAt: string | null
}

/** Without `bytes`, which stay on the disk. */
export type ReviewListing = Omit<ReviewUpdate, 'bytes'>

export interface ArrivedUpdate extends Pick<
	ReviewUpdate,
	'documentId' | 'personId' | 'deviceId' | 'receivedAt' | 'bytes'
> {
	/** The document's epoch when the person's right was checked. */
	epoch: number
}

/** A late edit that waits. */
export type WaitingEdit = Pick<ReviewUpdate, 'id' | 'documentId' | 'personId'>

/** Late edits of one person. */
export interface UndecidedCount {
	personId: string
	waiting: number
	setAside: number
}

/** For the late edits of one person and document that wait for a decision. */
export interface ReviewBounds {
	most: number
	mostBytes: number
}

/**
 * `known`: the same bytes of the same person and document are in the log, whatever was decided. `too-large`: they would
 * exceed the bounds. `gone`: the document is deleted, or of another epoch. None of the three changes anything.
 */
export type AddOutcome = 'added' | 'known' | 'too-large' | 'gone'

export interface ReviewLog {
	/** Resolves once durable. */
	add(update: ArrivedUpdate, bounds: ReviewBounds): Promise<AddOutcome>
	/** Late edits of these documents: those that wait before the others, each newest first; at most `limit`. */
	list(documentIds: readonly string[], limit: number): Promise<readonly ReviewListing[]>
	find(id: string): Promise<ReviewUpdate | null>
	/** Counts those that wait, of all documents. */
	countWaiting(): Promise<number>
	/** Counts those that wait or are set aside, by document and person. Documents without any are absent. */
	countUndecidedByDocument(documentIds: readonly string[]): Promise<ReadonlyMap<string, readonly UndecidedCount[]>>
	/** All that wait, the oldest first. */
	listWaiting(): Promise<readonly WaitingEdit[]>
	/** Resolves false, without a change, for an unknown edit, and for one that is accepted or has entered. */
	decide(
		id: string,
		reviewOutcome: { state: 'accepted' | 'set-aside'; decidedBy: string; decidedAt: string }
	): Promise<boolean>
	/** Marks that it was put into its document (`at`: ISO instant). Resolves false, without a change, unless it waits. */
	enter(id: string, at: string): Promise<boolean>
}
