/** The relay reports that a document is filling before it refuses updates, and reports when there is room again (R7). */
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { encodeUpdate } from '#protocol/frames.ts'
import { thinDocument } from '../../server/documents/compaction/document.ts'
import { compactionWork } from '../../server/documents/compaction/work.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import { anEdit, openLine, type Line } from '../support/peer.ts'
import {
	notes,
	plan,
	startRelayFixture,
	type RelayFixture,
	type RelayFixtureOptions
} from '../support/relay-fixture.ts'

let fixture: RelayFixture
afterEach(() => fixture.stop())

const limits = { documentBytes: 3000, softBytes: 2000 }
const irinasPhone = { personId: 'irina', deviceId: 'phone' }
const nothing = Y.encodeStateVector(new Y.Doc())
const bytesLeftOf = (line: Line) => line.hellos().at(-1)?.bytesLeft

describe('[R7] a document beyond the soft limit', () => {
	it('[R7] is told of at once to whoever has it open, and first thing to whoever comes', async () => {
		const { url, relay, storage } = await start()
		const plain = await openLine(url, plan, { person: 'viktor' })
		const [viktor, irina] = await openBoth(url)
		irina.socket.send(encodeUpdate(anEdit('short', 'ж'.repeat(500))))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)
		expect([bytesLeftOf(viktor), bytesLeftOf(irina), await relay.countFilling()]).toEqual([null, null, 0])

		irina.socket.send(encodeUpdate(anEdit('long', 'ж'.repeat(500))))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(2)
		const left = 3000 - ((await storage.findDocument(plan))?.bytes ?? 0)
		await expect.poll(() => [bytesLeftOf(viktor), bytesLeftOf(irina)]).toEqual([left, left])
		const late = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => late.hellos()[0]?.bytesLeft).toBe(left)
		const inNotes = await openLine(url, notes, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => inNotes.hellos()[0]?.bytesLeft).toBeNull()
		expect(plain.frames.map(({ type }) => type)).not.toContain('hello')
		expect(await relay.countFilling()).toBe(1)
	})

	it('[R7] is told of by the exchange, also to those who have it open', async () => {
		const { url, storage, carry } = await start()
		const [viktor] = await openBoth(url)
		const bring = (key: string) => carry('irina', { frames: [encodeUpdate(anEdit(key, 'ж'.repeat(700)))] })
		await bring('one')
		expect((await carry('irina')).hello?.bytesLeft).toBeNull()
		await bring('two')
		const bytesLeft = (await carry('irina')).hello?.bytesLeft
		expect(bytesLeft).toBe(3000 - ((await storage.findDocument(plan))?.bytes ?? 0))
		await expect.poll(() => bytesLeftOf(viktor)).toBe(bytesLeft)
	})

	it('[R7] takes just as much as was told, and not a byte more', async () => {
		const { url } = await start()
		const [, irina] = await openBoth(url)
		irina.socket.send(encodeUpdate(anEdit('long', 'x'.repeat(2500))))
		await expect.poll(() => bytesLeftOf(irina)).toBeGreaterThan(0)
		const left = bytesLeftOf(irina)!
		irina.socket.send(encodeUpdate(editOf(left + 1)))
		await expect.poll(() => irina.nacks()).toEqual([{ reason: 'too-large', counter: 2, review: null, sequence: null }])
		irina.socket.send(encodeUpdate(editOf(left)))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(3)
		const late = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => late.hellos()[0]?.bytesLeft).toBe(0)
	})
})

describe('[R7] a document that became smaller', () => {
	it('[R7] by the thinning of its history is told to be all right to those who have it open', async () => {
		const { url, storage, relay } = await start({ storage: await typedLongAgo(createMemoryStorage()) })
		const [viktor] = await openBoth(url)
		await expect.poll(() => bytesLeftOf(viktor)).toBeTypeOf('number')
		await thin(storage)
		expect(await relay.countFilling()).toBe(0)
		relay.remeasure(plan)
		await expect.poll(() => bytesLeftOf(viktor)).toBeNull()
	})

	it('[R7] while somebody types is measured when that is stored, and takes as much as it then may', async () => {
		const memory = await typedLongAgo(createMemoryStorage())
		let commit = () => {}
		const committing = new Promise<void>((resolve) => (commit = resolve))
		const storage: DocumentStorage = {
			...memory,
			append: (documentId, update) => committing.then(() => memory.append(documentId, update))
		}
		const { url, relay } = await start({ storage, settings: { ...limits, softBytes: 1000 } })
		const [viktor, irina] = await openBoth(url)
		irina.socket.send(encodeUpdate(editOf(200)))
		await expect.poll(() => relay.stats().uncommittedDocuments).toBe(1)
		await thin(storage)
		const { bytes } = (await storage.findDocument(plan))!
		relay.remeasure(plan)
		commit()
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)
		const readPlan = () => relay.read(plan, nothing)
		await expect.poll(readPlan).toMatchObject({ bytesLeft: 3000 - bytes - 200 })
		expect(bytesLeftOf(viktor)).toBeTypeOf('number')
	})

	it('[R7] counts also what comes in the very moment of measuring, and once only what another server has stored', async () => {
		const memory = await typedLongAgo(createMemoryStorage())
		const [read, stored] = [gate(), gate()]
		const storage: DocumentStorage = {
			...memory,
			findDocument: (documentId) => memory.findDocument(documentId).then(read.pass),
			append: (documentId, update) => stored.pass(null).then(() => memory.append(documentId, update))
		}
		const { url, relay } = await start({ storage, settings: { ...limits, softBytes: 1000 } })
		const [, irina] = await openBoth(url)
		await thin(memory)
		read.shut()
		stored.shut()
		relay.remeasure(plan)
		irina.socket.send(encodeUpdate(editOf(200)))
		await expect.poll(() => relay.stats().uncommittedDocuments).toBe(1)
		read.open()
		await setImmediate()
		stored.open()
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(1)
		const readPlan = async () => relay.read(plan, nothing)
		const left = async () => ({ bytesLeft: 3000 - ((await memory.findDocument(plan))?.bytes ?? 0) })
		await expect.poll(readPlan).toMatchObject(await left())

		await memory.append(plan, { ...irinasPhone, at: '2026-11-21T09:41:00.000Z', bytes: anEdit('by another server') })
		relay.remeasure(plan)
		irina.socket.send(encodeUpdate(anEdit('one more')))
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(2)
		await expect.poll(readPlan).toMatchObject(await left())
	})

	it('[R7] because it was begun anew is told to be all right', async () => {
		const { url, relay, storage } = await start()
		await relay.store(plan, irinasPhone, anEdit('long', 'ж'.repeat(1200)))
		expect(await relay.read(plan, nothing)).toMatchObject({ bytesLeft: expect.any(Number) as number })
		await relay.deleteDocument(plan)
		await storage.createDocument(plan)
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		await expect.poll(() => viktor.hellos()[0]?.bytesLeft).toBeNull()
		expect(await relay.countFilling()).toBe(0)
	})
})

/** Viktor's and Irina's lines, after each has been notified of the other: from then on only a crossed limit makes the relay send. */
async function openBoth(url: string): Promise<[Line, Line]> {
	const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
	await expect.poll(() => viktor.hellos().length).toBe(1)
	const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
	await expect.poll(() => [viktor.hellos().length, irina.hellos().length]).toEqual([2, 1])
	return [viktor, irina]
}

/** Calls through it wait while it is shut. */
function gate() {
	let way = Promise.resolve()
	let open = () => {}
	return {
		shut: () => void (way = new Promise((resolve) => (open = resolve))),
		open: () => open(),
		pass: async <Passed>(passed: Passed): Promise<Passed> => way.then(() => passed)
	}
}

/** An update of this many bytes. */
function editOf(bytes: number): Uint8Array {
	const around = anEdit('more', '', 7).length
	const update = anEdit('more', 'x'.repeat(bytes - around), 7)
	// From 128 characters on, their length takes one more byte.
	return update.length === bytes ? update : anEdit('more', 'x'.repeat(bytes - around - 1), 7)
}

/** Typed letter by letter, so that the history takes half of the room after thinning. */
async function typedLongAgo(storage: DocumentStorage): Promise<DocumentStorage> {
	await storage.createDocument(plan)
	const doc = new Y.Doc()
	// A client number takes one to five bytes in each update: a chance one would change the document's size.
	doc.clientID = 0xf0000001
	const updates: Uint8Array[] = []
	doc.on('update', (update: Uint8Array) => updates.push(update))
	for (let index = 0; index < 110; index++) doc.getText('notes').insert(index, 'ж')
	for (const bytes of updates) await storage.append(plan, { ...irinasPhone, at: '2026-03-02T09:40:00.000Z', bytes })
	return storage
}

async function thin(storage: DocumentStorage): Promise<void> {
	const before = await storage.load(plan)
	await thinDocument({ storage, work: compactionWork }, plan, new Date('2026-11-21T09:40:00.000Z'))
	expect((await storage.load(plan)).length).toBeLessThan(before.length)
}

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	fixture = await startRelayFixture({ ...options, settings: { helloMs: 1, ...limits, ...options.settings } })
	return fixture
}
