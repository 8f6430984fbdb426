/**
 * What a document's updates cover, the stored ones and those on their way to the storage: the state
 * vector the relay asks with (sync.md R6), and whether an offer brings anything new. A device answers
 * with all its deletions every time, as a state vector does not tell which of them are known; without
 * this check each answer would be stored again.
 *
 * Held packed, because a relay has thousands of rooms. It may know less than there is: then an update is
 * stored twice, which changes nothing. What is on its way and fails takes the room along, and this with it.
 */
import { hash } from 'node:crypto'
import { encode, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import { createBytePile } from './byte-pile.ts'

export interface Knowledge {
	stateVector(): Uint8Array
	/** `isOffer`: it answered the relay's question and may come again the same. */
	add(update: Uint8Array, isOffer: boolean): void
	/** True when storing the update as well would change no document. */
	contains(update: Uint8Array): boolean
}

const MOST_UNPACKED = 100
const MOST_UNPACKED_BYTES = 64 * 1024
const MOST_OFFERS = 16

/** `covers`: Y.encodeSnapshot of what is known beside the updates, and was stored before them. */
export function createKnowledge(updates: readonly Uint8Array[], covers?: Uint8Array): Knowledge {
	let packed = covers ?? Y.encodeSnapshot(Y.emptySnapshot)
	const unpacked = createBytePile()
	/** Hashes. An offer whose content waits for an update not stored yet is no part of a state vector, and comes again and again. */
	const offers: string[] = []

	function read(): Y.Snapshot {
		const snapshot = Y.decodeSnapshot(packed)
		if (unpacked.count === 0) return snapshot
		return learn(snapshot, unpacked.take())
	}

	function learn(snapshot: Y.Snapshot, updates: readonly Uint8Array[]): Y.Snapshot {
		const decoded = updates.flatMap(decode)
		const clocks = new Map(snapshot.sv)
		for (const { structs } of decoded) advance(clocks, structs)
		const known = Y.createSnapshot(Y.mergeDeleteSets([snapshot.ds, ...decoded.map(({ ds }) => ds)]), clocks)
		packed = Y.encodeSnapshot(known)
		return known
	}
	if (updates.length > 0) learn(Y.decodeSnapshot(packed), updates)

	return {
		stateVector: () => encodeClocks(read().sv),

		add(update, isOffer) {
			if (isOffer) {
				offers.push(hash('sha256', update))
				if (offers.length > MOST_OFFERS) offers.shift()
			}
			unpacked.add(update)
			if (unpacked.count > MOST_UNPACKED || unpacked.byteLength > MOST_UNPACKED_BYTES) read()
		},

		contains: (update) => Y.snapshotContainsUpdate(read(), update) || offers.includes(hash('sha256', update))
	}
}

function decode(update: Uint8Array): ReturnType<typeof Y.decodeUpdate>[] {
	try {
		return [Y.decodeUpdate(update)]
	} catch {
		// A row damaged on the disk. Not knowing it makes devices offer what it held.
		return []
	}
}

/** Counts only what follows on without a gap: the rest must be asked for again. */
function advance(clocks: Map<number, number>, structs: readonly (Y.Item | Y.GC | Y.Skip)[]): void {
	for (const struct of structs) {
		if (struct instanceof Y.Skip) continue
		const { client, clock } = struct.id
		const known = clocks.get(client) ?? 0
		if (clock <= known) clocks.set(client, Math.max(known, clock + struct.length))
	}
}

function encodeClocks(clocks: ReadonlyMap<number, number>): Uint8Array {
	return encode((encoder) => {
		writeVarUint(encoder, clocks.size)
		for (const [client, clock] of clocks) {
			writeVarUint(encoder, client)
			writeVarUint(encoder, clock)
		}
	})
}
