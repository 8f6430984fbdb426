import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { heldStateOf } from './state.ts'
import { createMemoryDisk, createMemoryHoldingLog, createMemoryStorage } from '../storage/memory.ts'

const PLAN = 'plan:program-1'
const of = { documentId: PLAN, personId: 'irina' }

function words(count: number): Uint8Array[] {
	return Array.from({ length: count }, (_, index) => {
		const doc = new Y.Doc()
		doc.getText('text').insert(0, `Слово ${index}`)
		return Y.encodeStateAsUpdate(doc)
	})
}

/** Irina's plan of `updates`, and `held` of her. */
async function open(updates: readonly Uint8Array[], held: readonly Uint8Array[]) {
	const disk = createMemoryDisk()
	await createMemoryStorage(disk).createDocument(PLAN)
	const holding = createMemoryHoldingLog(disk)
	const about = { ...of, epoch: 1, deviceId: 'phone', receivedAt: '2026-11-21T09:30:00.000Z' }
	for (const bytes of held) await holding.hold({ ...about, bytes }, { most: 100, mostBytes: 100_000 })
	const nothing = { stateVector: new Uint8Array(), snapshot: null, bytesLeft: null }
	const reading = { epoch: 1, updates: [...updates], sequence: updates.length, ...nothing }
	return { holding, relay: { read: async () => reading } }
}

it('[P15] however much there is of a plan and held of it, Irina is answered with turns for others in between', async () => {
	const [brought = new Uint8Array(), ...written] = words(61)
	const held = [...words(40), brought]
	const town = await open(written, held)
	let turns = 0
	let isOver = false
	const others = (async () => {
		for (; !isOver; await setImmediate()) turns += 1
	})()
	try {
		expect(await heldStateOf(town, { ...of, bytes: brought })).toEqual({ held: 'waiting' })
	} finally {
		isOver = true
		await others
	}
	expect(turns).toBeGreaterThan(90)
})

it('[P15] what is in the plan is told as accepted, by the update it is in it with; what is new, as unknown', async () => {
	const [written = new Uint8Array(), brought = new Uint8Array()] = words(2)
	const town = await open([written], [])
	expect(await heldStateOf(town, { ...of, bytes: written })).toEqual({ held: 'accepted', sequence: 1 })
	expect(await heldStateOf(town, { ...of, bytes: brought })).toBeNull()
})
