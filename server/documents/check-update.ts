/**
 * Checks an update before the relay stores it (sync.md R9). Decoding alone is not enough. Some bytes decode well and then
 * throw in every document they are applied to, or make a merge drop the updates of others. Some values can be stored, but
 * neither written as JSON nor given to a browser's store. Neither Yjs nor the app writes anything that is refused here.
 */
import { createDecoder, hasContent, readVarUint } from 'lib0/decoding'
import * as Y from 'yjs'
import { MOST_NESTED } from '#protocol/presence.ts'
import type { Decoded } from './storage/knowledge.ts'

export type UpdateCheck = 'content' | 'empty' | 'malformed'

export function checkUpdate(update: Uint8Array): UpdateCheck {
	return kindOf(decodeChecked(update))
}

/** Null: malformed. */
export function decodeChecked(update: Uint8Array): Decoded | null {
	try {
		const decoded = Y.decodeUpdateV2(update, RememberedDecoder)
		// An update in encoding V2, read as V1, is mostly an empty one with a long tail.
		if (hasContent(lastRest) || !isSoundDeleteSet(decoded.ds.clients)) return null
		const clients = countSoundClients(decoded.structs)
		return clients === readVarUint(createDecoder(update)) ? decoded : null
	} catch {
		// Yjs and lib0 throw on everything that is not an update.
		return null
	}
}

/** The input of the newest decoder. Decoding is synchronous, so this belongs to the current update. */
let lastRest: Y.UpdateDecoderV1['restDecoder'] = createDecoder(Uint8Array.of())

/**
 * Yjs creates the decoder; this class shows what the decoder has left over. A class for each update would keep its hidden
 * class in memory, and the update with it, where garbage is seldom collected.
 */
class RememberedDecoder extends Y.UpdateDecoderV1 {
	constructor(rest: Y.UpdateDecoderV1['restDecoder']) {
		super(rest)
		lastRest = rest
	}
}

export function kindOf(decoded: Decoded | null): UpdateCheck {
	if (decoded === null) return 'malformed'
	return decoded.structs.length === 0 && decoded.ds.clients.size === 0 ? 'empty' : 'content'
}

export function isStateVector(bytes: Uint8Array): boolean {
	try {
		Y.decodeStateVector(bytes)
		return true
	} catch {
		// Truncated, or not a state vector.
		return false
	}
}

type Struct = Y.Item | Y.GC | Y.Skip

/**
 * The number of clients that the structs are of; null: some structs have no place in a document. An update begins with the
 * number of its blocks, one per client. Of two blocks of one client a document takes only the second, and a merge takes both.
 * Then those who got the edit from its author and those who got it from a snapshot would never agree.
 */
function countSoundClients(structs: readonly Struct[]): number | null {
	let client = Infinity
	let clients = 0
	for (const struct of structs) {
		const { id, length } = struct
		// Merging relies on each client coming once, the highest first.
		if (id.client > client) return null
		if (id.client < client) clients += 1
		client = id.client
		// A merge leaves empty gaps (Skip), but an empty item has no place in a document.
		if (length < 0 || (length === 0 && !(struct instanceof Y.Skip))) return null
		if (!Number.isSafeInteger(id.clock + length)) return null
		if (struct instanceof Y.Item && !(refersBackwards(struct) && isPlain(struct.content))) return null
	}
	return clients
}

/**
 * Yjs waits for what an item refers to if it is another client's. But it assumes that a client refers only to its own earlier
 * items; otherwise applying the update throws.
 */
function refersBackwards({ id, origin, rightOrigin, parent }: Y.Item): boolean {
	return isBefore(origin, id) && isBefore(rightOrigin, id) && isBefore(parent, id)
}

function isBefore(reference: unknown, { client, clock }: Y.ID): boolean {
	return !(reference instanceof Y.ID) || reference.client !== client || reference.clock < clock
}

function isPlain(content: Y.Item['content']): boolean {
	if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return isPlainValue(content.arr)
	if (content instanceof Y.ContentEmbed) return isPlainValue(content.embed)
	if (content instanceof Y.ContentFormat) return isPlainValue(content.value)
	// A document within a document would have no room, no rights and no limits.
	return !(content instanceof Y.ContentDoc)
}

function isPlainValue(value: unknown, deeper = MOST_NESTED): boolean {
	if (typeof value === 'bigint') return false
	if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
	return deeper > 0 && Object.values(value).every((inner) => isPlainValue(inner, deeper - 1))
}

function isSoundDeleteSet(clients: ReadonlyMap<number, readonly { clock: number; len: number }[]>): boolean {
	for (const ranges of clients.values())
		for (const { clock, len } of ranges) if (len <= 0 || !Number.isSafeInteger(clock + len)) return false
	return true
}
