export interface DeviceAddress {
	documentId: string
	personId: string
	deviceId: string
}

/** What a device of a person last said of a document. */
export interface DeviceState {
	documentId: string
	personId: string
	deviceId: string
	appVersion: string
	haveSequence: number
	seenSequence: number
	/** Null until the device has reported once. */
	unsent: number | null
	/** As in DeviceReport; null also until it has reported. */
	freeBytes: number | null
	isPersisted: boolean | null
	/** When something of it last came (docs/sync.md), ISO instant. */
	lastSeenAt: string
}

/**
 * Of one person and document: an app that is installed anew, or a browser that is cleared, is another device each time, and so is whatever
 * name a hostile one invents.
 */
export const MOST_DEVICES = 20

/**
 * What each person's devices have of each document, of at most `MOST_DEVICES`: one more, and the one that has been silent
 * longest is forgotten. Losing the last second of it in a crash is allowed: it says when a device spoke, never what a document holds.
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

/** Takes the longest silent of the person's devices out of those of a document when there are too many, never the `latest`. */
export function forgetSilent(states: Map<string, DeviceState>, latest: DeviceAddress): void {
	const others = [...states].filter(
		([, { personId, deviceId }]) => personId === latest.personId && deviceId !== latest.deviceId
	)
	if (others.length < MOST_DEVICES) return
	others.sort(([, one], [, other]) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1))
	for (const [key] of others.slice(MOST_DEVICES - 1)) states.delete(key)
}

const UNREPORTED = {
	appVersion: '',
	haveSequence: 0,
	seenSequence: 0,
	unsent: null,
	freeBytes: null,
	isPersisted: null
}
