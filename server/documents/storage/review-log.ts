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
	/** `entered`: nobody accepted it, but the document holds all of it: somebody with the right sent it, or deleted the same. */
	state: 'waiting' | 'accepted' | 'set-aside' | 'entered'
	/** Person id and ISO instant of the last decision, also if the edit entered after it; null: there was none. */
	decidedBy: string | null
	decidedAt: string | null
	/** ISO instant when it was found to have entered; null: it has not, or was accepted. */
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

/** Late edits of one person, which enter by themselves if the person may write again and their device still has them. */
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
	/** Documents of which something waits or is set aside. */
	listUndecidedDocuments(): Promise<readonly string[]>
	/** Ids of a document's late edits that wait or are set aside, the oldest first. */
	listUndecided(documentId: string): Promise<readonly string[]>
	/**
	 * Resolves false, without a change, for an unknown edit, for one that is accepted already, and for setting aside one that
	 * has entered. An edit that had entered and is accepted counts as accepted alone.
	 */
	decide(
		id: string,
		reviewOutcome: { state: 'accepted' | 'set-aside'; decidedBy: string; decidedAt: string }
	): Promise<boolean>
	/**
	 * Marks that the document holds all of it (`at`: ISO instant). Resolves false, without a change, for one that neither waits
	 * nor is set aside.
	 */
	enter(id: string, at: string): Promise<boolean>
}
