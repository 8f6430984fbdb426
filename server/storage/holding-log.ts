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
	state: 'waiting' | 'accepted' | 'set-aside'
	/** Person id and ISO instant; null while it waits. */
	decidedBy: string | null
	decidedAt: string | null
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
	/** Documents without any are absent. */
	countWaitingByDocument(documentIds: readonly string[]): Promise<ReadonlyMap<string, number>>
	/** Resolves false, changing nothing, for an unknown one and for one that is accepted already. */
	decide(
		id: string,
		decision: { state: 'accepted' | 'set-aside'; decidedBy: string; decidedAt: string }
	): Promise<boolean>
}
