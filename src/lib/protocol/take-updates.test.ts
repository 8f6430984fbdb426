import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { breaksTheEnd, thrownAway, wordOverThrownAway } from '../../../tests/support/poison.ts'
import { takeUpdates } from './take-updates.ts'

/** One struct of a client: `gc` is a deleted run, `skip` a gap, `text` so many letters, after the previous letter if `isChild`. */
type Struct = { kind: 'gc' | 'skip' | 'text'; length: number; isChild: boolean }

function updateOf(client: number, clock: number, structs: readonly Struct[]): Uint8Array {
	return encoding.encode((encoder) => {
		for (const number of [1, structs.length, client, clock]) encoding.writeVarUint(encoder, number)
		let at = clock
		for (const { kind, length, isChild } of structs) {
			if (kind === 'text') {
				const isBehind = isChild && at > 0
				encoding.writeUint8(encoder, 4 | (isBehind ? 128 : 0))
				encoding.writeVarUint(encoder, isBehind ? client : 1)
				if (isBehind) encoding.writeVarUint(encoder, at - 1)
				else encoding.writeVarString(encoder, 'minutes')
				encoding.writeVarString(encoder, 'x'.repeat(length))
			} else {
				encoding.writeUint8(encoder, kind === 'gc' ? 0 : 10)
				encoding.writeVarUint(encoder, length)
			}
			at += length
		}
		encoding.writeVarUint(encoder, 0)
	})
}

const gc = (length: number): Struct => ({ kind: 'gc', length, isChild: false })
const text = (length: number): Struct => ({ kind: 'text', length, isChild: false })
const skip = (length: number): Struct => ({ kind: 'skip', length, isChild: false })

function docOf(updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc()
	expect(takeUpdates(doc, updates)).toBe(true)
	return doc
}

it('[R9] text over what was thrown away, which throws in Yjs, is taken', () => {
	const updates = [thrownAway, wordOverThrownAway]
	const plain = new Y.Doc()
	expect(() => updates.forEach((update) => Y.applyUpdate(plain, update))).toThrow()
	expect(Y.getState(docOf(updates).store, 9)).toBe(5)
})

it('[R9] the same text where it waited for what came later', () => {
	const waits = updateOf(9, 2, [text(4)])
	const doc = docOf([waits, updateOf(9, 0, [gc(4)])])
	expect(doc.store.pendingStructs).toBeNull()
	expect(Y.getState(doc.store, 9)).toBe(6)
})

it('[R9] whatever runs of one client lie over each other, gaps among them, all of them are taken', () => {
	const structs = fc.array(
		fc.record<Struct>({
			kind: fc.constantFrom('gc', 'text', 'text', 'skip'),
			length: fc.integer({ min: 1, max: 5 }),
			isChild: fc.boolean()
		}),
		{ minLength: 1, maxLength: 4 }
	)
	const update = fc
		.tuple(fc.constantFrom(5, 9), fc.nat(8), structs)
		.map(([client, clock, each]) => updateOf(client, clock, each))
	fc.assert(
		fc.property(fc.array(update, { maxLength: 12 }), (updates) => {
			const doc = docOf(updates)
			for (const each of updates) expect(takeUpdates(doc, [each])).toBe(true)
			// When every gap is filled, no update is pending.
			const filler = [5, 9].map((client) => updateOf(client, 0, [gc(60)]))
			expect(takeUpdates(doc, filler)).toBe(true)
			expect(doc.store.pendingStructs).toBeNull()
		}),
		{ numRuns: 500 }
	)
})

it('[R4] a gap is left open, and what is behind it waits', () => {
	const doc = docOf([updateOf(9, 0, [gc(1)]), updateOf(9, 0, [text(3), skip(2), text(2)])])
	expect(Y.getState(doc.store, 9)).toBe(3)
	expect(doc.store.pendingStructs).not.toBeNull()
	expect(takeUpdates(doc, [updateOf(9, 2, [text(3)])])).toBe(true)
	expect(Y.getState(doc.store, 9)).toBe(7)
})

it('[R9] what breaks the end of a transaction is said, and every later edit is told of all the same', () => {
	const doc = new Y.Doc()
	expect(breaksTheEnd.map((update) => takeUpdates(doc, [update])).every(Boolean)).toBe(false)
	let updateEvents = 0
	doc.on('update', () => updateEvents++)
	doc.getText('notes').insert(0, 'an edit')
	expect(updateEvents).toBe(1)
})

it('[R9] bytes that are no update keep nobody from the rest', () => {
	const doc = new Y.Doc()
	expect(takeUpdates(doc, [Uint8Array.of(1, 1, 1), updateOf(9, 0, [text(3)])])).toBe(false)
	expect(doc.getText('minutes').toJSON()).toBe('xxx')
})

type Step =
	| { type: 'add' | 'delete' | 'erase'; device: number; activity: number }
	| { type: 'type'; device: number; activity: number; text: string }
	| { type: 'send' | 'handOver'; device: number; to: number }
	| { type: 'deliver'; device: number; which: number }

it('deletions, typing offline, late updates and whole documents handed over end the same on every device', () => {
	const device = fc.nat(1)
	const activity = fc.nat(1)
	const step: fc.Arbitrary<Step> = fc.oneof(
		fc.record({ type: fc.constantFrom('add', 'delete', 'erase'), device, activity }),
		fc.record({ type: fc.constant('type'), device, activity, text: fc.constantFrom('a', 'bc', 'def') }),
		fc.record({ type: fc.constantFrom('send', 'handOver'), device, to: device }),
		fc.record({ type: fc.constant('deliver'), device, which: fc.nat(40) })
	)
	fc.assert(
		fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), (steps) => {
			const written: Uint8Array[] = []
			const devices = [1, 2].map((clientID) => {
				const doc = new Y.Doc()
				doc.clientID = clientID
				doc.on('update', (update: Uint8Array, origin: unknown) => {
					if (origin !== 'elsewhere') written.push(update)
				})
				return doc
			})
			for (const each of begin) applyStep(each, devices, written)
			for (const each of steps) applyStep(each, devices, written)
			const all = docOf([Y.mergeUpdates([Y.encodeStateAsUpdate(new Y.Doc()), ...written])])
			for (const doc of devices) {
				expect(takeUpdates(doc, written, 'elsewhere')).toBe(true)
				expect(doc.store.pendingStructs).toBeNull()
				expect(doc.getMap('activities').toJSON()).toEqual(all.getMap('activities').toJSON())
				expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(all))).toBe(true)
			}
		}),
		{ numRuns: 300 }
	)
})

/** Every story begins with these steps: each device has both activities. */
const begin: Step[] = [
	{ type: 'add', device: 0, activity: 0 },
	{ type: 'add', device: 0, activity: 1 },
	{ type: 'send', device: 0, to: 1 }
]

function applyStep(step: Step, devices: readonly Y.Doc[], written: readonly Uint8Array[]): void {
	const doc = devices[step.device]!
	switch (step.type) {
		case 'add':
			doc.getMap('activities').set(`a${step.activity}`, new Y.Map([['text', new Y.Text()]]))
			return
		case 'delete':
			doc.getMap('activities').delete(`a${step.activity}`)
			return
		case 'erase':
			return textOf(doc, step.activity)?.delete(0, Math.min(1, textOf(doc, step.activity)?.length ?? 0))
		case 'type':
			return textOf(doc, step.activity)?.insert(textOf(doc, step.activity)?.length ?? 0, step.text)
		case 'send':
			return take(devices[step.to]!, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(devices[step.to]!)))
		case 'handOver':
			return take(devices[step.to]!, Y.encodeStateAsUpdate(doc))
		case 'deliver': {
			const late = written[step.which % Math.max(1, written.length)]
			if (late !== undefined) take(doc, late)
		}
	}
}

function take(doc: Y.Doc, update: Uint8Array): void {
	expect(takeUpdates(doc, [update], 'elsewhere')).toBe(true)
}

function textOf(doc: Y.Doc, activity: number): Y.Text | undefined {
	const map = doc.getMap('activities').get(`a${activity}`)
	return map instanceof Y.Map ? (map.get('text') as Y.Text) : undefined
}
