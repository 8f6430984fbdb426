/**
 * What a document's updates cover, the stored ones and those under way: the state vector the relay asks with (sync.md
 * R6), and whether an offer brings anything new. A device answers with all its deletions every time, because a state
 * vector does not show which of them are known. Without this check each answer would be stored again.
 *
 * The knowledge is packed, because a relay has thousands of rooms. It may cover less than what is stored: then an
 * update is stored twice, which changes nothing. An update under way that fails ends the room, and this knowledge with
 * it.
 */
import { hash } from 'node:crypto'
import { encode, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'

export type Decoded = Pick<ReturnType<typeof Y.decodeUpdate>, 'structs' | 'ds'>

export interface Knowledge {
	stateVector(): Uint8Array
	/** `isOffer`: the update answers the relay's question, and may come again unchanged. `decoded`: if the caller has it. */
	add(update: Uint8Array, isOffer: boolean, decoded?: Decoded): void
	/** True when storing the update as well would change nothing. */
	contains(update: Uint8Array): boolean
}

/** Runs that wait to be packed: packing takes as long for few as for many. */
const MOST_UNPACKED = 256
/** The same while all stored updates are read: a document that is never compacted may have very many. */
const MOST_UNPACKED_AT_FIRST = 65_536
const MOST_OFFERS = 16

/** `covers`: Y.encodeSnapshot of what was stored before the updates. */
export function createKnowledge(updates: readonly Uint8Array[], covers?: Uint8Array): Knowledge {
	let packed = covers ?? Y.encodeSnapshot(Y.emptySnapshot)
	const made = createRuns()
	const deleted = createRuns()
	/** Hashes. An offer that waits for an update not stored yet is in no state vector, so the device offers it again and again. */
	const offers: string[] = []
	const unpacked = () => made.count() + deleted.count()

	/** Packs what waits, and returns everything known. */
	function pack(): Y.Snapshot {
		const snapshot = Y.decodeSnapshot(packed)
		if (unpacked() === 0) return snapshot
		const clocks = new Map(snapshot.sv)
		made.take((client, clock, length) => advance(clocks, client, clock, length))
		const deletions = Y.createDeleteSet()
		deleted.take((client, clock, len) => {
			const ranges = deletions.clients.get(client) ?? []
			deletions.clients.set(client, ranges)
			ranges.push({ clock, len })
		})
		const known = Y.createSnapshot(Y.mergeDeleteSets([snapshot.ds, deletions]), clocks)
		packed = Y.encodeSnapshot(known)
		return known
	}

	function learn({ structs, ds }: Decoded): void {
		for (const struct of structs) {
			if (!(struct instanceof Y.Skip)) made.add(struct.id.client, struct.id.clock, struct.length)
		}
		for (const [client, ranges] of ds.clients) for (const { clock, len } of ranges) deleted.add(client, clock, len)
	}

	function learnFrom(update: Uint8Array): void {
		const decoded = decode(update)
		if (decoded !== null) learn(decoded)
	}
	for (const update of updates) {
		learnFrom(update)
		if (unpacked() > MOST_UNPACKED_AT_FIRST) pack()
	}
	if (unpacked() > 0) pack()

	return {
		stateVector: () => encodeClocks(pack().sv),

		add(update, isOffer, decoded) {
			if (isOffer) {
				offers.push(hash('sha256', update))
				if (offers.length > MOST_OFFERS) offers.shift()
			}
			if (decoded === undefined) learnFrom(update)
			else learn(decoded)
			if (unpacked() > MOST_UNPACKED) pack()
		},

		contains: (update) => Y.snapshotContainsUpdate(pack(), update) || offers.includes(hash('sha256', update))
	}
}

function decode(update: Uint8Array): Decoded | null {
	try {
		return Y.decodeUpdate(update)
	} catch {
		// A row damaged on the disk. It stays unknown, so devices offer its contents.
		return null
	}
}

interface Runs {
	count(): number
	add(client: number, clock: number, length: number): void
	/** Passes on all runs in the order they were added, and removes them. */
	take(each: (client: number, clock: number, length: number) => void): void
}

/** In one list of numbers: objects would cost the garbage collector time. Continuous typing is one run. */
function createRuns(): Runs {
	let numbers: number[] = []
	return {
		count: () => numbers.length / 3,
		add(client, clock, length) {
			const last = numbers.length - 3
			if (last >= 0 && numbers[last] === client && numbers[last + 1]! + numbers[last + 2]! === clock) {
				numbers[last + 2]! += length
			} else numbers.push(client, clock, length)
		},
		take(each) {
			for (let at = 0; at < numbers.length; at += 3) each(numbers[at]!, numbers[at + 1]!, numbers[at + 2]!)
			numbers = []
		}
	}
}

/** Counts only what follows without a gap: the relay must ask for the rest again. */
function advance(clocks: Map<number, number>, client: number, clock: number, length: number): void {
	const known = clocks.get(client) ?? 0
	if (clock <= known) clocks.set(client, Math.max(known, clock + length))
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
