/**
 * What a device lacks of a document. Most devices lack nothing or everything of the snapshot, and both is told from what it
 * covers: taking a two-year plan apart to find that out would cost some milliseconds each time.
 */
import * as Y from 'yjs'

export interface Piece {
	bytes: Uint8Array
	/** Y.encodeSnapshot of it; null: not known. */
	covers: Uint8Array | null
}

/** To be applied in order. Deletions are always among them: a state vector does not tell which are known. */
export function* diffsOf(pieces: readonly Piece[], stateVector: Uint8Array): Generator<Uint8Array> {
	const has = Y.decodeStateVector(stateVector)
	for (const { bytes, covers } of pieces) {
		const covered = covers && Y.decodeSnapshot(covers)
		if (has.size === 0) yield bytes
		else if (covered !== null && isWithin(covered.sv, has)) yield deletionsOf(covered)
		else yield diffOrWhole(bytes, stateVector)
	}
}

function isWithin(clocks: ReadonlyMap<number, number>, has: ReadonlyMap<number, number>): boolean {
	for (const [client, clock] of clocks) if ((has.get(client) ?? 0) < clock) return false
	return true
}

/** An update is its structs, here none, and its deletions; a snapshot its deletions and its clocks, here none. */
function deletionsOf({ ds }: Y.Snapshot): Uint8Array {
	const deletions = Y.encodeSnapshot(Y.createSnapshot(ds, new Map())).subarray(0, -1)
	const update = new Uint8Array(1 + deletions.length)
	update.set(deletions, 1)
	return update
}

function diffOrWhole(update: Uint8Array, stateVector: Uint8Array): Uint8Array {
	try {
		return Y.diffUpdate(update, stateVector)
	} catch {
		// A row damaged on the disk. A device skips what it cannot read, and gets all the others.
		return update
	}
}
