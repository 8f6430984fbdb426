import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createFindReviewState } from './state.ts'
import { createMemoryDisk, createMemoryReviewLog, createMemoryStorage } from '../storage/testing/memory.ts'

const PLAN = 'plan:program-1'
const of = { documentId: PLAN, personId: 'irina' }

function words(count: number): Uint8Array[] {
	return Array.from({ length: count }, (_, index) => {
		const doc = new Y.Doc()
		doc.getText('text').insert(0, `Слово ${index}`)
		return Y.encodeStateAsUpdate(doc)
	})
}

/** Irina's plan of `updates`, and `late` edits of hers. */
async function open(updates: readonly Uint8Array[], late: readonly Uint8Array[]) {
	const disk = createMemoryDisk()
	await createMemoryStorage(disk).createDocument(PLAN)
	const review = createMemoryReviewLog(disk)
	const about = { ...of, epoch: 1, deviceId: 'phone', receivedAt: '2026-11-21T09:30:00.000Z' }
	for (const bytes of late) await review.add({ ...about, bytes }, { most: 100, mostBytes: 100_000 })
	const nothing = { stateVector: new Uint8Array(), snapshot: null, bytesLeft: null }
	const reading = { epoch: 1, updates: [...updates], sequence: updates.length, ...nothing }
	let reads = 0
	const relay = { read: async () => ({ ...reading, reads: ++reads }) }
	return { review, find: createFindReviewState({ review, relay }), reads: () => reads }
}

it('[P15] however much there is of a plan and held of it, Irina is answered with turns for others in between', async () => {
	const [received = new Uint8Array(), ...written] = words(61)
	const late = [...words(40), received]
	const town = await open(written, late)
	let turns = 0
	let isOver = false
	const others = (async () => {
		for (; !isOver; await setImmediate()) turns += 1
	})()
	try {
		expect(await town.find({ ...of, bytes: received }, {})).toEqual({ review: 'waiting', sequence: null })
	} finally {
		isOver = true
		await others
	}
	expect(turns).toBeGreaterThan(90)
})

it('[P15] what is in the plan is told as accepted, by the update it is in it with; what is new, as unknown', async () => {
	const [written = new Uint8Array(), received = new Uint8Array()] = words(2)
	const town = await open([written], [])
	expect(await town.find({ ...of, bytes: written }, {})).toEqual({ review: 'accepted', sequence: 1 })
	expect(await town.find({ ...of, bytes: received }, {})).toBeNull()
})

it('[P15] the plan and what is held of it are read once for all the late edits of a connection', async () => {
	const [written = new Uint8Array(), held = new Uint8Array(), ...late] = words(12)
	const town = await open([written], [held])
	const socket = {}
	const answers = [written, held, ...late].map((bytes) => town.find({ ...of, bytes }, socket))
	expect(await Promise.all(answers)).toEqual([
		{ review: 'accepted', sequence: 1 },
		{ review: 'waiting', sequence: null },
		...late.map(() => null)
	])
	expect(town.reads()).toBe(1)
	await town.find({ ...of, bytes: held }, {})
	expect(town.reads()).toBe(2)
})
