import type { SyncSnapshot } from '../snapshot.ts'

/** Everything is on the server, nobody else takes part, nothing is wrong. Tests change single fields of it. */
export const calmSnapshot: SyncSnapshot = {
	localStore: 'ready',
	localStoreFailure: null,
	localStoreLost: false,
	isLoaded: true,
	connection: 'connected',
	refusal: null,
	isGone: false,
	right: 'edit',
	isSynced: true,
	unsaved: 0,
	unsent: 0,
	unsentOfOthers: 0,
	refused: 0,
	isUnderReview: false,
	reviewOutcome: null,
	hasOwn: false,
	bytesLeft: null,
	isSpaceLow: false,
	lastSyncedAt: null,
	partners: []
}
