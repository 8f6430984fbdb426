import type { DeviceState } from './storage.ts'

export interface DeviceAddress {
	documentId: string
	personId: string
	deviceId: string
}

/**
 * What each person's devices have of each document. Losing the last second of it in a crash is
 * allowed: it says when a device spoke, never what a document holds.
 */
export interface DeviceStates {
	/** Takes the place of what was known of this document, person and device. Resolves once stored. */
	record(state: DeviceState): Promise<void>
	/** Moves `lastSeenAt` only (ISO instant, never back); a device not known yet has nothing. Resolves once stored. */
	touch(address: DeviceAddress, at: string): Promise<void>
	/** In no particular order; includes what is still being stored. */
	forDocument(documentId: string): Promise<readonly DeviceState[]>
	/** Documents without any device are absent. */
	forDocuments(documentIds: readonly string[]): Promise<ReadonlyMap<string, readonly DeviceState[]>>
	/** Waits for what is queued. Calls after it reject. */
	close(): Promise<void>
}

/**
 * What a device is after it reported: what a person has once seen stays seen, though a hidden tab of the same device,
 * or a programme brought to it in the background, reports less.
 */
export function reported(before: DeviceState | undefined, state: DeviceState): DeviceState {
	return { ...state, seenSequence: Math.max(before?.seenSequence ?? 0, state.seenSequence) }
}

/** The state after a touch: what was known, or nothing, seen at the later instant. */
export function touched(known: DeviceState | undefined, address: DeviceAddress, at: string): DeviceState {
	const before = known ?? { ...address, ...UNREPORTED, lastSeenAt: at }
	return { ...before, lastSeenAt: before.lastSeenAt > at ? before.lastSeenAt : at }
}

const UNREPORTED = {
	appVersion: '',
	haveSequence: 0,
	seenSequence: 0,
	unsent: null,
	freeBytes: null,
	isPersisted: null
}
