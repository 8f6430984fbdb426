/**
 * Edits that reached the server from someone whose right had ended (sync.md R3): kept until a curator decides, and after, as long as
 * there is the document. A deleted one takes its held edits along (R15): the storage's `deleteDocument` does.
 */

export interface HeldUpdate {
	id: string
	documentId: string
	personId: string
	deviceId: string
	/** ISO instant. */
	receivedAt: string
	bytes: Uint8Array
	/** `entered`: nobody accepted it, and the document holds all of it by now: somebody who may has brought it, or deleted the same. */
	state: 'waiting' | 'accepted' | 'set-aside' | 'entered'
	/** Person id and ISO instant of the last decision, also of one that edits then entered against; null: there was none. */
	decidedBy: string | null
	decidedAt: string | null
	/** ISO instant it was found to have entered; null: it has not, or was accepted. */
	enteredAt: string | null
}

/** Without what it holds, which is left on the disk. */
export type HeldListing = Omit<HeldUpdate, 'bytes'>

export interface ArrivedUpdate extends Pick<
	HeldUpdate,
	'documentId' | 'personId' | 'deviceId' | 'receivedAt' | 'bytes'
> {
	/** The document's, as the person was asked for their right. */
	epoch: number
}

/** Edits of one person that would come in by themselves if they might write again, and still have them. */
export interface UndecidedCount {
	personId: string
	waiting: number
	setAside: number
}

/** Of one person and document, of what waits for a decision. */
export interface HoldingBounds {
	most: number
	mostBytes: number
}

/**
 * `known`: the same bytes of the same person and document are held already, whatever came of them. `too-large`: with it there
 * would be more than the bounds. `gone`: the document is deleted, or of another epoch. None of the three changes anything.
 */
export type HoldOutcome = 'held' | 'known' | 'too-large' | 'gone'

export interface HoldingLog {
	/** Resolves once durable. */
	hold(update: ArrivedUpdate, bounds: HoldingBounds): Promise<HoldOutcome>
	/** Of these documents: what waits before what is decided, each newest first; at most `limit`. */
	list(documentIds: readonly string[], limit: number): Promise<readonly HeldListing[]>
	find(id: string): Promise<HeldUpdate | null>
	/** Of all documents. */
	countWaiting(): Promise<number>
	/** What waits or is set aside, by document, one count a person. Documents without any are absent. */
	countUndecidedByDocument(documentIds: readonly string[]): Promise<ReadonlyMap<string, readonly UndecidedCount[]>>
	/** Documents of which something waits or is set aside. */
	listUndecidedDocuments(): Promise<readonly string[]>
	/** Ids of what waits or is set aside, of one document, the oldest first. */
	listUndecided(documentId: string): Promise<readonly string[]>
	/**
	 * Resolves false, changing nothing, for an unknown one, one that is accepted already, and for setting aside one that has entered.
	 * What had entered and is accepted counts as accepted alone.
	 */
	decide(
		id: string,
		decision: { state: 'accepted' | 'set-aside'; decidedBy: string; decidedAt: string }
	): Promise<boolean>
	/** The document holds all of it (`at`: ISO instant). Resolves false, changing nothing, for what neither waits nor is set aside. */
	enter(id: string, at: string): Promise<boolean>
}
