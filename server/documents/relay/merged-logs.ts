/**
 * What is stored of a document, merged for those who come new: its snapshot and the rows after it. No Y.Doc is
 * built: merging keeps what waits for an update that is not there yet (sync.md R4), and costs no heap between two
 * newcomers. The last used are kept for a moment, as the two of a programme come back together after a restart; what was
 * stored since is merged on top.
 *
 * The snapshot travels as it is, never merged with what came after it: decoding it would cost more than all the rest.
 */
import { readRows } from '../storage/read-rows.ts'
import type { DocumentStorage, Snapshot } from '../storage/storage.ts'
import { diffsOf } from './diffs.ts'
import { createKnowledge, type Knowledge } from './knowledge.ts'
import { mergePieces } from './merge-pieces.ts'
import { readCovers } from './read-covers.ts'

export interface MergedLog {
	/** Everything up to this stored update is in the pieces. */
	sequence: number
	/** Updates, to be applied in this order; at most two, as long as they fit into frames. */
	pieces: readonly Uint8Array[]
	/** What of them somebody with this state vector lacks, as updates to be applied in order. */
	diffs(stateVector: Uint8Array): Iterable<Uint8Array>
}

export interface MergedLogs {
	/** Includes at least everything committed before the call. */
	read(documentId: string): Promise<MergedLog>
	/** What the relay has, for asking what it lacks: of a compacted document this reads only the rows after its snapshot. */
	readKnowledge(documentId: string): Promise<Knowledge>
	/** Gives up what is kept of a document nobody has open, or that is to be read anew from the disk. */
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
		await earlier?.catch(() => undefined) // its own caller hears of the failure; this one tries again
		const epoch = (await storage.findDocument(documentId))?.epoch ?? 0
		const before = kept.get(documentId)
		// What is kept of a document that was deleted and made anew is not of this one (R15).
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
