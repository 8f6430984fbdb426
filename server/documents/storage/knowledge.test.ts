import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createKnowledge } from './knowledge.ts'

interface Step {
	who: 'irina' | 'viktor'
	at: number
	deletes: boolean
	arrives: boolean
	isDecoded: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
	who: fc.constantFrom('irina', 'viktor'),
	at: fc.nat(50),
	deletes: fc.boolean(),
	arrives: fc.boolean(),
	isDecoded: fc.boolean()
})

it('[R6] asks for what a document with the same updates would ask for, and offers what that has not', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
			const people = { irina: new Y.Doc(), viktor: new Y.Doc() }
			const stored = new Y.Doc()
			const knowledge = createKnowledge([])
			const lost: Uint8Array[] = []
			const rows: Uint8Array[] = []
			const arrive = (update: Uint8Array, isDecoded: boolean) => {
				Y.applyUpdate(stored, update)
				rows.push(update)
				knowledge.add(update, false, isDecoded ? Y.decodeUpdate(update) : undefined)
			}
			for (const { who, at, deletes, arrives, isDecoded } of steps) {
				const update = edit(people[who], at, deletes)
				if (arrives) arrive(update, isDecoded)
				else lost.push(update)
			}
			for (const isWhole of [false, true]) {
				if (isWhole) for (const update of lost) arrive(update, true)
				const asked = Y.decodeStateVector(knowledge.stateVector())
				const has = Y.decodeStateVector(Y.encodeStateVector(stored))
				// What waits for a lost update must be asked for again.
				for (const [client, clock] of asked) expect(clock).toBeLessThanOrEqual(has.get(client) ?? 0)
				if (isWhole && lost.length === 0) expect(asked).toEqual(has)
				// The same after a restart, from the same rows.
				expect(Y.decodeStateVector(createKnowledge(rows).stateVector())).toEqual(asked)
				for (const doc of Object.values(people)) {
					const isKnown = knowledge.contains(Y.encodeStateAsUpdate(doc))
					if (isKnown) expect(Y.snapshotContainsUpdate(Y.snapshot(stored), Y.encodeStateAsUpdate(doc))).toBe(true)
					else expect(lost.length).toBeGreaterThan(0)
				}
			}
		}),
		{ numRuns: 100 }
	)
})

function edit(doc: Y.Doc, at: number, deletes: boolean): Uint8Array {
	const text = doc.getText('notes')
	const before = Y.encodeStateVector(doc)
	if (deletes && text.length > 0) text.delete(at % text.length, 1)
	else text.insert(at % (text.length + 1), 'да')
	return Y.encodeStateAsUpdate(doc, before)
}
