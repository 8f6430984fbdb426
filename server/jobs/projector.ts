/**
 * Projects plans into their summary rows, after each stored change. It works in the background, in at most a fifth of the
 * process's time: under load summaries are delayed, never the edits.
 *
 * Recently projected plans stay loaded, so that typing costs only the new updates.
 */
import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { countSummary, summarisePlan } from '#domain/summary.ts'
import { parseDocumentId, planOf } from '#domain/owner.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { SERVER_AUTHOR } from '../programs/create-program.ts'
import type { Registry } from '../database/database.ts'
import { readApproved } from '../programs/ledger/approved-plans.ts'
import { findOwner } from '../people/programs.ts'
import { listProjected, readProjectedSequence, storeProjected, type ProjectedProgram } from '../programs/summaries.ts'
import { readRows } from '../documents/storage/rows.ts'
import type { DocumentStorage } from '../documents/storage/storage.ts'

export interface ProjectorOptions {
	storage: DocumentStorage
	registry: Registry
	now(): Date
	log: { error(details: object, message: string): void }
	/** Gets each plan as it is now, and who has changed it since the last summary. It must not change the document. */
	onRead?(programId: string, plan: Y.Doc, authorIds: readonly string[]): Promise<void>
	/** Called after the commit of their summaries. */
	onProjected(programIds: readonly string[]): void
}

export interface Projector {
	/**
	 * A document has new updates, or another approved edition; anything but a plan is ignored. Its summary follows within 300 ms, load
	 * permitting.
	 */
	enqueue(documentId: string): void
	/** Enqueues every plan that has updates or an approved edition which its summary lacks: those stored just before a crash. */
	catchUp(): Promise<void>
	/** Finishes what is queued. */
	stop(): Promise<void>
}

interface LoadedPlan {
	doc: Y.Doc
	/** The document holds every stored update up to this one. */
	sequence: number
	/** The stored summary and the recorded last edits cover every update up to this one. */
	projectedSequence: number
}

/** Edits of one burst share a projection, in ms. */
const DEBOUNCE_MS = 100
const REST_PER_WORK = 4
const MAX_BATCH = 50
const MAX_LOADED = 32

export function startProjector(options: ProjectorOptions): Projector {
	const queue = new Set<string>()
	const loaded = new Map<string, LoadedPlan>()
	let running: Promise<void> | null = null
	const stopping = new AbortController()

	function enqueue(documentId: string): void {
		const address = parseDocumentId(documentId)
		if (address?.kind !== 'plan') return
		queue.add(address.ownerId)
		running ??= run().finally(() => (running = null))
	}

	async function run(): Promise<void> {
		await rest(DEBOUNCE_MS)
		while (queue.size > 0) {
			const startedAt = performance.now()
			const batch = [...queue].slice(0, MAX_BATCH)
			for (const programId of batch) queue.delete(programId)
			await projectBatch(batch)
			const worked = performance.now() - startedAt
			await rest(Math.max(DEBOUNCE_MS, worked * REST_PER_WORK))
		}
	}

	/** Stopping ends the rest at once. */
	async function rest(milliseconds: number): Promise<void> {
		await pause(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
	}

	async function projectBatch(programIds: readonly string[]): Promise<void> {
		const projected: ProjectedProgram[] = []
		for (const programId of programIds) {
			try {
				const program = await project(programId)
				if (program !== null) projected.push(program)
			} catch (error) {
				// One plan that cannot be read must not stop the summaries of the others.
				options.log.error({ programId, error }, 'A plan could not be projected')
			}
		}
		if (projected.length === 0) return
		try {
			await storeProjected(options.registry, projected, options.now().toISOString())
		} catch (error) {
			// A summary is derived: the next edit or the next start makes it again. The plans are opened anew then, so that the
			// authors of these edits are recorded, too.
			for (const { programId } of projected) forget(programId)
			options.log.error({ error }, 'Summaries could not be stored')
			return
		}
		options.onProjected(projected.map(({ programId }) => programId))
	}

	async function project(programId: string): Promise<ProjectedProgram | null> {
		if ((await findOwner(options.registry, programId)) === null) return null
		const { doc, sequence, projectedSequence } = loaded.get(programId) ?? (await openPlan(programId))
		loaded.delete(programId)
		const updates = await readRows(options.storage, planOf(programId), { after: Math.min(sequence, projectedSequence) })
		const newest = Math.max(updates.at(-1)?.sequence ?? 0, sequence)
		const news = updates.filter((update) => update.sequence > sequence)
		takeUpdates(
			doc,
			news.map(({ bytes }) => bytes)
		)
		keepLoaded(programId, doc, newest)
		// A merged row may have several authors.
		const byPerson = new Map(updates.flatMap((update) => update.authorIds.map((personId) => [personId, update])))
		const authorIds = updates.flatMap((update) => (update.sequence > projectedSequence ? update.authorIds : []))
		await options.onRead?.(programId, doc, [...new Set(authorIds)])
		const approved = await readApproved(options.registry, programId)
		return {
			programId,
			summary: countSummary(summarisePlan(doc), approved),
			sequence: newest,
			edition: approved?.hash ?? null,
			edits: [...byPerson]
				.filter(([personId]) => personId !== SERVER_AUTHOR)
				.map(([personId, { sequence, at }]) => ({ personId, sequence, editedAt: at }))
		}
	}

	/** Starts from the snapshot, if there is one. The rows since the last summary are read as well, because they name the authors. */
	async function openPlan(programId: string): Promise<LoadedPlan> {
		const projectedSequence = await readProjectedSequence(options.registry, programId)
		const snapshot = await options.storage.loadSnapshot(planOf(programId))
		const doc = new Y.Doc()
		if (snapshot === null) return { doc, sequence: 0, projectedSequence }
		if (takeUpdates(doc, [snapshot.bytes])) return { doc, sequence: snapshot.sequence, projectedSequence }
		return { doc: new Y.Doc(), sequence: 0, projectedSequence }
	}

	function forget(programId: string): void {
		loaded.get(programId)?.doc.destroy()
		loaded.delete(programId)
	}

	function keepLoaded(programId: string, doc: Y.Doc, sequence: number): void {
		loaded.set(programId, { doc, sequence, projectedSequence: sequence })
		const [oldest] = loaded
		if (loaded.size <= MAX_LOADED || oldest === undefined) return
		oldest[1].doc.destroy()
		loaded.delete(oldest[0])
	}

	return {
		enqueue,
		async catchUp() {
			for (const { programId, sequence, isCounted } of await listProjected(options.registry)) {
				const document = await options.storage.findDocument(planOf(programId))
				if (document !== null && (document.sequence > sequence || !isCounted)) enqueue(planOf(programId))
			}
		},
		async stop() {
			stopping.abort()
			while (running !== null) await running
		}
	}
}
