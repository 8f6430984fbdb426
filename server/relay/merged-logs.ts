/**
 * The stored updates of a document, merged for those who come new. No Y.Doc is built: merging keeps
 * what waits for an update that is not there yet (sync.md R4), and costs no heap between two newcomers.
 * The last used are kept, within a bound; what was stored since is merged on top.
 */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import type { DocumentStorage } from '../storage/storage.ts'

export interface MergedLog {
	/** Everything up to this stored update is in the pieces. */
	sequence: number
	/** Updates, to be applied in this order; one, as long as it fits into a frame. */
	pieces: readonly Uint8Array[]
}

export interface MergedLogs {
	/** Includes at least everything committed before the call. */
	read(documentId: string): Promise<MergedLog>
	/** Gives up what is kept of a document nobody has open. */
	forget(documentId: string): void
}

/** Merging sorts its inputs again for every struct: many at once cost the square. */
const MERGED_AT_ONCE = 128
const PIECE_BYTES = 4 * 1024 * 1024

export function createMergedLogs(storage: DocumentStorage, mostBytes = 32 * 1024 * 1024): MergedLogs {
	/** The least recently used first. */
	const kept = new Map<string, MergedLog>()
	const reading = new Map<string, Promise<MergedLog>>()
	let keptBytes = 0

	function forget(documentId: string): void {
		keptBytes -= sizeOf(kept.get(documentId))
		kept.delete(documentId)
	}

	function keep(documentId: string, log: MergedLog): void {
		forget(documentId)
		kept.set(documentId, log)
		keptBytes += sizeOf(log)
		for (const oldest of kept.keys()) {
			if (keptBytes <= mostBytes) return
			forget(oldest)
		}
	}

	async function readAfter(documentId: string, earlier: Promise<MergedLog> | undefined): Promise<MergedLog> {
		// One reader at a time per document: the next one finds the work done and adds what came since.
		await earlier?.catch(() => undefined) // its own caller hears of the failure; this one tries again
		const known = kept.get(documentId) ?? { sequence: 0, pieces: [] }
		const rows = await storage.load(documentId, known.sequence)
		const last = rows.at(-1)
		if (last === undefined) return known
		const pieces = await mergePieces([...known.pieces, ...rows.map(({ bytes }) => bytes)])
		const log = { sequence: last.sequence, pieces }
		keep(documentId, log)
		return log
	}

	return {
		async read(documentId) {
			const read = readAfter(documentId, reading.get(documentId))
			reading.set(documentId, read)
			try {
				return await read
			} finally {
				if (reading.get(documentId) === read) reading.delete(documentId)
			}
		},
		forget
	}
}

async function mergePieces(updates: readonly Uint8Array[]): Promise<Uint8Array[]> {
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
	try {
		return [Y.mergeUpdates(updates)]
	} catch {
		// Checked before they were stored, so this is a bug in the check. One bad update must not keep
		// everybody out: each travels as it is, and a device skips the one it cannot read.
		return updates
	}
}

function sizeOf(log: MergedLog | undefined): number {
	return log === undefined ? 0 : log.pieces.reduce((sum, { length }) => sum + length, 0)
}
