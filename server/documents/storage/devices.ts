/** The interface of the store of device states, and the rules that its implementations share. */

export interface DeviceAddress {
	documentId: string
	personId: string
	deviceId: string
}

/** What a person's device last reported of a document. */
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
	/** ISO instant when something last came from the device (docs/sync.md). */
	lastSeenAt: string
}

/**
 * Of one person and document. A newly installed app or a cleared browser is another device each time, and a hostile client
 * invents names.
 */
export const MOST_DEVICES = 20

/**
 * Stores what each person's devices have of each document, for at most `MOST_DEVICES`: one more, and the longest silent one
 * is dropped. A crash may lose the last second: a state records what a device reported, never the contents of a document.
 */
export interface DeviceStates {
	/** Replaces what was known of this document, person and device (see `reported`). Resolves once stored. */
	record(state: DeviceState): Promise<void>
	/** Moves only `lastSeenAt` (ISO instant), never back; a device not known yet gets an empty state. Resolves once stored. */
	touch(address: DeviceAddress, at: string): Promise<void>
	/** In no particular order; includes what is still being stored. */
	forDocument(documentId: string): Promise<readonly DeviceState[]>
	/** Documents without any device are absent. */
	forDocuments(documentIds: readonly string[]): Promise<ReadonlyMap<string, readonly DeviceState[]>>
	/**
	 * Deletes the states of an erased person, and stores none from then on: connections that are closing still report. Resolves once
	 * they are deleted.
	 */
	forgetPerson(personId: string): Promise<void>
	/** Waits for what is queued. Calls after it reject. */
	close(): Promise<void>
}

/**
 * The state after a report. What a person has seen stays seen, although a hidden tab of the same device, or an exchange in
 * the background, reports less.
 */
export function reported(before: DeviceState | undefined, state: DeviceState): DeviceState {
	return { ...state, seenSequence: Math.max(before?.seenSequence ?? 0, state.seenSequence) }
}

/** The state after a touch: what was known, or an empty state, with the later instant. */
export function touched(known: DeviceState | undefined, address: DeviceAddress, at: string): DeviceState {
	const before = known ?? { ...address, ...UNREPORTED, lastSeenAt: at }
	return { ...before, lastSeenAt: before.lastSeenAt > at ? before.lastSeenAt : at }
}

/** Removes the person's longest silent devices from a document's states when there are too many, never `latest`. */
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
