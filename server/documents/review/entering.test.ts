import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { startEntering, type Entering, type EnteringOptions } from './entering.ts'
import { createMemoryDisk, createMemoryReviewLog, createMemoryStorage } from '../storage/memory.ts'

// The machine that runs the tests may be busy.
vi.setConfig({ testTimeout: 10_000 })
const eventually = <Value>(read: () => Value) => expect.poll(read)

const PLAN = 'plan:program-1'
const NOTES = 'notes:program-1'

const started: Entering[] = []
afterEach(async () => {
	for (const entering of started.splice(0)) await entering.stop()
})

/** The plan and the notes as the relay has them, and the late edits of both. */
async function open() {
	const disk = createMemoryDisk()
	const storage = createMemoryStorage(disk)
	const review = createMemoryReviewLog(disk)
	for (const documentId of [PLAN, NOTES]) await storage.createDocument(documentId)
	const read: string[] = []
	const entered: string[] = []
	const loadedAfter: (number | undefined)[] = []
	const logged: string[] = []
	let isBroken = false

	function start(againMs?: number): Entering {
		const options: EnteringOptions = {
			review,
			storage: {
				load(documentId, after, limit) {
					loadedAfter.push(after)
					return storage.load(documentId, after, limit)
				}
			},
			relay: {
				async read(documentId) {
					if (isBroken) throw new Error('The disk does not answer')
					const rows = await storage.load(documentId)
					read.push(documentId)
					const updates = rows.map(({ bytes }) => bytes)
					const nothing = { stateVector: new Uint8Array(), snapshot: null, bytesLeft: null }
					return { epoch: 1, updates, sequence: rows.at(-1)?.sequence ?? 0, ...nothing }
				}
			},
			now: () => new Date('2026-11-24T08:00:00.000Z'),
			log: { error: (_details, message) => void logged.push(message) },
			onEntered: (documentId) => void entered.push(documentId)
		}
		const entering = startEntering(options, againMs)
		started.push(entering)
		return entering
	}

	async function add(documentId: string, bytes: Uint8Array): Promise<void> {
		const update = { documentId, epoch: 1, personId: 'irina', deviceId: 'phone', bytes }
		await review.add({ ...update, receivedAt: '2026-11-21T09:30:00.000Z' }, { most: 100, mostBytes: 1000 })
	}

	return {
		start,
		add,
		read,
		entered,
		/** After which sequences single rows were loaded. */
		loadedAfter,
		logged,
		breakDisk: (isSo: boolean) => void (isBroken = isSo),
		store: (documentId: string, bytes: Uint8Array, acceptedBy?: string) =>
			storage.append(documentId, {
				...{ bytes, personId: 'irina', deviceId: 'phone', at: '2026-11-24T07:59:00.000Z', acceptedBy }
			}),
		list: () => review.list([PLAN, NOTES], 10),
		states: async () => (await review.list([PLAN, NOTES], 10)).map(({ documentId, state }) => [documentId, state])
	}
}

function writes(text: string, goingOnFrom?: Y.Doc): { bytes: Uint8Array; doc: Y.Doc } {
	const doc = new Y.Doc()
	if (goingOnFrom !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(goingOnFrom))
	const before = Y.encodeStateVector(doc)
	doc.getText('text').insert(0, text)
	return { bytes: Y.encodeStateAsUpdate(doc, before), doc }
}

/** When two clients set the same key independently, the higher client id wins. */
function sets(goal: string, client: number): Uint8Array {
	const doc = withClient(client)
	doc.getMap('fields').set('goal', goal)
	return Y.encodeStateAsUpdate(doc)
}

function withClient(client: number, goingOnFrom?: Y.Doc): Y.Doc {
	const doc = new Y.Doc()
	doc.clientID = client
	if (goingOnFrom !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(goingOnFrom))
	return doc
}

it('[R3] what came just before a crash is found in its document after the next start, and the board is told', async () => {
	const town = await open()
	const { bytes } = writes('Написано без сети')
	await town.add(PLAN, bytes)
	await town.store(PLAN, bytes)
	await town.start().catchUp()
	await eventually(() => town.entered).toEqual([PLAN])
	expect(await town.states()).toEqual([[PLAN, 'entered']])
})

it('[R3] what Elena accepted just before a crash is found to be accepted by her, and not to have come by itself', async () => {
	const town = await open()
	const irinas = writes('Принято')
	const hers = writes('Пришло само')
	for (const { bytes } of [irinas, hers]) await town.add(PLAN, bytes)
	await town.store(PLAN, hers.bytes)
	await town.store(PLAN, irinas.bytes, 'elena')
	await town.store(PLAN, writes('Записал потом Виктор').bytes)
	await town.start().catchUp()
	await eventually(() => town.entered).toEqual([PLAN])
	const byElena = { decidedBy: 'elena', decidedAt: '2026-11-24T07:59:00.000Z', enteredAt: null }
	expect(await town.list()).toMatchObject([
		{ state: 'entered', decidedBy: null, enteredAt: '2026-11-24T08:00:00.000Z' },
		{ state: 'accepted', ...byElena }
	])
})

it('[R3] a document of which nothing is held, or nothing any more, is never read for that', async () => {
	const town = await open()
	const entering = town.start()
	const { bytes } = writes('Написано без сети')
	await town.add(PLAN, bytes)
	await town.store(PLAN, bytes)
	entering.noteStored(NOTES)
	entering.noteSubmitted(PLAN)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
	entering.noteStored(PLAN)
	// As when a curator has decided before it is checked.
	entering.noteSubmitted(PLAN)
	await town.add(NOTES, bytes)
	await town.store(NOTES, bytes)
	entering.noteSubmitted(NOTES)
	await eventually(() => town.entered).toEqual([PLAN, NOTES])
	expect(town.read).toEqual([PLAN, NOTES])
})

it('[R3] what lies in its document and waits there for something else has not entered, until that comes', async () => {
	const town = await open()
	const entering = town.start()
	const first = writes('Первая половина')
	const second = writes('Вторая половина', first.doc)
	const other = writes('Само по себе')
	for (const { bytes } of [second, other]) {
		await town.add(PLAN, bytes)
		await town.store(PLAN, bytes)
	}
	entering.noteSubmitted(PLAN)
	await eventually(() => town.entered).toEqual([PLAN])
	expect(await town.states()).toEqual([
		[PLAN, 'waiting'],
		[PLAN, 'entered']
	])
	await town.store(PLAN, first.bytes)
	entering.noteStored(PLAN)
	await eventually(() => town.entered).toEqual([PLAN, PLAN])
})

it('[R3] while the disk does not answer nothing is said to have entered, and after the next change it is', async () => {
	const town = await open()
	const entering = town.start()
	const { bytes } = writes('Написано без сети')
	await town.add(PLAN, bytes)
	await town.store(PLAN, bytes)
	town.breakDisk(true)
	entering.noteSubmitted(PLAN)
	await eventually(() => town.logged).toHaveLength(1)
	expect(await town.states()).toEqual([[PLAN, 'waiting']])
	town.breakDisk(false)
	entering.noteStored(PLAN)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
})

it('[R3] what was the last that is stored of a plan is found as well, though the disk did not answer just then', async () => {
	const town = await open()
	const entering = town.start(20)
	const { bytes } = writes('Написано без сети')
	await town.add(PLAN, bytes)
	await town.store(PLAN, bytes)
	town.breakDisk(true)
	entering.noteSubmitted(PLAN)
	// It is checked more than once while nothing answers.
	await eventually(() => town.logged.length).toBeGreaterThan(2)
	town.breakDisk(false)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
})

it('[R3] while Viktor types on, the plan is not read again for what of Irina’s is set aside; when hers comes, it is', async () => {
	const town = await open()
	const entering = town.start()
	const viktors = new Y.Doc()
	const { bytes } = writes('Отклонено')
	await town.add(PLAN, bytes)
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	for (const [index, word] of ['Встреча', 'была', 'полезной'].entries()) {
		const before = Y.encodeStateVector(viktors)
		viktors.getText('text').insert(0, word)
		await town.store(PLAN, Y.encodeStateAsUpdate(viktors, before))
		entering.noteStored(PLAN)
		await eventually(() => town.loadedAfter.at(-1)).toBe(index + 1)
	}
	expect(town.read).toHaveLength(1)
	await town.store(PLAN, bytes)
	entering.noteStored(PLAN)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
	expect(town.read).toHaveLength(2)
})

it('[R3] a row damaged on the disk keeps nothing from being found', async () => {
	const town = await open()
	const entering = town.start()
	const { bytes } = writes('Написано без сети')
	await town.add(PLAN, bytes)
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	await town.store(PLAN, Uint8Array.of(255, 255, 255))
	await town.store(PLAN, bytes)
	entering.noteStored(PLAN)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
	expect(town.logged).toEqual([])
})

it('[R3] a held deletion has entered once the document has lost the same, whoever deleted it', async () => {
	const town = await open()
	const entering = town.start()
	const shared = writes('Лишнее')
	await town.store(PLAN, shared.bytes)
	const irinas = new Y.Doc()
	Y.applyUpdate(irinas, shared.bytes)
	irinas.getText('text').delete(0, 6)
	await town.add(PLAN, Y.encodeStateAsUpdate(irinas, Y.encodeStateVector(shared.doc)))
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	expect(await town.states()).toEqual([[PLAN, 'waiting']])
	const before = Y.encodeStateVector(shared.doc)
	shared.doc.getText('text').delete(0, 6)
	await town.store(PLAN, Y.encodeStateAsUpdate(shared.doc, before))
	entering.noteStored(PLAN)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
})

it('[R3] a held deletion has entered once a later value took the place of what it deletes, which no update says', async () => {
	const town = await open()
	const entering = town.start()
	const old = sets('старое', 10)
	await town.store(PLAN, old)
	const irinas = new Y.Doc()
	Y.applyUpdate(irinas, old)
	const before = Y.encodeStateVector(irinas)
	irinas.getMap('fields').delete('goal')
	await town.add(PLAN, Y.encodeStateAsUpdate(irinas, before))
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	await town.store(PLAN, sets('новое', 20))
	entering.noteStored(PLAN)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
})

it('[R3] a held deletion has entered once what it deletes comes into what was deleted, which no update says', async () => {
	const town = await open()
	const entering = town.start()
	const viktors = withClient(10)
	const text = viktors.getMap('fields').set('goal', new Y.Text())
	await town.store(PLAN, Y.encodeStateAsUpdate(viktors))
	const olegs = withClient(20, viktors)
	text.insert(0, 'Написано без сети')
	const irinas = withClient(30, viktors)
	irinas.getMap<Y.Text>('fields').get('goal')?.delete(0, 8)
	// Without what it deletes, which another device stores.
	await town.add(PLAN, Y.encodeStateAsUpdate(irinas, Y.encodeStateVector(irinas)))
	const before = Y.encodeStateVector(olegs)
	olegs.getMap('fields').delete('goal')
	await town.store(PLAN, Y.encodeStateAsUpdate(olegs, before))
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	expect(await town.states()).toEqual([[PLAN, 'waiting']])
	await town.store(PLAN, Y.encodeStateAsUpdate(viktors, Y.encodeStateVector(olegs)))
	entering.noteStored(PLAN)
	await eventually(town.states).toEqual([[PLAN, 'entered']])
})

it('[R3] while Viktor types on, the plan is not read again for a deletion of Irina’s either', async () => {
	const town = await open()
	const entering = town.start()
	const shared = writes('Лишнее')
	await town.store(PLAN, shared.bytes)
	const irinas = withClient(30, shared.doc)
	irinas.getText('text').delete(0, 6)
	await town.add(PLAN, Y.encodeStateAsUpdate(irinas, Y.encodeStateVector(shared.doc)))
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	await town.store(PLAN, writes('Встреча', shared.doc).bytes)
	entering.noteStored(PLAN)
	await eventually(() => town.loadedAfter.at(-1)).toBe(2)
	expect(town.read).toHaveLength(1)
	expect(await town.states()).toEqual([[PLAN, 'waiting']])
})

it('[R3] what Viktor has typed is looked through row by row, and others get their turn in between', async () => {
	const town = await open()
	const entering = town.start()
	await town.add(PLAN, writes('Отклонено').bytes)
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	for (let count = 0; count < 60; count += 1) await town.store(PLAN, writes(`Слово ${count}`).bytes)
	entering.noteStored(PLAN)
	const seen = new Set<number>()
	let isOver = false
	const others = (async () => {
		for (; !isOver; await setImmediate()) seen.add(town.loadedAfter.length)
	})()
	try {
		await eventually(() => town.loadedAfter.at(-1)).toBe(60)
	} finally {
		isOver = true
		await others
	}
	// In a single turn only the first and the last count would be seen.
	expect(seen.size).toBeGreaterThan(30)
	expect(town.read).toHaveLength(1)
})

it('[R3] what Viktor has pasted meanwhile is not looked through beyond a MiB: the plan is read instead', async () => {
	const town = await open()
	const entering = town.start()
	await town.add(PLAN, writes('Отклонено').bytes)
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	for (const letter of 'abc') await town.store(PLAN, writes(letter.repeat(500_000)).bytes)
	entering.noteStored(PLAN)
	await eventually(() => town.read).toHaveLength(2)
	expect(await town.states()).toEqual([[PLAN, 'waiting']])
})

it('[R3] what is held later than the last look is looked at as well, whatever was known before', async () => {
	const town = await open()
	const entering = town.start()
	const { bytes } = writes('Отклонено')
	const other = writes('Пришло раньше, чем кончился доступ')
	await town.store(PLAN, other.bytes)
	await town.add(PLAN, bytes)
	entering.noteSubmitted(PLAN)
	await eventually(() => town.read).toHaveLength(1)
	await town.add(PLAN, other.bytes)
	entering.noteSubmitted(PLAN)
	await eventually(town.states).toContainEqual([PLAN, 'entered'])
	expect(await town.states()).toContainEqual([PLAN, 'waiting'])
})
