import type { Right } from '#protocol/frames.ts'
import type { CloseReason } from '#protocol/close-codes.ts'

/** How far my newest acknowledged edit has reached another participant. */
export interface Partner {
	personId: string
	/** A device of theirs has it in its local store. */
	has: boolean
	/** It was on a screen they had open. */
	sees: boolean
	/** ISO instant at which a device of theirs last sent something to the relay; null: never. */
	lastSeenAt: string | null
}

export type LocalStoreFailure = 'unavailable' | 'quota' | 'blocked' | 'unknown'

/** How safe one document's edits are. Immutable: a change makes a new object. */
export interface SyncSnapshot {
	/** `failed`: edits are in memory and go to the network only. */
	localStore: 'opening' | 'ready' | 'failed'
	localStoreFailure: LocalStoreFailure | null
	/** This device had the document before, and its local store is empty now (sync.md D5). */
	localStoreLost: boolean
	/** There is something to show, from the local store or from the relay. */
	isLoaded: boolean
	connection: 'offline' | 'connecting' | 'connected' | 'refused'
	refusal: CloseReason | null
	/** The relay has said, now or earlier, that the document is deleted. */
	isGone: boolean
	/** As the relay says. Null before the first contact: use the listing's role. */
	right: Right | null
	/** Everything of the relay's has been received on this connection. */
	isSynced: boolean
	/** Edits the local store has not committed yet. */
	unsaved: number
	/** Edits the relay has not acknowledged; survives restarts (sync.md D2). May be too many for a moment, never too few. */
	unsent: number
	/** Imported edits of other people; `unsent` counts them too. */
	unsentOfOthers: number
	/** Edits the relay refused. They stay in the local store and count in `unsent` too. */
	refused: number
	/** All refused edits are in the review log, where a curator can read and accept them (sync.md R3). */
	isUnderReview: boolean
	/** The outcome of the review, as last received. Accepted edits are neither refused nor unsent. Null: none yet. */
	reviewOutcome: 'accepted' | 'set-aside' | null
	/** ISO instant of the last moment when everything of ours was on the server; survives restarts. */
	lastSyncedAt: string | null
	/** The relay has ever acknowledged an edit of mine. `partners` is about the newest of these. */
	hasOwn: boolean
	/** About MY newest acknowledged edit, as last known; survives restarts. */
	partners: readonly Partner[]
	/** Bytes the document still takes, as last received (sync.md R7); null: enough. Of a programme: its fuller document's. */
	bytesLeft: number | null
	/** The browser would let the app store less than 50 MB more (sync.md D5). */
	isSpaceLow: boolean
}
