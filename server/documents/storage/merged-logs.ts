/**
 * A document's stored updates, merged for newcomers: its snapshot and the rows after it. No Y.Doc is built. Merging
 * keeps updates that wait for another one (sync.md R4), and costs no heap between two newcomers. The last used logs are
 * kept for a moment, because the two people of a programme come back together after a restart. Rows stored since are
 * merged on top.
 *
 * The snapshot is sent as it is, never merged with the rows after it: decoding it would cost more than all the rest.
 */
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import { readRows } from './rows.ts'
import type { DocumentStorage, Snapshot } from './storage.ts'
import { createKnowledge, type Knowledge } from './knowledge.ts'

export interface MergedLog {
	/** The pieces hold every stored update up to this one. */
	sequence: number
	/** Updates to apply in this order; at most two, as long as they fit into frames. */
	pieces: readonly Uint8Array[]
	/** What a device with this state vector lacks, as updates to apply in order. */
	diffs(stateVector: Uint8Array): Iterable<Uint8Array>
}

export interface MergedLogs {
	/** Includes at least everything committed before the call. */
	read(documentId: string): Promise<MergedLog>
	/**
	 * What the relay has, so that it can ask for what it lacks. For a compacted document this reads only the rows after
	 * its snapshot.
	 */
	readKnowledge(documentId: string): Promise<Knowledge>
	/** Drops what is kept of a document, so that it is read again from the disk. */
	forget(documentId: string): void
}

interface KeptLog {
	epoch: number
	sequence: number
	/** The snapshot; none, or one. */
	base: readonly Snapshot[]
	tail: readonly Uint8Array[]
	/** As performance.now(). */
	usedAt: number
}

/** Reading a snapshot again takes a fraction of a millisecond; keeping those of all open documents would take most of the memory. */
const MOST_KEPT_BYTES = 16 * 1024 * 1024
const KEPT_MS = 2000

export function createMergedLogs(
	storage: DocumentStorage,
	{ mostBytes = MOST_KEPT_BYTES, keptMs = KEPT_MS } = {}
): MergedLogs {
	/** The least recently used first. */
	const kept = new Map<string, KeptLog>()
	const reading = new Map<string, Promise<MergedLog>>()
	let keptBytes = 0
	let forgetting: NodeJS.Timeout | null = null

	function forget(documentId: string): void {
		keptBytes -= sizeOf(kept.get(documentId))
		kept.delete(documentId)
	}

	function keep(documentId: string, log: KeptLog): void {
		forget(documentId)
		kept.set(documentId, log)
		keptBytes += sizeOf(log)
		for (const oldest of kept.keys()) {
			if (keptBytes <= mostBytes) break
			forget(oldest)
		}
		forgetLater()
	}

	function forgetLater(): void {
		if (forgetting === null && kept.size > 0) forgetting = setTimeout(forgetUnused, keptMs).unref()
	}

	function forgetUnused(): void {
		forgetting = null
		const before = performance.now() - keptMs
		for (const [documentId, { usedAt }] of kept) {
			if (usedAt > before) break
			forget(documentId)
		}
		forgetLater()
	}

	async function readAfter(documentId: string, earlier: Promise<MergedLog> | undefined): Promise<MergedLog> {
		// One reader at a time per document: the next one finds the work done and adds what came since.
		await earlier?.catch(() => undefined) // its own caller gets the failure; this one tries again
		const epoch = (await storage.findDocument(documentId))?.epoch ?? 0
		const before = kept.get(documentId)
		// A log of another epoch is of a document that was deleted (R15).
		const known = before?.epoch === epoch ? before : await readSnapshot(documentId, epoch)
		const rows = await readRows(storage, documentId, { after: known.sequence })
		const tail = rows.length === 0 ? known.tail : await mergePieces([...known.tail, ...rows.map(({ bytes }) => bytes)])
		const log = { ...known, tail, sequence: rows.at(-1)?.sequence ?? known.sequence, usedAt: performance.now() }
		keep(documentId, log)
		const pieces = [...log.base, ...log.tail.map((bytes) => ({ bytes, covers: null }))]
		return {
			sequence: log.sequence,
			pieces: pieces.map(({ bytes }) => bytes),
			diffs: (stateVector) => diffsOf(pieces, stateVector)
		}
	}

	async function readSnapshot(documentId: string, epoch: number): Promise<Omit<KeptLog, 'usedAt'>> {
		const snapshot = await storage.loadSnapshot(documentId)
		if (snapshot === null || readCovers(snapshot.covers) === null) return { epoch, sequence: 0, base: [], tail: [] }
		return { epoch: snapshot.epoch, sequence: snapshot.sequence, base: [snapshot], tail: [] }
	}

	async function read(documentId: string): Promise<MergedLog> {
		const log = readAfter(documentId, reading.get(documentId))
		reading.set(documentId, log)
		try {
			return await log
		} finally {
			if (reading.get(documentId) === log) reading.delete(documentId)
		}
	}

	return {
		read,

		async readKnowledge(documentId) {
			const coverage = await storage.loadCoverage(documentId)
			if (coverage === null || readCovers(coverage.covers) === null) {
				return createKnowledge((await read(documentId)).pieces)
			}
			const rows = await readRows(storage, documentId, { after: coverage.sequence })
			return createKnowledge(
				rows.map(({ bytes }) => bytes),
				coverage.covers
			)
		},

		forget
	}
}

function sizeOf(log: KeptLog | undefined): number {
	if (log === undefined) return 0
	const base = log.base.reduce((sum, { bytes, covers }) => sum + bytes.length + covers.length, 0)
	return log.tail.reduce((sum, { length }) => sum + length, base)
}

/**
 * A part of a document's log. Most devices lack nothing or everything of the snapshot, and `covers` shows both:
 * decoding a two-year plan to find that out would cost some milliseconds each time.
 */
export interface Piece {
	bytes: Uint8Array
	/** Y.encodeSnapshot of `bytes`; null: not known. */
	covers: Uint8Array | null
}

/** To be applied in order. The deletions are always among them: a state vector does not show which are known. */
function* diffsOf(pieces: readonly Piece[], stateVector: Uint8Array): Generator<Uint8Array> {
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

/**
 * Makes an update of deletions alone. An update is its structs (here none) and its deletions; a snapshot is its
 * deletions and its clocks (here none).
 */
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
		// A row damaged on the disk. A device skips what it cannot read, and gets all other rows.
		return update
	}
}

/** Merging sorts its inputs again for every struct, so its cost grows with the square of their number. */
const MERGED_AT_ONCE = 128
const PIECE_BYTES = 4 * 1024 * 1024

/**
 * Merges many updates into few without a Y.Doc, and keeps updates that wait for another one (sync.md R4). One piece as
 * long as it fits into a frame; apply the pieces in the order of the result.
 */
export async function mergePieces(updates: readonly Uint8Array[]): Promise<Uint8Array[]> {
	let pieces = [...updates]
	for (let before = Infinity; pieces.length < before;) {
		before = pieces.length
		const merged: Uint8Array[] = []
		for (const group of groupsOf(pieces)) {
			merged.push(...merge(group))
			// Merging a log of years in one turn would delay others noticeably.
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
		// Updates are checked before they are stored, so this is a bug in the check. One bad update must not keep everybody out:
		// each is sent as it is, and a device skips the one it cannot read.
		return updates
	}
}

/**
 * What a snapshot covers. Null when that was damaged on the disk: then the snapshot is not used, and the rows are read
 * instead (R5).
 */
function readCovers(covers: Uint8Array): Y.Snapshot | null {
	try {
		return Y.decodeSnapshot(covers)
	} catch {
		// Yjs throws on damaged bytes; null tells the caller.
		return null
	}
}
