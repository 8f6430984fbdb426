import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { startEntering, type Entering } from './held-entering.ts'
import { createMemoryHoldingLog } from './storage/memory-holding-log.ts'
import { createMemoryDisk, createMemoryStorage } from './storage/memory.ts'

const PLAN = 'plan:program-1'
const NOTES = 'notes:program-1'

const started: Entering[] = []
afterEach(async () => {
	for (const entering of started.splice(0)) await entering.stop()
})

/** The plan and the notes as the relay has them, and what is held of both. */
async function open() {
	const disk = createMemoryDisk()
	const storage = createMemoryStorage(disk)
	const holding = createMemoryHoldingLog(disk)
	const documents = new Map<string, Uint8Array[]>()
	for (const documentId of [PLAN, NOTES]) {
		await storage.createDocument(documentId)
		documents.set(documentId, [])
	}
	const read: string[] = []
	const entered: string[] = []
	const logged: string[] = []
	let isBroken = false

	function start(): Entering {
		const entering = startEntering({
			holding,
			relay: {
				async read(documentId) {
					read.push(documentId)
					if (isBroken) throw new Error('The disk does not answer')
					const updates = [...(documents.get(documentId) ?? [])]
					return { epoch: 1, updates, sequence: 1, stateVector: new Uint8Array(), snapshot: null, bytesLeft: null }
				}
			},
			now: () => new Date('2026-11-24T08:00:00.000Z'),
			log: { error: (_details, message) => void logged.push(message) },
			onEntered: (documentId) => void entered.push(documentId)
		})
		started.push(entering)
		return entering
	}

	async function hold(documentId: string, bytes: Uint8Array): Promise<void> {
		const update = { documentId, epoch: 1, personId: 'irina', deviceId: 'phone', bytes }
		await holding.hold({ ...update, receivedAt: '2026-11-21T09:30:00.000Z' }, { most: 100, mostBytes: 1000 })
	}

	return {
		start,
		hold,
		read,
		entered,
		logged,
		breakDisk: (isSo: boolean) => void (isBroken = isSo),
		store: (documentId: string, bytes: Uint8Array) => void documents.get(documentId)?.push(bytes),
		states: async () => (await holding.list([PLAN, NOTES], 10)).map(({ documentId, state }) => [documentId, state])
	}
}

function writes(text: string, goingOnFrom?: Y.Doc): { bytes: Uint8Array; doc: Y.Doc } {
	const doc = new Y.Doc()
	if (goingOnFrom !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(goingOnFrom))
	const before = Y.encodeStateVector(doc)
	doc.getText('text').insert(0, text)
	return { bytes: Y.encodeStateAsUpdate(doc, before), doc }
}

it('[R3] what came just before a crash is found in its document after the next start, and the board is told', async () => {
	const town = await open()
	const { bytes } = writes('Написано без сети')
	await town.hold(PLAN, bytes)
	town.store(PLAN, bytes)
	await town.start().catchUp()
	await expect.poll(town.states).toEqual([[PLAN, 'entered']])
	expect(town.entered).toEqual([PLAN])
})

it('[R3] a document of which nothing is held, or nothing any more, is never read for that', async () => {
	const town = await open()
	const entering = town.start()
	const { bytes } = writes('Написано без сети')
	await town.hold(PLAN, bytes)
	town.store(PLAN, bytes)
	entering.noteStored(NOTES)
	entering.noteHeld(PLAN)
	await expect.poll(town.states).toEqual([[PLAN, 'entered']])
	entering.noteStored(PLAN)
	await town.hold(NOTES, bytes)
	town.store(NOTES, bytes)
	entering.noteHeld(NOTES)
	await expect.poll(() => town.entered).toEqual([PLAN, NOTES])
	expect(town.read).toEqual([PLAN, NOTES])
})

it('[R3] what lies in its document and waits there for something else has not entered, until that comes', async () => {
	const town = await open()
	const entering = town.start()
	const first = writes('Первая половина')
	const second = writes('Вторая половина', first.doc)
	await town.hold(PLAN, second.bytes)
	town.store(PLAN, second.bytes)
	entering.noteHeld(PLAN)
	await expect.poll(() => town.read).toHaveLength(1)
	town.store(PLAN, first.bytes)
	await expect.poll(town.states).toEqual([[PLAN, 'waiting']])
	entering.noteStored(PLAN)
	await expect.poll(town.states).toEqual([[PLAN, 'entered']])
})

it('[R3] while the disk does not answer nothing is said to have entered, and after the next change it is', async () => {
	const town = await open()
	const entering = town.start()
	const { bytes } = writes('Написано без сети')
	await town.hold(PLAN, bytes)
	town.store(PLAN, bytes)
	town.breakDisk(true)
	entering.noteHeld(PLAN)
	await expect.poll(() => town.logged).toHaveLength(1)
	expect(await town.states()).toEqual([[PLAN, 'waiting']])
	town.breakDisk(false)
	entering.noteStored(PLAN)
	await expect.poll(town.states).toEqual([[PLAN, 'entered']])
})
