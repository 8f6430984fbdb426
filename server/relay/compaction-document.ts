/** One document's turn in the background: a new snapshot (sync.md R5), and its history thinned. Saving is all that others could notice. */
import { setImmediate } from 'node:timers/promises'
import { readPages, readRows } from '../storage/read-rows.ts'
import type { DocumentStorage, StoredUpdate } from '../storage/storage.ts'
import {
	groupThinnable,
	rowOfGroup,
	takeThinnable,
	thinningBounds,
	type ThinningBounds
} from './compaction-thinning.ts'
import type { Compacted, CompactionWork } from './compaction-work.ts'

export interface DocumentParts {
	storage: DocumentStorage
	work: CompactionWork
	/** Beyond it rows are thinned however young; for tests, another number than compaction-thinning.ts says. */
	mostRecentRows?: number | undefined
}

export type CompactionOutcome = 'saved' | 'nothing-new' | Exclude<Compacted['outcome'], 'compacted'>

/** Makes and saves a snapshot of all that is stored, or says why not; then everything stays as it was. */
export async function compactDocument(
	{ storage, work }: DocumentParts,
	documentId: string
): Promise<CompactionOutcome> {
	const info = await storage.findDocument(documentId)
	if (info === null || info.deletedAt !== null) return 'nothing-new'
	const before = await storage.loadSnapshot(documentId)
	let rows = await readRows(storage, documentId, { after: before?.sequence ?? 0 })
	let sequence = rows.at(-1)?.sequence
	if (sequence === undefined) return 'nothing-new'
	let compacted = await work.compact(before?.bytes ?? null, bytesOf(rows))
	if (before !== null && (compacted.outcome === 'unreadable' || compacted.outcome === 'differs')) {
		// Perhaps the snapshot is damaged: it was made of the rows, and they are all there.
		rows = await readRows(storage, documentId)
		sequence = rows.at(-1)?.sequence ?? sequence
		compacted = await work.compact(null, bytesOf(rows))
	}
	if (compacted.outcome !== 'compacted') return compacted.outcome
	const { bytes, covers } = compacted
	await storage.saveSnapshot(documentId, { epoch: info.epoch, sequence, bytes, covers })
	return 'saved'
}

const MERGED_ROWS = 1000
const MERGED_BYTES = 4 * 1024 * 1024
/** Read at once: of a document that was never thinned there may be very many. */
const THINNED_AT_ONCE = 20_000

/** Resolves with how many rows were merged away. Each new row is a transaction of its own; `isStopping` is asked between them. */
export async function thinDocument(
	parts: DocumentParts,
	documentId: string,
	now: Date,
	isStopping: () => boolean = () => false
): Promise<number> {
	let removed = 0
	// What is merged may be merged again, as the rows of a day that had too many for one.
	for (;;) {
		const merged = await thinOnce(parts, documentId, now, isStopping)
		if (merged === 0) return removed
		removed += merged
	}
}

async function thinOnce(
	{ storage, work, mostRecentRows }: DocumentParts,
	documentId: string,
	now: Date,
	isStopping: () => boolean
): Promise<number> {
	const info = await storage.findDocument(documentId)
	if (info === null || info.deletedAt !== null) return 0
	const bounds = thinningBounds(now, info, mostRecentRows)
	const groups = groupThinnable(await loadThinnable(storage, documentId, bounds), bounds, info.thinnedThrough)
	let removed = 0
	for (const batch of batchesOf(groups)) {
		if (isStopping()) break
		const merged = await work.mergeGroups(batch.map(bytesOf))
		for (const [index, group] of batch.entries()) {
			const bytes = merged[index] ?? null
			const row = bytes && rowOfGroup(group, bytes)
			if (row !== null && (await storage.thin(documentId, row))) removed += group.length - 1
			await setImmediate()
			if (isStopping()) break
		}
	}
	return removed
}

async function loadThinnable(
	storage: DocumentStorage,
	documentId: string,
	bounds: ThinningBounds
): Promise<StoredUpdate[]> {
	const thinnable: StoredUpdate[] = []
	for await (const page of readPages(storage, documentId)) {
		const taken = takeThinnable(page, bounds)
		thinnable.push(...taken)
		if (taken.length < page.length || thinnable.length >= THINNED_AT_ONCE) break
	}
	return thinnable
}

function* batchesOf(groups: readonly StoredUpdate[][]): Generator<StoredUpdate[][]> {
	let batch: StoredUpdate[][] = []
	let rows = 0
	let bytes = 0
	for (const group of groups) {
		batch.push(group)
		rows += group.length
		bytes += group.reduce((sum, row) => sum + row.bytes.length, 0)
		if (rows < MERGED_ROWS && bytes < MERGED_BYTES) continue
		yield batch
		batch = []
		rows = bytes = 0
	}
	if (batch.length > 0) yield batch
}

function bytesOf(rows: readonly StoredUpdate[]): Uint8Array[] {
	return rows.map(({ bytes }) => bytes)
}
