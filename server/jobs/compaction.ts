/**
 * Runs compaction in the background (sync.md R5). Documents with many rows since their snapshot get a new one, and once a day
 * the history of every document is thinned. A crowded document does not wait for the day: it is thinned as soon as it is
 * checked, in turns with the others. The work runs in a thread, one document at a time.
 */
import { compactDocument, thinDocument, type CompactionOutcome } from '../documents/compaction/document.ts'
import { isCrowded, MOST_RECENT_ROWS, ROWS_PER_TURN } from '../documents/compaction/thinning.ts'
import { createCompactionThread, type CompactionThread } from '../documents/compaction/thread.ts'
import type { DocumentStorage } from '../documents/storage/storage.ts'
import type { Background } from './background.ts'

/** Times in ms. */
export interface CompactionSettings {
	/** A document is due when so many updates, or bytes of updates, are not in its snapshot. */
	dueUpdates: number
	dueBytes: number
	/** A document with more rows than this that thinning has not merged is crowded. */
	mostRecentRows: number
	/** Thinning reads so many rows of a document in a turn, or some more. */
	rowsPerTurn: number
	/** How often documents with new updates are checked. */
	lookMs: number
	/** A document that could not be compacted or thinned is tried again after so long, if it has new updates; so is a failed sweep. */
	retryMs: number
	/** A sweep checks and thins every document: first so long after the start, then so often. */
	firstSweepMs: number
	sweepMs: number
}

const defaultCompaction: CompactionSettings = {
	dueUpdates: 200,
	dueBytes: 256 * 1024,
	mostRecentRows: MOST_RECENT_ROWS,
	rowsPerTurn: ROWS_PER_TURN,
	lookMs: 10_000,
	retryMs: 5 * 60_000,
	firstSweepMs: 60_000,
	sweepMs: 24 * 60 * 60_000
}

export interface CompactionOptions {
	background: Background
	storage: DocumentStorage
	now(): Date
	log: { info(facts: object, message?: string): void; error(facts: object, message?: string): void }
	settings?: Partial<CompactionSettings>
	/** The document's stored updates have become smaller. */
	onThinned?(documentId: string): void
	/** For tests; by default a thread of its own. */
	thread?: CompactionThread
}

export interface CompactionStats {
	/** Documents that are due, and since when the first of them has waited. */
	queued: number
	oldestQueuedAt: Date | null
	/** Documents that waited for a missing update when last tried. */
	pending: number
	/** Documents that were unreadable, differed or failed when last tried. */
	failed: number
	/** Since the start: snapshots saved, rows merged away, and when the last sweep ended. */
	saved: number
	thinnedRows: number
	sweptAt: Date | null
}

export interface Compaction {
	/** Call after each commit; it costs almost nothing. */
	noteStored(documentId: string): void
	stats(): CompactionStats
}

interface Blocked {
	outcome: Exclude<CompactionOutcome, 'saved' | 'nothing-new'> | 'failed'
	/** The document's newest update when it was tried. */
	sequence: number
	/** As performance.now(): from then on it is tried again. */
	retryAt: number
}

const LOOKS_AT_ONCE = 100
const PAGE = 100

export function startCompaction(options: CompactionOptions): Compaction {
	const { background, storage, log, now } = options
	const settings = { ...defaultCompaction, ...options.settings }
	const thread = options.thread ?? createCompactionThread()
	const { mostRecentRows, rowsPerTurn } = settings
	const work = { storage, work: thread, mostRecentRows, rowsPerTurn }
	const noted = new Set<string>()
	const queue = new Map<string, Date>()
	/** Documents to thin before the next sweep, and after which sequence to go on. */
	const thinning = new Map<string, number>()
	/** As performance.now(): until then a document whose thinning failed is not tried again. */
	const thinAgainAt = new Map<string, number>()
	const blocked = new Map<string, Blocked>()
	/** Bytes of the document's updates when its snapshot was made, or when it was first checked. */
	const bytesThen = new Map<string, number>()
	const totals = { saved: 0, thinnedRows: 0, sweptAt: null as Date | null }
	const { lookMs, firstSweepMs, sweepMs, retryMs } = settings
	const failure = 'Compaction could not read the storage'
	void background.repeat({ firstMs: lookMs, everyMs: lookMs, retryMs, failure, run: lookAtNoted })
	void background.repeat({ firstMs: firstSweepMs, everyMs: sweepMs, retryMs, failure, run: sweep })
	// A job under way rejects, and its document stays as it was.
	background.stopping.addEventListener('abort', () => void thread.stop())

	async function lookAtNoted(): Promise<void> {
		for (const [index, documentId] of [...noted].entries()) {
			noted.delete(documentId)
			await look(documentId).catch((error) => {
				noted.add(documentId)
				throw error
			})
			if (index % LOOKS_AT_ONCE === LOOKS_AT_ONCE - 1 && !(await background.rest())) return
		}
		for (const documentId of [...queue.keys()]) {
			if (background.stopping.aborted) return
			await takeTurn(documentId, () => compact(documentId))
		}
		for (const documentId of [...thinning.keys()]) {
			if (background.stopping.aborted) return
			await takeTurn(documentId, () => thin(documentId))
		}
	}

	async function sweep(): Promise<void> {
		let after = ''
		for (;;) {
			const page = await storage.listDocuments(after, PAGE)
			for (const documentId of page) {
				await look(documentId)
				await takeTurn(documentId, async () => {
					if (queue.has(documentId)) await compact(documentId)
					await thin(documentId)
				})
				if (background.stopping.aborted) return
			}
			const last = page.at(-1)
			if (last === undefined) break
			after = last
		}
		totals.sweptAt = now()
	}

	async function look(documentId: string): Promise<void> {
		const info = await storage.findDocument(documentId)
		if (info === null || info.deletedAt !== null) {
			for (const known of [queue, thinning, thinAgainAt, blocked, bytesThen]) known.delete(documentId)
			return
		}
		const mayThin = !thinning.has(documentId) && performance.now() >= (thinAgainAt.get(documentId) ?? 0)
		if (mayThin && isCrowded(info, mostRecentRows)) thinning.set(documentId, 0)
		const last = blocked.get(documentId)
		if (last !== undefined && performance.now() < last.retryAt) return
		if (last !== undefined && last.outcome !== 'failed' && info.sequence === last.sequence) return
		const covered = (await storage.loadCoverage(documentId))?.sequence ?? 0
		const bytesBefore = bytesThen.get(documentId) ?? (covered === 0 ? 0 : info.bytes)
		bytesThen.set(documentId, bytesBefore)
		const isDue = info.sequence - covered >= settings.dueUpdates || info.bytes - bytesBefore >= settings.dueBytes
		if (isDue && info.sequence > covered && !queue.has(documentId)) queue.set(documentId, now())
	}

	function takeTurn(documentId: string, task: () => Promise<void>): Promise<void> {
		return background.takeTurn(task, { facts: { documentId }, message: 'A document could not be compacted' })
	}

	async function compact(documentId: string): Promise<void> {
		const info = await storage.findDocument(documentId)
		queue.delete(documentId)
		if (info === null) return
		const retry = { sequence: info.sequence, retryAt: performance.now() + settings.retryMs }
		const outcome = await compactDocument(work, documentId).catch((error) => {
			blocked.set(documentId, { outcome: 'failed', ...retry })
			throw error
		})
		if (outcome === 'saved' || outcome === 'nothing-new') {
			blocked.delete(documentId)
			bytesThen.set(documentId, info.bytes)
			if (outcome === 'saved') totals.saved += 1
			return
		}
		blocked.set(documentId, { outcome, ...retry })
		if (outcome === 'differs') log.error({ documentId }, 'A snapshot did not match its updates and was not saved')
		else log.info({ documentId, outcome }, 'A document was not compacted')
	}

	async function thin(documentId: string): Promise<void> {
		const after = thinning.get(documentId) ?? 0
		thinning.delete(documentId)
		let thinned = 0
		try {
			const next = await thinDocument(work, documentId, now(), {
				after,
				onMerged: (removed) => void (thinned += removed),
				isStopping: () => background.stopping.aborted
			})
			// Goes on after a rest, because others wait for their snapshots.
			if (next !== null) thinning.set(documentId, next)
			thinAgainAt.delete(documentId)
		} catch (error) {
			thinAgainAt.set(documentId, performance.now() + settings.retryMs)
			throw error
		} finally {
			totals.thinnedRows += thinned
			if (thinned > 0) options.onThinned?.(documentId)
		}
	}

	return {
		noteStored: (documentId) => void noted.add(documentId),

		stats() {
			const [oldest] = queue.values()
			const pending = [...blocked.values()].filter(({ outcome }) => outcome === 'pending').length
			return {
				...totals,
				queued: queue.size,
				oldestQueuedAt: oldest ?? null,
				pending,
				failed: blocked.size - pending
			}
		}
	}
}
