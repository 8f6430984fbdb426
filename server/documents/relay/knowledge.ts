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

/** An update, decoded. */
export type Decoded = Pick<ReturnType<typeof Y.decodeUpdate>, 'structs' | 'ds'>

export interface Knowledge {
	stateVector(): Uint8Array
	/** `isOffer`: it answered the relay's question and may come again the same. `decoded`: where that is known already. */
	add(update: Uint8Array, isOffer: boolean, decoded?: Decoded): void
	/** True when storing the update as well would change no document. */
	contains(update: Uint8Array): boolean
}

/** Packing takes the same whether little is added or much. */
const MOST_UNPACKED = 256
/** Of what is stored, all of it learnt at once: a document that is never compacted may have very many. */
const MOST_UNPACKED_AT_FIRST = 65_536
const MOST_OFFERS = 16

/** `covers`: Y.encodeSnapshot of what is known beside the updates, and was stored before them. */
export function createKnowledge(updates: readonly Uint8Array[], covers?: Uint8Array): Knowledge {
	let packed = covers ?? Y.encodeSnapshot(Y.emptySnapshot)
	const made = createRuns()
	const deleted = createRuns()
	/** Hashes. An offer whose content waits for an update not stored yet is no part of a state vector, and comes again and again. */
	const offers: string[] = []
	const unpacked = () => made.count() + deleted.count()

	/** What is known, all of it. */
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
		// A row damaged on the disk. Not knowing it makes devices offer what it held.
		return null
	}
}

interface Runs {
	count(): number
	add(client: number, clock: number, length: number): void
	/** All of them, in the order they were added; none are left. */
	take(each: (client: number, clock: number, length: number) => void): void
}

/** In one list of numbers: objects would be looked at by whoever collects garbage. What is typed on and on is one run. */
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

/** Counts only what follows on without a gap: the rest must be asked for again. */
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
