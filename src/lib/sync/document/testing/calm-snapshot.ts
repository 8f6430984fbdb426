import type { SyncSnapshot } from '../snapshot.ts'

/** Everything is on the server, nobody else takes part, nothing is wrong: what a story then changes. */
export const calmSnapshot: SyncSnapshot = {
	localStore: 'ready',
	localStoreFailure: null,
	localStoreLost: false,
	isLoaded: true,
	connection: 'connected',
	way: 'socket',
	refusal: null,
	isGone: false,
	right: 'edit',
	isSynced: true,
	unsaved: 0,
	unsent: 0,
	unsentOfOthers: 0,
	refused: 0,
	isHeld: false,
	decision: null,
	hasOwn: false,
	bytesLeft: null,
	isSpaceLow: false,
	lastSyncedAt: null,
	partners: []
}
