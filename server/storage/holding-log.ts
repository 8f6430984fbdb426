/** Edits that reached the server from someone whose right had ended (sync.md R3): kept until a curator decides, and after. */

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

export interface HoldingLog {
	/** Resolves once durable. The same bytes of the same person and document are held once, whatever came of them. */
	hold(update: Pick<HeldUpdate, 'documentId' | 'personId' | 'deviceId' | 'receivedAt' | 'bytes'>): Promise<void>
	/** Of these documents, newest first. */
	list(documentIds: readonly string[]): Promise<readonly HeldUpdate[]>
	find(id: string): Promise<HeldUpdate | null>
	/** Of all documents. */
	countWaiting(): Promise<number>
	/** Resolves false, changing nothing, for an unknown one and for one that is accepted already. */
	decide(
		id: string,
		decision: { state: 'accepted' | 'set-aside'; decidedBy: string; decidedAt: string }
	): Promise<boolean>
}
