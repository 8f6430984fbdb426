import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from './testing/memory.ts'
import type { DocumentStorage, Snapshot } from './storage.ts'
import { compactDocument } from '../compaction/document.ts'
import { compactionWork } from '../compaction/work.ts'
import { createMergedLogs } from './merged-logs.ts'

const plan = 'plan:program-1'

describe('merged logs', () => {
	it('[R5] a newcomer gets the snapshot and what was stored after it', async () => {
		const { storage, viktor } = await withSnapshot()
		viktor.getMap('plan').set('topic', 'Открытый урок')
		await store(storage, viktor)
		expect(await readAsNewcomer(storage)).toEqual({ title: 'Программа', topic: 'Открытый урок' })
	})

	it('[R5] of a compacted document only the rows after its snapshot are read', async () => {
		const { storage } = await withSnapshot()
		const loadedAfter: number[] = []
		const watched: DocumentStorage = {
			...storage,
			load(documentId, after, limit) {
				loadedAfter.push(after ?? 0)
				return storage.load(documentId, after, limit)
			}
		}
		await createMergedLogs(watched).read(plan)
		await createMergedLogs(watched).readKnowledge(plan)
		expect(loadedAfter).toEqual([1, 1])
	})

	it('[R5] a device gets what it lacks: all, nothing but deletions, or the difference', async () => {
		const { storage, viktor } = await withSnapshot()
		const irina = docOf([Y.encodeStateAsUpdate(viktor)])
		viktor.getMap('plan').delete('title')
		viktor.getMap('plan').set('topic', 'Открытый урок')
		await storage.append(plan, { ...byViktor, bytes: Y.encodeStateAsUpdate(viktor) })
		await compactDocument({ storage, work: compactionWork }, plan)
		const log = await createMergedLogs(storage).read(plan)

		const [whole, ...more] = log.diffs(Y.encodeStateVector(new Y.Doc()))
		expect(more).toEqual([])
		expect(whole).toBe(log.pieces[0])

		const [difference = new Uint8Array()] = log.diffs(Y.encodeStateVector(irina))
		expect(difference.length).toBeLessThan(whole?.length ?? 0)
		Y.applyUpdate(irina, difference)
		expect(irina.getMap('plan').toJSON()).toEqual({ topic: 'Открытый урок' })

		const [deletions = new Uint8Array()] = log.diffs(Y.encodeStateVector(viktor))
		expect(Y.decodeUpdate(deletions).structs).toEqual([])
		expect(Y.decodeUpdate(deletions).ds).toEqual(Y.decodeUpdate(Y.encodeStateAsUpdate(viktor)).ds)
	})

	it('[R6] what to ask for is known without reading the document', async () => {
		const { storage, viktor } = await withSnapshot()
		const blind = { ...storage, loadSnapshot: () => Promise.reject<Snapshot | null>(new Error('was read')) }
		viktor.getMap('plan').delete('title')
		const newest = await store(storage, viktor)
		const knowledge = await createMergedLogs(blind).readKnowledge(plan)
		expect(Y.decodeStateVector(knowledge.stateVector())).toEqual(Y.decodeStateVector(Y.encodeStateVector(viktor)))
		expect(knowledge.contains(newest)).toBe(true)
		viktor.getMap('plan').set('topic', 'Открытый урок')
		expect(knowledge.contains(Y.encodeStateAsUpdate(viktor))).toBe(false)
	})

	it('[R6] a deletion that is not in the snapshot is not known', async () => {
		const { storage, viktor } = await withSnapshot()
		const knowledge = await createMergedLogs(storage).readKnowledge(plan)
		expect(knowledge.contains(Y.encodeStateAsUpdate(viktor))).toBe(true)
		viktor.getMap('plan').delete('title')
		expect(knowledge.contains(Y.encodeStateAsUpdate(viktor))).toBe(false)
	})

	it('what was stored since is added to what is kept', async () => {
		const { storage, viktor } = await withSnapshot()
		const logs = createMergedLogs(storage)
		await logs.read(plan)
		for (const topic of ['Урок', 'Совещание']) {
			viktor.getMap('plan').set('topic', topic)
			await store(storage, viktor)
			expect(read(await logs.read(plan))).toEqual({ title: 'Программа', topic })
		}
	})

	it('[R15] nothing of a deleted document reaches the one made in its place', async () => {
		const { storage } = await withSnapshot()
		const logs = createMergedLogs(storage)
		await logs.read(plan)
		await storage.deleteDocument(plan, '2026-11-21T10:00:00.000Z')
		await storage.createDocument(plan)
		expect(read(await logs.read(plan))).toEqual({})
		const irina = new Y.Doc()
		irina.getMap('plan').set('title', 'Новая')
		await store(storage, irina)
		expect(read(await logs.read(plan))).toEqual({ title: 'Новая' })
	})

	it('[R5] a snapshot damaged on the disk is not believed: newcomers get the rows, and the relay knows what they hold', async () => {
		const { storage, viktor } = await withSnapshot()
		viktor.getMap('plan').set('topic', 'Открытый урок')
		await store(storage, viktor)
		const covers = Uint8Array.of(200)
		const damaged: DocumentStorage = {
			...storage,
			async loadSnapshot(documentId) {
				const snapshot = await storage.loadSnapshot(documentId)
				return snapshot && { ...snapshot, covers, bytes: Y.encodeStateAsUpdate(new Y.Doc()) }
			},
			async loadCoverage(documentId) {
				const coverage = await storage.loadCoverage(documentId)
				return coverage && { ...coverage, covers }
			}
		}
		const logs = createMergedLogs(damaged)
		const irina = docOf([...(await logs.read(plan)).diffs(Y.encodeStateVector(new Y.Doc()))])
		expect(irina.getMap('plan').toJSON()).toEqual({ title: 'Программа', topic: 'Открытый урок' })
		const behind = docOf([(await storage.load(plan))[0]!.bytes])
		const difference = [...(await logs.read(plan)).diffs(Y.encodeStateVector(behind))]
		difference.forEach((update) => Y.applyUpdate(behind, update))
		expect(behind.getMap('plan').toJSON()).toEqual({ title: 'Программа', topic: 'Открытый урок' })
		expect((await logs.readKnowledge(plan)).stateVector()).toEqual(Y.encodeStateVector(viktor))
	})

	it('keeps no more than its bound, the last used', async () => {
		const { storage } = await withSnapshot()
		await storage.createDocument('plan:program-2')
		const irina = new Y.Doc()
		irina.getMap('plan').set('title', 'Вторая')
		await storage.append('plan:program-2', { ...byViktor, bytes: Y.encodeStateAsUpdate(irina) })
		let snapshots = 0
		const counted: DocumentStorage = {
			...storage,
			loadSnapshot(documentId) {
				snapshots += 1
				return storage.loadSnapshot(documentId)
			}
		}
		const logs = createMergedLogs(counted, { mostBytes: 70 })
		for (const id of [plan, plan, 'plan:program-2', 'plan:program-2', plan]) await logs.read(id)
		expect(snapshots).toBe(3)
	})

	it('keeps nothing of what nobody asked for in a while', async () => {
		const { storage } = await withSnapshot()
		let snapshots = 0
		const counted: DocumentStorage = {
			...storage,
			loadSnapshot(documentId) {
				snapshots += 1
				return storage.loadSnapshot(documentId)
			}
		}
		const logs = createMergedLogs(counted, { keptMs: 5 })
		await expect.poll(async () => (await logs.read(plan), snapshots), { interval: 20 }).toBeGreaterThan(1)
	})
})

const byViktor = { personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z' }

/** Viktor's plan with a title, compacted at sequence 1. */
async function withSnapshot(): Promise<{ storage: DocumentStorage; viktor: Y.Doc }> {
	const storage = createMemoryStorage()
	await storage.createDocument(plan)
	const viktor = new Y.Doc()
	viktor.getMap('plan').set('title', 'Программа')
	const bytes = await store(storage, viktor)
	await storage.saveSnapshot(plan, { epoch: 1, sequence: 1, bytes, covers: Y.encodeSnapshot(Y.snapshot(viktor)) })
	return { storage, viktor }
}

async function store(storage: DocumentStorage, doc: Y.Doc): Promise<Uint8Array> {
	const bytes = Y.encodeStateAsUpdate(doc)
	await storage.append(plan, { ...byViktor, bytes })
	return bytes
}

async function readAsNewcomer(storage: DocumentStorage): Promise<object> {
	return read(await createMergedLogs(storage).read(plan))
}

function read({ pieces }: { pieces: readonly Uint8Array[] }): object {
	return docOf(pieces).getMap('plan').toJSON()
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc()
	for (const update of updates) Y.applyUpdate(doc, update)
	return doc
}
