/**
 * Projects plans into their summary rows after stored changes. It works in the background: under load summaries are delayed, never
 * the edits. The plans are read in a thread (work.ts); this side finds what is new, and stores the rows.
 */
import { setImmediate, setTimeout as pause } from 'node:timers/promises'
import { parseDocumentId, planOf } from '#domain/owner.ts'
import type { Registry } from '../../database/database.ts'
import { readRows } from '../../documents/storage/rows.ts'
import {
	SERVER_AUTHOR,
	type DocumentStorage,
	type Snapshot,
	type StoredUpdate
} from '../../documents/storage/storage.ts'
import {
	listProjected,
	readProjected,
	storeProjected,
	type Projected,
	type ProjectedPlan,
	type StoredSummary
} from '../../programs/summaries.ts'
import { createProjectionThread, type ProjectionThread } from './thread.ts'
import { isTyping, type PlanReading } from './work.ts'

export interface ProjectorOptions {
	storage: DocumentStorage
	registry: Registry
	now(): Date
	log: { error(details: object, message: string): void }
	/** For tests; by default a thread of its own. */
	work?: ProjectionThread
	/**
	 * Called when older apps have written texts into the plan that the thread has just read. `authorIds`: who has changed it since
	 * the last summary.
	 */
	onOldTexts?(programId: string, authorIds: readonly string[], work: ProjectionThread): Promise<void>
	/** Called after the commit of their summaries. */
	onProjected(programIds: readonly string[]): void
}

export interface Projector {
	/**
	 * A document has new updates, or another approved edition; anything but a plan is ignored. It costs almost nothing. The summary
	 * follows within 300 ms, load permitting.
	 */
	enqueue(documentId: string): void
	/**
	 * Enqueues every plan that has updates or an approved edition which its summary lacks: those stored just before a crash, and
	 * those that the last stop left. It looks at them all, and rests now and then.
	 */
	catchUp(): Promise<void>
	/** Finishes the plans that were edited. Those that a start found behind are found by the next start, too: they may be thousands. */
	stop(): Promise<void>
}

/** Edits of one burst share a projection. */
const DEBOUNCE_MS = 100
/** It rests so many times as long as its thread has worked, but no longer than MOST_REST_MS: a tenth of a core up to 0.11 s of work. */
const REST_PER_WORK = 9
/** And so many times as long as it has waited for disk, thread and a busy server. */
const REST_PER_WAIT = 2
const MOST_REST_MS = 1000
/** After so much work no further plan is begun before a rest. */
const SLICE_MS = 100
const RETRY_MS = 60_000
/** Rows in a commit: everybody's edits wait for it. */
const MOST_ROWS = 25
/** Plans between two rests of a catch-up: some 5 ms. */
const MOST_LOOKED_AT = 200
const LOOK_REST_MS = 10

export function startProjector(options: ProjectorOptions): Projector {
	const { storage, registry, log } = options
	const work = options.work ?? createProjectionThread()
	/** Ids of programmes. Edited now; and those that a start found behind, which wait while anything is edited. */
	const edited = new Set<string>()
	const behind = new Set<string>()
	let running: Promise<void> | null = null
	/** Their last reading or storing failed: they are queued again after RETRY_MS. */
	const failed = new Set<string>()
	let retrying: NodeJS.Timeout | null = null
	const stopping = new AbortController()

	function enqueue(documentId: string): void {
		const address = parseDocumentId(documentId)
		if (address?.kind === 'plan') put(address.ownerId, edited)
	}

	function put(programId: string, queue: Set<string>): void {
		queue.add(programId)
		running ??= run().finally(() => (running = null))
	}

	function take(programId: string): void {
		edited.delete(programId)
		behind.delete(programId)
	}

	async function run(): Promise<void> {
		await rest(DEBOUNCE_MS)
		while (edited.size + behind.size > 0) {
			const before = work.spentMs()
			const worked = () => work.spentMs() - before
			const startedAt = performance.now()
			const first = [...edited.values().take(MOST_ROWS)]
			const batch = new Set([...first, ...behind.values().take(MOST_ROWS - first.length)])
			await projectBatch([...batch], () => worked() > SLICE_MS)
			const due = Math.max(worked() * REST_PER_WORK, (performance.now() - startedAt) * REST_PER_WAIT)
			await rest(Math.max(DEBOUNCE_MS, Math.min(MOST_REST_MS, due)))
		}
	}

	/** The disk may be full, or the thread may have ended. */
	function retryLater(programIds: readonly string[]): void {
		for (const programId of programIds) failed.add(programId)
		if (stopping.signal.aborted) return
		retrying ??= setTimeout(() => {
			retrying = null
			const again = [...failed]
			failed.clear()
			for (const programId of again) enqueue(planOf(programId))
		}, RETRY_MS).unref()
	}

	/** Stopping ends the rest at once. */
	async function rest(milliseconds: number): Promise<void> {
		await pause(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
	}

	/** What is not begun when it is spent stays in its queue. */
	async function projectBatch(programIds: readonly string[], isSpent: () => boolean): Promise<void> {
		const projected: Projected[] = []
		try {
			const stored = await readProjected(registry, programIds)
			for (const [index, programId] of programIds.entries()) {
				const before = stored.get(programId)
				if (index > 0 && isSpent()) break
				take(programId)
				if (before !== undefined) projected.push(...(await projectSafely(programId, before)))
			}
			if (projected.length === 0) return
			await storeProjected(registry, projected, options.now().toISOString())
		} catch (error) {
			log.error({ error }, 'Summaries could not be stored')
			programIds.forEach(take)
			return retryLater(programIds)
		}
		options.onProjected(projected.map(({ programId }) => programId))
	}

	/** One plan that cannot be read must not stop the summaries of the others. */
	async function projectSafely(programId: string, before: StoredSummary): Promise<Projected[]> {
		try {
			const projected = await project(programId, before)
			if (projected !== null) return [projected]
			log.error({ programId }, 'A plan is unreadable')
			return []
		} catch (error) {
			log.error({ programId, error }, 'A plan could not be projected')
			retryLater([programId])
			return []
		} finally {
			await setImmediate()
		}
	}

	/** Null: other software has made the plan unreadable, until somebody edits it, or the next start. */
	async function project(programId: string, before: StoredSummary): Promise<Projected | null> {
		// The rows since the last summary name the authors, also where the plan is loaded further.
		const rows = await readRows(storage, planOf(programId), { after: before.sequence })
		const sequence = rows.at(-1)?.sequence ?? before.sequence
		const edits = editsIn(rows)
		const isSame = before.isCounted && !before.dependsOnWords && rows.every(({ bytes }) => isTyping(bytes))
		if (isSame) return { programId, sequence, edits, reading: null }
		const reading = await read(programId, before, rows)
		if (reading === null) return null
		if (reading.hasOldTexts) await options.onOldTexts?.(programId, authorsOf(rows), work)
		return { programId, sequence, edits, reading: { ...reading, edition: before.approved?.hash ?? null } }
	}

	async function read(
		programId: string,
		{ sequence: projected, approved }: StoredSummary,
		rows: readonly StoredUpdate[]
	): Promise<PlanReading | null> {
		/** `covered`: the sequence up to which the thread has the plan, or the snapshot does. */
		async function ask(covered: number, snapshot: Snapshot | null = null) {
			const missing = covered < projected ? await readRows(storage, planOf(programId), { after: covered }) : rows
			const news = missing.filter(({ sequence }) => sequence > covered)
			return work.read({
				programId,
				after: snapshot === null ? covered : 0,
				hasSnapshot: snapshot !== null,
				updates: [...(snapshot === null ? [] : [snapshot.bytes]), ...news.map(({ bytes }) => bytes)],
				sequence: news.at(-1)?.sequence ?? covered,
				approved
			})
		}
		/** A number: up to where the thread has the plan. Mostly that is as far as the last summary. */
		let reading = projected === 0 ? 0 : await ask(projected)
		if (typeof reading === 'number' && reading > 0) reading = await ask(reading)
		if (typeof reading === 'number') {
			const snapshot = await storage.loadSnapshot(planOf(programId))
			if (snapshot !== null) reading = await ask(snapshot.sequence, snapshot)
		}
		if (typeof reading === 'number') reading = await ask(0)
		return typeof reading === 'object' ? reading : null
	}

	return {
		enqueue,
		async catchUp() {
			let page: ProjectedPlan[] = []
			do {
				page = await listProjected(registry, page.at(-1)?.programId ?? '', MOST_LOOKED_AT)
				for (const { programId, sequence, isCounted } of page) {
					const document = await storage.findDocument(planOf(programId))
					if (stopping.signal.aborted) return
					if (document !== null && (document.sequence > sequence || !isCounted)) put(programId, behind)
				}
				await rest(LOOK_REST_MS)
			} while (page.length === MOST_LOOKED_AT && !stopping.signal.aborted)
		},
		async stop() {
			stopping.abort()
			behind.clear()
			if (retrying !== null) clearTimeout(retrying)
			while (running !== null) await running
			await work.stop()
		}
	}
}

/** For each person, the newest of the updates. A merged row may have several authors. */
function editsIn(rows: readonly StoredUpdate[]): Projected['edits'] {
	const byPerson = new Map(rows.flatMap((row) => row.authorIds.map((personId) => [personId, row])))
	byPerson.delete(SERVER_AUTHOR)
	return [...byPerson].map(([personId, { sequence, at }]) => ({ personId, sequence, editedAt: at }))
}

function authorsOf(rows: readonly StoredUpdate[]): string[] {
	return [...new Set(rows.flatMap(({ authorIds }) => authorIds))]
}
