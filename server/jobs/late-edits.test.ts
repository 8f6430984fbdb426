import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { notes, plan, startRelayFixture, type RelayFixture } from '../../tests/support/relay-fixture.ts'
import { createLateEditReading } from '../documents/review/reading.ts'
import { createMemoryDisk, createMemoryReviewLog, createMemoryStorage } from '../documents/storage/testing/memory.ts'
import type { ReviewLog } from '../documents/storage/review-log.ts'
import { type Background, createBackground } from './background.ts'
import { type Entering, startEntering } from './late-edits.ts'

const eventually = <Value>(read: () => Value) => expect.poll(read)
const NEVER_MS = 24 * 60 * 60 * 1000

let fixture: RelayFixture
let background: Background
let review: ReviewLog
let logged: string[]
/** So many edits fit onto the disk. */
let freePlaces: number
/** Whose rights were asked for; only Irina’s is back. */
let asked: string[]
let entered: string[]

beforeEach(async () => {
	const disk = createMemoryDisk()
	review = createMemoryReviewLog(disk)
	logged = []
	asked = []
	entered = []
	freePlaces = Infinity
	fixture = await startRelayFixture({ storage: createMemoryStorage(disk) })
	const log = { error: (_facts: object, message: string) => void logged.push(message) }
	background = createBackground({ log, restPerWork: 0, leastRestMs: 0 })
})
afterEach(async () => {
	await background.stop()
	await fixture.stop()
})

function start(everyMs = NEVER_MS): Entering {
	const { relay } = fixture
	const fail = () => Promise.reject(new Error('The past was asked for'))
	return startEntering(
		{
			background,
			review,
			relay: {
				store: (...edit) => (freePlaces-- > 0 ? relay.store(...edit) : Promise.reject(new Error('disk full')))
			},
			readLateEdit: createLateEditReading({ relay, history: { findNewest: fail, readMoment: fail } }),
			async mayEdit(personId, documentId) {
				asked.push(`${personId} ${documentId}`)
				return personId === 'irina'
			},
			now: () => new Date('2026-11-24T08:00:00.000Z'),
			onEntered: (documentId) => void entered.push(documentId)
		},
		everyMs
	)
}

async function add(bytes: Uint8Array, { documentId = notes, personId = 'irina' } = {}): Promise<void> {
	const about = { documentId, epoch: 1, personId, deviceId: 'phone', receivedAt: '2026-11-21T09:30:00.000Z' }
	await review.add({ ...about, bytes }, { most: 100, mostBytes: 100_000 })
}

function writes(doc: Y.Doc, text: string): Uint8Array {
	const before = Y.encodeStateVector(doc)
	doc.getText('text').insert(0, text)
	return Y.encodeStateAsUpdate(doc, before)
}

const states = async () => (await review.list([plan, notes], 10)).map(({ personId, state }) => `${personId} ${state}`)
const textIn = async (documentId: string) => {
	const doc = new Y.Doc()
	for (const { bytes } of await fixture.storage.load(documentId)) Y.applyUpdate(doc, bytes)
	return doc.getText('text').toString()
}

it('[R3] what waits of Irina’s enters in her name, in the order it came, and what waits of Nina’s stays', async () => {
	const phone = new Y.Doc()
	for (const word of ['дом ', 'белый ']) await add(writes(phone, word))
	await add(writes(new Y.Doc(), 'чужое'), { personId: 'nina' })
	start()
	await eventually(states).toEqual(['nina waiting', 'irina entered', 'irina entered'])
	expect(await textIn(notes)).toBe('белый дом ')
	expect((await fixture.storage.load(notes)).map(({ authorIds, acceptedBy }) => [authorIds, acceptedBy])).toEqual([
		[['irina'], []],
		[['irina'], []]
	])
	expect(entered).toEqual([notes])
})

it('[R3] when the rights of somebody change, only what waits of theirs is looked at', async () => {
	await add(writes(new Y.Doc(), 'чужое'), { personId: 'nina' })
	const entering = start()
	await eventually(() => asked).toEqual([`nina ${notes}`])
	await add(writes(new Y.Doc(), 'план'), { documentId: plan })
	await add(writes(new Y.Doc(), 'заметки'))
	entering.look({ documentId: notes, personId: 'irina' })
	await eventually(() => entered).toEqual([notes])
	expect(asked).toEqual([`nina ${notes}`, `irina ${notes}`])
})

it('[R3] what builds on something that is missing waits, and enters once that has come', async () => {
	const phone = new Y.Doc()
	const first = writes(phone, 'дом ')
	await add(writes(phone, 'белый '))
	const entering = start()
	await eventually(() => asked).toHaveLength(1)
	entering.look({})
	await eventually(() => asked).toHaveLength(2)
	expect(await states()).toEqual(['irina waiting'])
	await fixture.relay.store(notes, { personId: 'irina', deviceId: 'phone' }, first)
	entering.look({})
	await eventually(states).toEqual(['irina entered'])
	expect(await textIn(notes)).toBe('белый дом ')
})

it('[R3] one that deletes what another inserts has not entered before that has, in whatever order they came', async () => {
	const phone = new Y.Doc()
	const inserts = writes(phone, 'белый дом')
	const before = Y.encodeStateVector(phone)
	phone.getText('text').delete(0, 6)
	await add(Y.encodeStateAsUpdate(phone, before))
	await add(inserts)
	freePlaces = 1
	start(1)
	await eventually(() => logged.length).toBeGreaterThan(0)
	expect(await states()).toEqual(['irina waiting', 'irina waiting'])
	freePlaces = Infinity
	await eventually(states).toEqual(['irina entered', 'irina entered'])
	expect(await textIn(notes)).toBe('дом')
})

it('[R3] while the disk is full nothing is said to have entered, and later it enters', async () => {
	await add(writes(new Y.Doc(), 'дом'))
	freePlaces = 0
	start(1)
	await eventually(() => logged.length).toBeGreaterThan(1)
	expect(await states()).toEqual(['irina waiting'])
	freePlaces = Infinity
	await eventually(states).toEqual(['irina entered'])
	expect(new Set(logged)).toEqual(new Set(['Late edits could not enter their documents']))
})
