/**
 * Compacts and thins one document in the background: a new snapshot, and a thinner history (sync.md R5). Only the saving
 * could delay others.
 */
import { setImmediate } from 'node:timers/promises'
import { readPages, readRows } from '../storage/rows.ts'
import type { DocumentStorage, StoredUpdate } from '../storage/storage.ts'
import {
	groupThinnable,
	rowOfGroup,
	ROWS_PER_TURN,
	takeThinnable,
	thinningBounds,
	type ThinningBounds
} from './thinning.ts'
import type { Compacted, CompactionWork } from './work.ts'

export interface DocumentOptions {
	storage: DocumentStorage
	work: CompactionWork
	/** Other numbers than those of thinning.ts. */
	mostRecentRows?: number | undefined
	rowsPerTurn?: number | undefined
}

export type CompactionOutcome = 'saved' | 'nothing-new' | Exclude<Compacted['outcome'], 'compacted'>

/** Makes and saves a snapshot of all that is stored, or returns why not; then everything stays as it was. */
export async function compactDocument(
	{ storage, work }: DocumentOptions,
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
		// Perhaps the old snapshot is damaged. It was made of the rows, and they are all there.
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

export interface ThinningTurn {
	/** The result of the turn before; 0: begin with the document's first row. */
	after?: number
	/** One row has replaced several: so many fewer are stored. */
	onMerged?(removed: number): void
	/** Asked between transactions. */
	isStopping?(): boolean
}

/**
 * One turn of thinning: reads ROWS_PER_TURN rows, or some more. Each new row is a transaction of its own, so merged rows stay
 * merged when the turn rejects. Resolves with where the next turn goes on, null when nothing more is due.
 */
export async function thinDocument(
	options: DocumentOptions,
	documentId: string,
	now: Date,
	turn: ThinningTurn = {}
): Promise<number | null> {
	const { rowsPerTurn = ROWS_PER_TURN } = options
	let { after = 0 } = turn
	for (let looked = 0; looked < rowsPerTurn;) {
		const info = await options.storage.findDocument(documentId)
		if (info === null || info.deletedAt !== null) return null
		const bounds = thinningBounds(now, info, options.mostRecentRows)
		const rows = await loadThinnable(options.storage, documentId, bounds, { after, most: rowsPerTurn })
		looked += rows.length
		const hasMerged = await thinRows(options, documentId, groupThinnable(rows, bounds, info.thinnedThrough), turn)
		if (turn.isStopping?.()) return null
		// Merged rows may be merged again, such as those of a day with too many for one. Where nothing was merged, more may follow
		// behind.
		if (!hasMerged && rows.length < rowsPerTurn) return null
		if (!hasMerged) after = rows.at(-1)?.sequence ?? after
	}
	return after
}

async function loadThinnable(
	storage: DocumentStorage,
	documentId: string,
	bounds: ThinningBounds,
	{ after, most }: { after: number; most: number }
): Promise<StoredUpdate[]> {
	const thinnable: StoredUpdate[] = []
	for await (const page of readPages(storage, documentId, { after })) {
		const taken = takeThinnable(page, bounds)
		thinnable.push(...taken)
		if (taken.length < page.length || thinnable.length >= most) break
	}
	return thinnable
}

/**
 * Merges the groups; true when there are fewer rows now. A group that cannot be merged is halved. Rows that merge with
 * nothing stay as they are and count as thinned, so that they are not tried again each time.
 */
async function thinRows(
	{ storage, work }: DocumentOptions,
	documentId: string,
	groups: readonly StoredUpdate[][],
	{ onMerged, isStopping }: ThinningTurn
): Promise<boolean> {
	let hasMerged = false
	for (const batch of batchesOf(groups)) {
		for (let trying = batch.filter(isSeveral); trying.length > 0;) {
			if (isStopping?.()) return hasMerged
			const merged = await work.mergeGroups(trying.map(bytesOf))
			const halves: StoredUpdate[][] = []
			for (const [index, group] of trying.entries()) {
				if (isStopping?.()) return hasMerged
				const bytes = merged[index] ?? null
				const row = bytes && rowOfGroup(group, bytes)
				if (row === null) halves.push(...halvesOf(group))
				else if (await storage.thin(documentId, row)) {
					hasMerged = true
					onMerged?.(group.length - 1)
				}
				await setImmediate()
			}
			trying = halves.filter(isSeveral)
		}
		const last = batch.at(-1)?.at(-1)
		// Marks the last row as thinned; has no effect if it was merged.
		if (last !== undefined) await storage.thin(documentId, last)
	}
	return hasMerged
}

function isSeveral({ length }: readonly StoredUpdate[]): boolean {
	return length > 1
}

function halvesOf(group: readonly StoredUpdate[]): StoredUpdate[][] {
	const middle = Math.ceil(group.length / 2)
	return [group.slice(0, middle), group.slice(middle)]
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
