/** A device that comes back and says where it stopped gets what came since (R16, P12), and only what is its own (R15). */
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import * as Y from 'yjs'
import { encodeHello, encodeStep1, encodeUpdate } from '#protocol/frames.ts'
import { createMemoryDisk, createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import { anEdit, askForAll, openLine, readEdits, type Line } from '../support/peer.ts'
import { plan, startRelayFixture, type RelayFixture, type RelayFixtureOptions } from '../support/relay-fixture.ts'

let fixtures: RelayFixture[] = []
afterEach(async () => {
	await Promise.all(fixtures.map((fixture) => fixture.stop()))
	fixtures = []
})

const by = { personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:40:00.000Z' }

describe('[R16] a device that says where it stopped', () => {
	it('[R16][P12] gets the rows it missed as they are stored, and then that this is all', async () => {
		const { url, storage } = await startWith(['one', 'two', 'three'])
		const irina = await comeBack(url, { since: 1, run: storage.run })
		await expect.poll(() => irina.updates().length).toBe(3)
		const rows = await storage.load(plan, 1)
		const sent = irina.frames.flatMap((frame) => (frame.type === 'update' ? [frame] : []))
		expect(sent).toEqual([
			{ type: 'update', update: rows[0]?.bytes, isOffer: false },
			{ type: 'update', update: rows[1]?.bytes, isOffer: false },
			{ type: 'update', update: Uint8Array.of(0, 0), isOffer: true }
		])
		expect(irina.hellos()[0]).toMatchObject({ isResumed: true, run: storage.run, sequence: 3 })
		await expect.poll(() => irina.acks().at(-1)?.sequence).toBe(3)
	})

	it('[R16] costs the relay no look into the document', async () => {
		const { storage, looks } = countingLooks(createMemoryStorage())
		const { url } = await startWith(['one', 'two'], { storage })
		const irina = await comeBack(url, { since: 2, run: storage.run })
		const late = await comeBack(url, { since: 1, run: storage.run })
		await expect.poll(() => [irina.updates().length, late.updates().length]).toEqual([1, 2])
		await expect.poll(() => irina.acks().at(-1)?.sequence).toBe(2)
		expect(looks()).toBe(0)
		askForAll(irina)
		await expect.poll(() => Object.keys(readEdits(irina.updates())).sort()).toEqual(['one', 'two'])
		expect(looks()).toBeGreaterThan(0)
	})

	it('[R16] misses nothing of what is written while it comes back', async () => {
		const { url, storage } = await startWith(['one'])
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: query({ since: 1, run: storage.run }) })
		for (let index = 0; index < 50; index++) {
			viktor.socket.send(encodeUpdate(anEdit(`edit-${index}`)))
			if (index === 25) irina.socket.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
		}
		await expect.poll(() => irina.acks().at(-1)?.sequence).toBe(51)
		expect(Object.keys(readEdits(irina.updates()))).toHaveLength(50)
	})

	it('[P12] is asked for what it has when it has something unsent, and at once', async () => {
		const { url, storage } = await startWith(['one'])
		const irina = await comeBack(url, { since: 1, run: storage.run, unsent: 2 })
		await expect.poll(() => irina.frames.filter(({ type }) => type === 'step1').length).toBe(1)
		expect(irina.hellos()[0]?.isResumed).toBe(true)
	})

	it('[P12] is asked all the same within the interval, at a moment of its own, when it believes it has nothing unsent', async () => {
		const { url, storage } = await startWith(['one'], { settings: { resyncMs: 1500, sweepMs: 5 } })
		onTestFinished(() => void vi.restoreAllMocks())
		const asked: string[] = []
		const connect = async (who: string, share: number) => {
			vi.spyOn(Math, 'random').mockReturnValue(share)
			const line = await comeBack(url, { since: 1, run: storage.run, unsent: 0 })
			await expect.poll(() => line.hellos().length).toBe(1)
			const isFirst = () => line.frames.filter(({ type }) => type === 'step1').length === 1
			line.socket.on('message', () => void (isFirst() && !asked.includes(who) && asked.push(who)))
		}
		await connect('phone', 0.95)
		await connect('laptop', 0.05)
		expect(asked).not.toContain('phone')
		await expect.poll(() => asked).toEqual(['laptop', 'phone'])
	})

	it.each([
		['names a run the relay has never heard of', { since: 1, run: 'another' }],
		['names more than there is', { since: 99 }],
		['names no epoch', { since: 1, epoch: null }],
		['missed more rows than are worth sending one by one', { since: 0 }]
	])('[P12] that %s is answered by comparing', async (_what, said) => {
		const { url, storage } = await startWith(['one', 'two', 'three'], { settings: { resumedRows: 2 } })
		const irina = await comeBack(url, { run: storage.run, ...said })
		await expect.poll(() => Object.keys(readEdits(irina.updates())).sort()).toEqual(['one', 'three', 'two'])
		expect(irina.hellos()[0]?.isResumed).toBe(false)
		await expect.poll(() => irina.frames.map(({ type }) => type)).toContain('step1')
		await expect.poll(() => irina.acks().at(-1)?.sequence).toBe(3)
	})

	it('[P12] that missed few rows but large ones is answered by comparing', async () => {
		const { url, storage } = await startWith([], { settings: { resumedBytes: 1000 } })
		const doc = new Y.Doc()
		doc.on('update', (bytes: Uint8Array) => void storage.append(plan, { ...by, bytes }))
		for (const _ of [1, 2, 3]) doc.getMap('edits').set('draft', 'ж'.repeat(300))
		const irina = await comeBack(url, { since: 0, run: storage.run })
		await expect.poll(() => readEdits(irina.updates())).toEqual({ draft: 'ж'.repeat(300) })
		expect(irina.updates()).toHaveLength(1)
	})

	it('[P12] whose rows were thinned meanwhile is answered by comparing', async () => {
		const { url, storage } = await startWith(['one', 'two', 'three'])
		const rows = await storage.load(plan)
		const bytes = Y.mergeUpdates(rows.slice(0, 2).map((row) => row.bytes))
		const [first, second] = rows
		if (first === undefined || second === undefined) throw new Error('No rows')
		expect(await storage.thin(plan, { ...second, bytes, count: 2, from: first.from })).toBe(true)
		const irina = await comeBack(url, { since: 1, run: storage.run })
		await expect.poll(() => irina.hellos()[0]?.isResumed).toBe(false)
		const later = await comeBack(url, { since: 2, run: storage.run })
		await expect.poll(() => later.hellos()[0]?.isResumed).toBe(true)
	})

	it('[P12] after a restart goes on as before; after a restored backup it is answered by comparing', async () => {
		const disk = createMemoryDisk()
		const before = createMemoryStorage(disk)
		await before.createDocument(plan)
		await before.append(plan, { ...by, bytes: anEdit('one') })
		const backup = structuredClone(disk)
		await before.append(plan, { ...by, bytes: anEdit('two') })

		const restarted = await start({ storage: createMemoryStorage(disk) })
		const irina = await comeBack(restarted.url, { since: 2, run: before.run })
		await expect.poll(() => irina.hellos()[0]).toMatchObject({ isResumed: true, run: restarted.storage.run })

		const restored = await start({ storage: createMemoryStorage(backup) })
		await restored.storage.append(plan, { ...by, bytes: anEdit('another-two') })
		const again = await comeBack(restored.url, { since: 2, run: before.run })
		await expect.poll(() => again.hellos()[0]?.isResumed).toBe(false)
		await expect.poll(() => Object.keys(readEdits(again.updates())).sort()).toEqual(['another-two', 'one'])
	})

	it('[P7] cannot claim to have more than it named and was sent', async () => {
		const { url, storage, devices } = await startWith(['one', 'two'])
		const irina = await comeBack(url, { since: 1, run: storage.run })
		await expect.poll(() => irina.acks().at(-1)?.sequence).toBe(2)
		const report = { deviceId: 'phone', appVersion: '1', unsent: 0, underWay: 0, freeBytes: 7, isPersisted: true }
		irina.socket.send(encodeHello({ ...report, haveSequence: 50, seenSequence: 50 }))
		await expect
			.poll(async () => (await devices.forDocument(plan)).find(({ deviceId }) => deviceId === 'phone'))
			.toMatchObject({ haveSequence: 2, seenSequence: 2, freeBytes: 7, isPersisted: true })
	})
})

describe('[R15] a deleted document stays deleted', () => {
	it('[R15][P12] a device of another epoch is told so, and brings nothing', async () => {
		const { url, storage } = await startWith(['one'])
		await storage.deleteDocument(plan, by.at)
		await storage.createDocument(plan)
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1&epoch=1' })
		irina.socket.send(encodeUpdate(anEdit('old')))
		expect(await irina.closed).toBe(4409)
		expect(irina.frames).toEqual([])
		expect(await storage.load(plan)).toEqual([])
		const now = await openLine(url, plan, { person: 'irina', query: 'v=1&epoch=2' })
		await expect.poll(() => now.hellos()[0]?.epoch).toBe(2)
	})

	it('[R15] whoever has it open is told that it is gone, and so is whoever comes', async () => {
		const { url, relay, storage } = await startWith(['one'])
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina' })
		await expect.poll(() => relay.isOnline(plan, 'viktor') && relay.isOnline(plan, 'irina')).toBe(true)
		await relay.deleteDocument(plan)
		expect(await viktor.closed).toBe(4404)
		expect(await irina.closed).toBe(4404)
		expect(await (await openLine(url, plan, { person: 'viktor' })).closed).toBe(4404)
		expect(await relay.store(plan, by, anEdit('late'))).toBe('gone')
		expect(await storage.load(plan)).toEqual([])
	})

	it('[R15] an edit on its way to the disk is not acknowledged any more', async () => {
		const memory = createMemoryStorage()
		let commit = () => {}
		const committing = new Promise<void>((resolve) => (commit = resolve))
		const storage: DocumentStorage = {
			...memory,
			append: (documentId, update) => committing.then(() => memory.append(documentId, update))
		}
		const { url, relay } = await start({ storage })
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		viktor.socket.send(encodeUpdate(anEdit('late')))
		await expect.poll(() => relay.stats().uncommittedDocuments).toBe(1)
		await relay.deleteDocument(plan)
		commit()
		expect(await viktor.closed).toBe(4404)
		expect(viktor.acks()).toEqual([])
		expect(await storage.load(plan)).toEqual([])
	})

	it('[R15] made anew it is another document, also for whom the relay still knew', async () => {
		const { url, relay, storage } = await startWith(['old'])
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		askForAll(viktor)
		await expect.poll(() => readEdits(viktor.updates())).toEqual({ old: true })
		await relay.deleteDocument(plan)
		await viktor.closed
		await storage.createDocument(plan)
		await relay.store(plan, by, anEdit('new'))
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		askForAll(irina)
		await expect.poll(() => readEdits(irina.updates())).toEqual({ new: true })
	})
})

async function startWith(edits: readonly string[], options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	const fixture = await start(options)
	for (const edit of edits) await fixture.storage.append(plan, { ...by, bytes: anEdit(edit) })
	return fixture
}

interface Said {
	since: number
	run?: string
	unsent?: number
	epoch?: number | null
}

function query({ since, run = 'none', unsent = 0, epoch = 1 }: Said): string {
	const said = { v: '1', since: String(since), run, unsent: String(unsent), ...(epoch && { epoch: String(epoch) }) }
	return new URLSearchParams(said).toString()
}

/** Irina's phone, with the request that a device sends first. */
async function comeBack(url: string, said: Said): Promise<Line> {
	const line = await openLine(url, plan, { person: 'irina', query: query(said) })
	askForAll(line)
	return line
}

/** Counts how often the relay reads the whole document, or what it covers. */
function countingLooks(memory: DocumentStorage) {
	let count = 0
	const storage: DocumentStorage = {
		...memory,
		load(documentId, after = 0, limit) {
			if (after === 0) count += 1
			return memory.load(documentId, after, limit)
		},
		loadSnapshot(documentId) {
			count += 1
			return memory.loadSnapshot(documentId)
		},
		loadCoverage(documentId) {
			count += 1
			return memory.loadCoverage(documentId)
		}
	}
	return { storage, looks: () => count }
}

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	const fixture = await startRelayFixture(options)
	fixtures.push(fixture)
	return fixture
}
