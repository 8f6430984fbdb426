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

/**
 * A programme is as safe as the least safe of its documents. The content, and the connection unless only the notes are
 * refused, are the plan's.
 */
export function joinSnapshots(plan: SyncSnapshot, notes: SyncSnapshot): SyncSnapshot {
	const worseStore = storeOrder.indexOf(notes.localStore) < storeOrder.indexOf(plan.localStore) ? notes : plan
	const worseLine = plan.connection !== 'refused' && notes.connection === 'refused' ? notes : plan
	const instants = [plan.lastSyncedAt, notes.lastSyncedAt].filter((instant) => instant !== null)
	return {
		...plan,
		localStore: worseStore.localStore,
		localStoreFailure: worseStore.localStoreFailure,
		localStoreLost: plan.localStoreLost || notes.localStoreLost,
		connection: worseLine.connection,
		refusal: worseLine.refusal,
		isGone: plan.isGone || notes.isGone,
		unsaved: plan.unsaved + notes.unsaved,
		unsent: plan.unsent + notes.unsent,
		unsentOfOthers: plan.unsentOfOthers + notes.unsentOfOthers,
		refused: plan.refused + notes.refused,
		isUnderReview:
			[plan, notes].every(({ refused, isUnderReview }) => refused === 0 || isUnderReview) &&
			plan.refused + notes.refused > 0,
		reviewOutcome: reviewOutcomeOf(plan, notes),
		lastSyncedAt: instants.sort()[0] ?? null,
		hasOwn: plan.hasOwn || notes.hasOwn,
		bytesLeft: fullerOf(plan.bytesLeft, notes.bytesLeft),
		partners: plan.partners.map((partner) => both(partner, plan.hasOwn, notes))
	}
}

/** A review outcome of one document says nothing of refused edits in the other. */
function reviewOutcomeOf(...snapshots: SyncSnapshot[]): SyncSnapshot['reviewOutcome'] {
	const refused = snapshots.filter((snapshot) => snapshot.refused > 0)
	if (refused.length > 0)
		return refused.every(({ reviewOutcome }) => reviewOutcome === 'set-aside') ? 'set-aside' : null
	return snapshots.some(({ reviewOutcome }) => reviewOutcome === 'accepted') ? 'accepted' : null
}

function fullerOf(one: number | null, other: number | null): number | null {
	return one === null || other === null ? (one ?? other) : Math.min(one, other)
}

const storeOrder: readonly SyncSnapshot['localStore'][] = ['failed', 'opening', 'ready']

/** A document that the person never wrote in says nothing of what has reached the partner. */
function both(inPlan: Partner, isOfPlan: boolean, notes: SyncSnapshot): Partner {
	const inNotes = notes.hasOwn ? notes.partners.find(({ personId }) => personId === inPlan.personId) : undefined
	if (inNotes === undefined) return inPlan
	if (!isOfPlan) return { ...inNotes, lastSeenAt: inPlan.lastSeenAt }
	return { ...inPlan, has: inPlan.has && inNotes.has, sees: inPlan.sees && inNotes.sees }
}
