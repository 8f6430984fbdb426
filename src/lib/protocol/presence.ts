/**
 * Encodes and decodes presence: who has a document open now. It is Yjs's awareness. The relay lets a connection send presence
 * only for its own client id, and writes the person into it (sync.md R12).
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export interface PresenceEntry {
	clientId: number
	clock: number
	/** Null: the client left. */
	state: Record<string, unknown> | null
}

/** What our app puts into its presence. The relay overwrites `personId`. */
export interface PresenceState {
	personId: string
	/** The activity or meeting whose text is open; the app shows «Ирина пишет» beside it. */
	openItemId: string | null
	/** The caret in a text: two relative positions of Yjs. */
	cursor?: unknown
}

/** Null for bytes that are not an awareness update. */
export function decodePresence(update: Uint8Array): PresenceEntry[] | null {
	try {
		const decoder = decoding.createDecoder(update)
		const count = decoding.readVarUint(decoder)
		const entries: PresenceEntry[] = []
		for (let index = 0; index < count; index++) {
			const clientId = decoding.readVarUint(decoder)
			const clock = decoding.readVarUint(decoder)
			const state: unknown = JSON.parse(decoding.readVarString(decoder))
			if (typeof state !== 'object' || isTooDeep(state)) return null
			entries.push({ clientId, clock, state: state as PresenceEntry['state'] })
		}
		return entries
	} catch {
		// Truncated or not JSON: not presence.
		return null
	}
}

export function encodePresence(entries: readonly PresenceEntry[]): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, entries.length)
		for (const entry of entries) {
			encoding.writeVarUint(encoder, entry.clientId)
			encoding.writeVarUint(encoder, entry.clock)
			encoding.writeVarString(encoder, JSON.stringify(entry.state))
		}
	})
}

/** Our presence and content nest far less, and a recursive reader can handle this depth. */
export const MOST_NESTED = 64

/** Whether arrays and objects are nested deeper than MOST_NESTED. Does not recurse itself. */
function isTooDeep(value: unknown): boolean {
	let level: unknown[] = [value]
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MOST_NESTED) return true
		level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
	}
	return false
}
