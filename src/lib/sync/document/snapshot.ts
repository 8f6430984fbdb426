import type { Right } from '#protocol/frames.ts'
import type { CloseReason } from '#protocol/close-codes.ts'

/** What of my newest acknowledged edit has reached another participant. */
export interface Partner {
	personId: string
	/** A device of theirs has it in its local store. */
	has: boolean
	/** It was on a screen they had open. */
	sees: boolean
	/** ISO instant a device of theirs last spoke to the relay; null: never. */
	lastSeenAt: string | null
}

export type LocalStoreFailure = 'unavailable' | 'quota' | 'blocked' | 'unknown'

/** How safe one document's edits are. Unchanging: a change makes a new object. */
export interface SyncSnapshot {
	/** `failed`: edits live in memory and go to the network only. */
	localStore: 'opening' | 'ready' | 'failed'
	localStoreFailure: LocalStoreFailure | null
	/** This device had the document before, and its local store is empty now (sync.md D5). */
	localStoreLost: boolean
	/** There is something to show, from the local store or from the relay. */
	isLoaded: boolean
	connection: 'offline' | 'connecting' | 'connected' | 'refused'
	/** `exchange`: something on the way cuts WebSockets, and edits go over HTTPS instead, a little slower (sync.md D7). */
	way: 'socket' | 'exchange'
	refusal: CloseReason | null
	/** The relay has said, now or at another time, that the document is deleted. */
	isGone: boolean
	/** From HELLO; null before the first contact: use the listing's role. */
	right: Right | null
	/** On this connection, everything of the relay's has been received. */
	isSynced: boolean
	/** Edits the local store has not committed yet. */
	unsaved: number
	/** Edits the relay has not acknowledged; survives restarts (sync.md D2). May be too many for a moment, never too few. */
	unsent: number
	/** Those of them that somebody else wrote and a file has brought. */
	unsentOfOthers: number
	/** Edits the relay refused; they stay in the local store. Counted in `unsent` too. */
	refused: number
	/** All refused edits are in the holding log, where a curator can look at them and accept them (sync.md R3). */
	isHeld: boolean
	/** Of what was held, as last heard while it is open; accepted edits are not refused any more, nor unsent. Null: none, so far. */
	decision: 'accepted' | 'set-aside' | null
	/** ISO instant of the last moment everything of ours was on the server; survives restarts. */
	lastSyncedAt: string | null
	/** An edit of mine was ever acknowledged: the one that `partners` are told of. */
	hasOwn: boolean
	/** Of MY newest acknowledged edit; survives restarts as last known. */
	partners: readonly Partner[]
	/** What the document still takes in bytes, once it is filling, as last heard (sync.md R7); null: enough. Of two, the fuller one's. */
	bytesLeft: number | null
	/** The browser would let the app store less than 50 MB more (sync.md D5). */
	isSpaceLow: boolean
}
