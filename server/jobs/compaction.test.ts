import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../documents/storage/storage.ts'
import { createCompactionThread, type CompactionThread } from '../documents/compaction/thread.ts'
import { compactionWork } from '../documents/compaction/work.ts'
import { type Background, createBackground } from './background.ts'
import { startCompaction, type Compaction, type CompactionSettings } from './compaction.ts'
import { eventually } from '../../tests/support/eventually.ts'

const plan = 'plan:program-1'
const byViktor = { personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z' }
const never = 24 * 60 * 60 * 1000
const quick: Partial<CompactionSettings> = {
	...{ dueUpdates: 5, dueBytes: 10_000, lookMs: 1, retryMs: 0 },
	...{ firstSweepMs: never, sweepMs: never }
}
const inProcess: CompactionThread = { ...compactionWork, stop: () => Promise.resolve() }

let compaction: Compaction

let background: Background
beforeEach(() => void (background = createBackground({ log: silent, restPerWork: 0, leastRestMs: 0 })))
afterEach(() => background.stop())

describe('compaction', () => {
	it('[R5] a document gets a snapshot after enough new updates, and again after as many more', async () => {
		const { storage, write } = await withPlan()
		compaction = start(storage)
		await write(4)
		await eventually(() => expect(compaction.stats()).toMatchObject({ queued: 0, saved: 0 }))
		expect(await storage.loadSnapshot(plan)).toBeNull()
		await write(1)
		await eventually(async () => expect((await storage.loadSnapshot(plan))?.sequence).toBe(5))
		await write(5)
		await eventually(async () => expect((await storage.loadSnapshot(plan))?.sequence).toBe(10))
		expect(compaction.stats()).toMatchObject({ saved: 2, pending: 0, failed: 0 })
	})

	it('[R5] a few large updates are enough, too', async () => {
		const { storage, write } = await withPlan()
		compaction = start(storage)
		await write(1, 'Протокол '.repeat(1000))
		await eventually(() => expect(compaction.stats().saved).toBe(1))
	})

	it('[R5] a document with something pending is counted, left alone, and compacted when the rest has come', async () => {
		const { storage, write, keepBack } = await withPlan()
		compaction = start(storage)
		const beginning = keepBack()
		await write(5)
		await eventually(() => expect(compaction.stats().pending).toBe(1))
		expect(await storage.loadSnapshot(plan)).toBeNull()
		await storage.append(plan, { ...byViktor, bytes: beginning })
		compaction.noteStored(plan)
		await eventually(() => expect(compaction.stats()).toMatchObject({ saved: 1, pending: 0 }))
	})

	it('[R5] a document that failed is tried again by the next sweep, though nothing new came', async () => {
		const { storage, write } = await withPlan()
		let failures = 0
		const failing: CompactionThread = {
			...inProcess,
			compact(base, updates) {
				failures += 1
				return failures === 1
					? Promise.reject(new Error('The thread has ended'))
					: compactionWork.compact(base, updates)
			}
		}
		compaction = start(storage, { firstSweepMs: 50, sweepMs: 50 }, failing)
		await write(5)
		await eventually(() => expect(compaction.stats()).toMatchObject({ saved: 1, failed: 0 }))
		expect(failures).toBe(2)
	})

	it('[R5] a damaged snapshot is made anew of the rows', async () => {
		const { storage, write, viktor } = await withPlan()
		await storage.append(plan, { ...byViktor, bytes: Y.encodeStateAsUpdate(viktor) })
		const damaged = Uint8Array.of(1, 1, 255)
		await storage.saveSnapshot(plan, {
			epoch: 1,
			sequence: 1,
			bytes: damaged,
			covers: Y.encodeSnapshot(Y.emptySnapshot)
		})
		compaction = start(storage)
		await write(5)
		await eventually(() => expect(compaction.stats().saved).toBe(1))
		const newcomer = new Y.Doc()
		Y.applyUpdate(newcomer, (await storage.loadSnapshot(plan))?.bytes ?? damaged)
		expect(newcomer.getText('notes').toJSON()).toBe(viktor.getText('notes').toJSON())
	})

	it('[R5] documents nobody writes in any more are compacted and thinned by the sweep', async () => {
		const { storage, write } = await withPlan()
		await write(6)
		compaction = start(storage, { firstSweepMs: 0 }, inProcess, new Date('2027-01-10T08:00:00.000Z'))
		await eventually(() => expect(compaction.stats()).toMatchObject({ saved: 1, thinnedRows: 4 }))
		await eventually(() => expect(compaction.stats().sweptAt).toEqual(new Date('2027-01-10T08:00:00.000Z')))
		expect((await storage.load(plan)).map(({ sequence, count }) => [sequence, count])).toEqual([
			[1, 1],
			[6, 5]
		])
	})

	it('[R5] a plan somebody fills within a day is thinned before the sweep, whatever it is read for, and nothing is lost', async () => {
		const { storage, viktor, write } = await withPlan()
		compaction = start(storage, { mostRecentRows: 100 })
		await write(100)
		await eventually(() => expect(compaction.stats().saved).toBe(1))
		expect(await storage.load(plan)).toHaveLength(100)
		for (let round = 0; round < 5; round += 1) {
			await write(60)
			await eventually(async () => expect((await storage.load(plan)).length).toBeLessThanOrEqual(102))
		}
		const rows = await storage.load(plan)
		expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(400)
		const newcomer = new Y.Doc()
		for (const { bytes } of rows) Y.applyUpdate(newcomer, bytes)
		expect(newcomer.getText('notes').toJSON()).toBe(viktor.getText('notes').toJSON())
	})

	it.each([
		['nothing else, is not tried at every look', 0, ones(601)],
		['others behind them, has the others merged', 500, [...ones(601), 450, ...ones(50)]]
	])('[R5] a plan of rows that can be merged with nothing, and %s', async (_what, others, counts) => {
		const { storage, write } = await withPlan()
		const irinas = await withPlan(storage, 'plan:program-2')
		await write(1)
		for (let row = 0; row < 600; row += 1) await storage.append(plan, { ...byViktor, bytes: Uint8Array.of(1, 2, 3) })
		const mergeGroups = vi.fn(inProcess.mergeGroups)
		compaction = start(storage, { mostRecentRows: 100, rowsPerTurn: 500 }, { ...inProcess, mergeGroups })
		await write(others)
		await eventually(async () => {
			const { sequence = 0, thinnedThrough = 0 } = (await storage.findDocument(plan)) ?? {}
			expect(sequence - thinnedThrough).toBe(50)
		})
		await look(3)
		expect(await countsOf(storage)).toEqual(counts)
		const tried = mergeGroups.mock.calls.length
		await look(3)
		expect(mergeGroups).toHaveBeenCalledTimes(tried)

		/** Each look saves a snapshot. By then the thinning of the look before is done. */
		async function look(times: number): Promise<void> {
			for (let time = 0; time < times; time += 1) {
				const { saved } = compaction.stats()
				compaction.noteStored(plan)
				await irinas.write(5)
				await eventually(() => expect(compaction.stats().saved).toBeGreaterThan(saved))
			}
		}
	})

	it('[R5] a plan whose thinning fails is left alone for a while', async () => {
		const { storage, write } = await withPlan()
		const mergeGroups = vi.fn(() => Promise.reject(new Error('The thread of compaction has ended')))
		compaction = start(storage, { mostRecentRows: 100, retryMs: never }, { ...inProcess, mergeGroups })
		await write(101)
		await eventually(() => expect(compaction.stats().saved).toBe(1))
		await write(5)
		await eventually(() => expect(compaction.stats().saved).toBe(2))
		await write(5)
		await eventually(() => expect(compaction.stats().saved).toBe(3))
		expect(mergeGroups).toHaveBeenCalledTimes(1)
	})

	it('[R5] while a plan somebody fills is thinned, another gets its snapshot in between', async () => {
		const { storage, write } = await withPlan()
		const irinas = await withPlan(storage, 'plan:program-2')
		const thinnedThrough = async () => (await storage.findDocument(plan))?.thinnedThrough ?? 0
		let thinnedThen = 0
		let hasBegun = false
		compaction = start(
			{
				...storage,
				async saveSnapshot(...asked) {
					if (asked[0] === 'plan:program-2') thinnedThen = await thinnedThrough()
					return storage.saveSnapshot(...asked)
				}
			},
			{ mostRecentRows: 100, rowsPerTurn: 500, dueBytes: never, dueUpdates: 5 },
			{
				...inProcess,
				async mergeGroups(groups) {
					if (!hasBegun) await irinas.write(5)
					hasBegun = true
					return compactionWork.mergeGroups(groups)
				}
			}
		)
		await write(2000)
		await eventually(async () => expect(await countsOf(storage)).toEqual([1, 1949, ...ones(50)]))
		expect(thinnedThen).toBe(500)
	})

	it('[R15] a document deleted while it is compacted gets no snapshot, nor does the one made in its place', async () => {
		const { storage, write } = await withPlan()
		const { promise: isDeleted, resolve } = Promise.withResolvers<void>()
		let isAsked = false
		const slow: CompactionThread = {
			...inProcess,
			async compact(base, updates) {
				isAsked = true
				await isDeleted
				return compactionWork.compact(base, updates)
			}
		}
		compaction = start(storage, {}, slow)
		await write(5)
		await eventually(() => expect(isAsked).toBe(true))
		await storage.deleteDocument(plan, '2026-11-21T10:00:00.000Z')
		await storage.createDocument(plan)
		for (let index = 0; index < 6; index += 1) await storage.append(plan, { ...byViktor, bytes: Uint8Array.of(0, 0) })
		resolve()
		await eventually(() => expect(compaction.stats().saved).toBe(1))
		expect(await storage.loadSnapshot(plan)).toBeNull()
	})

	it('a storage that fails is asked again later', async () => {
		const { storage, write } = await withPlan()
		let failures = 0
		const failing: DocumentStorage = {
			...storage,
			findDocument(documentId) {
				failures += 1
				return failures === 1 ? Promise.reject(new Error('disk I/O error')) : storage.findDocument(documentId)
			}
		}
		compaction = start(failing)
		await write(5)
		await eventually(() => expect(compaction.stats().saved).toBe(1))
		expect(failures).toBeGreaterThan(1)
	})

	it('[R5] a storage that fails in the middle of a sweep is swept again soon, not a day later', async () => {
		const { storage, write } = await withPlan()
		await write(5)
		let failures = 0
		const failing: DocumentStorage = {
			...storage,
			listDocuments(after, most) {
				failures += 1
				return failures === 1 ? Promise.reject(new Error('disk I/O error')) : storage.listDocuments(after, most)
			}
		}
		compaction = start(failing, { firstSweepMs: 0 })
		await eventually(() => expect(compaction.stats()).toMatchObject({ saved: 1, sweptAt: new Date(byViktor.at) }))
	})

	it('[R7] a document whose history was thinned is named, one that stays as it is is not', async () => {
		const { storage, write } = await withPlan()
		await write(5)
		await storage.createDocument('plan:program-2')
		await storage.append('plan:program-2', { ...byViktor, bytes: anUpdate() })
		const thinned: string[] = []
		compaction = startCompaction({
			background,
			storage,
			now: () => new Date('2027-03-01T09:30:00.000Z'),
			log: silent,
			settings: { ...quick, firstSweepMs: 0 },
			onThinned: (documentId) => thinned.push(documentId),
			thread: inProcess
		})
		await eventually(() => expect(compaction.stats().sweptAt).not.toBeNull())
		expect(thinned).toEqual([plan])
	})

	it('[R7] a document is named also when the storage fails before all of its history is thinned', async () => {
		const { storage, write } = await withPlan()
		await write(3)
		const dayAfter = '2026-11-22T09:30:00.000Z'
		for (let row = 0; row < 2; row += 1) await storage.append(plan, { ...byViktor, at: dayAfter, bytes: anUpdate() })
		const thinned: string[] = []
		compaction = startCompaction({
			background,
			storage: {
				...storage,
				thin: (documentId, row) =>
					row.at === dayAfter ? Promise.reject(new Error('disk I/O error')) : storage.thin(documentId, row)
			},
			now: () => new Date('2027-03-01T09:30:00.000Z'),
			log: silent,
			settings: { ...quick, firstSweepMs: 0 },
			onThinned: (documentId) => thinned.push(documentId),
			thread: inProcess
		})
		await eventually(() => expect(compaction.stats()).toMatchObject({ thinnedRows: 1, sweptAt: expect.any(Date) }))
		expect(await countsOf(storage)).toEqual([1, 2, 1, 1])
		expect(thinned).toEqual([plan])
	})

	it('stops at once with a real thread in the middle of its work', async () => {
		const { storage, write } = await withPlan()
		const real = createCompactionThread()
		const { promise: hasJob, resolve: noteJob } = Promise.withResolvers<void>()
		const thread: CompactionThread = {
			...real,
			compact(base, updates) {
				const job = real.compact(base, updates)
				noteJob()
				return job
			}
		}
		compaction = start(storage, {}, thread)
		await write(5)
		await hasJob
		await background.stop()
		expect(await storage.loadSnapshot(plan)).toBeNull()
		expect(await storage.load(plan)).toHaveLength(5)
	})
})

const silent = { info: () => undefined, error: () => undefined }

function anUpdate(): Uint8Array {
	const doc = new Y.Doc()
	doc.getText('notes').insert(0, 'Н')
	return Y.encodeStateAsUpdate(doc)
}

function start(
	storage: DocumentStorage,
	settings: Partial<CompactionSettings> = {},
	thread = inProcess,
	now = new Date(byViktor.at)
): Compaction {
	return startCompaction({
		background,
		storage,
		now: () => now,
		log: silent,
		settings: { ...quick, ...settings },
		thread
	})
}

function ones(count: number): number[] {
	return Array.from({ length: count }, () => 1)
}

/** How many updates each of the plan's rows holds. */
async function countsOf(storage: DocumentStorage): Promise<number[]> {
	return (await storage.load(plan)).map(({ count }) => count)
}

async function withPlan(storage = createMemoryStorage(), documentId = plan) {
	await storage.createDocument(documentId)
	const viktor = new Y.Doc()
	const updates: Uint8Array[] = []
	viktor.on('update', (update: Uint8Array) => updates.push(update))
	return {
		storage,
		viktor,
		/** Stores and notes so many updates, each with the words. */
		async write(count: number, words = 'а'): Promise<void> {
			for (let index = 0; index < count; index += 1) {
				viktor.getText('notes').insert(0, words)
				await storage.append(documentId, { ...byViktor, bytes: updates.at(-1) ?? new Uint8Array() })
			}
			compaction?.noteStored(documentId)
		},
		/** Writes an update without storing it. */
		keepBack(): Uint8Array {
			viktor.getText('notes').insert(0, 'Н')
			return updates.at(-1) ?? new Uint8Array()
		}
	}
}
