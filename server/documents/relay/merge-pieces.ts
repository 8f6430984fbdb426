/** Merges many updates into few without a Y.Doc: what waits for an update that is not there yet is kept (sync.md R4). */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'

/** Merging sorts its inputs again for every struct: many at once cost the square. */
const MERGED_AT_ONCE = 128
const PIECE_BYTES = 4 * 1024 * 1024

/** One piece as long as it fits into a frame; to be applied in the order they come back. */
export async function mergePieces(updates: readonly Uint8Array[]): Promise<Uint8Array[]> {
	let pieces = [...updates]
	for (let before = Infinity; pieces.length < before;) {
		before = pieces.length
		const merged: Uint8Array[] = []
		for (const group of groupsOf(pieces)) {
			merged.push(...merge(group))
			// A log of years takes long enough for others to notice.
			if (before > MERGED_AT_ONCE) await setImmediate()
		}
		pieces = merged
	}
	return pieces
}

function* groupsOf(updates: readonly Uint8Array[]): Generator<Uint8Array[]> {
	let group: Uint8Array[] = []
	let bytes = 0
	for (const update of updates) {
		if (group.length === MERGED_AT_ONCE || (group.length > 0 && bytes + update.length > PIECE_BYTES)) {
			yield group
			group = []
			bytes = 0
		}
		group.push(update)
		bytes += update.length
	}
	if (group.length > 0) yield group
}

function merge(updates: Uint8Array[]): Uint8Array[] {
	if (updates.length === 1) return updates
	try {
		return [Y.mergeUpdates(updates)]
	} catch {
		// Checked before they were stored, so this is a bug in the check. One bad update must not keep
		// everybody out: each travels as it is, and a device skips the one it cannot read.
		return updates
	}
}
