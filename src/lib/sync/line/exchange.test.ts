import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { toBase64 } from 'lib0/buffer'
import type { DocumentExchanged } from '#protocol/exchange.ts'
import { applyAnswer, coversVector, toExchangeDocument, updateToSend } from './exchange.ts'
import { noState, type LogState } from '../document/log-records.ts'

const known: LogState = { ...noState, epoch: 1, run: 'monday', have: 7, ackedSequence: 5 }

function writtenBy(text: string): Y.Doc {
	const doc = new Y.Doc()
	doc.getText('text').insert(0, text)
	return doc
}

function answer(relay: Y.Doc, run: string, isSameLog = false): DocumentExchanged {
	return {
		documentId: 'plan:1',
		outcome: 'exchanged',
		right: 'edit',
		epoch: 1,
		run,
		isSameLog,
		sequence: 9,
		updates: [toBase64(Y.encodeStateAsUpdate(relay))],
		stateVector: toBase64(Y.encodeStateVector(relay)),
		snapshot: null,
		bytesLeft: null,
		participants: []
	}
}

it('[P13] a device that never heard of the document names neither epoch nor run', () => {
	const state = { documentId: 'plan:1', state: noState, stateVector: Uint8Array.of(0), update: null }
	expect(toExchangeDocument({ ...state, seenSequence: 4 })).toMatchObject({
		epoch: null,
		run: null,
		haveSequence: 0,
		seenSequence: 0,
		update: null
	})
})

it('[D7] only what the relay lacks is brought, a deletion alone included', () => {
	const doc = writtenBy('Посетить урок')
	const relayVector = Y.encodeStateVector(doc)
	expect(updateToSend(doc, relayVector)).toBeNull()
	expect(updateToSend(Y.encodeStateAsUpdate(doc), relayVector)).toBeNull()
	const relay = new Y.Doc()
	Y.applyUpdate(relay, updateToSend(doc, null)!)
	doc.getText('text').delete(0, 9)
	for (const sent of [updateToSend(doc, relayVector), updateToSend(Y.encodeStateAsUpdate(doc), relayVector)]) {
		Y.applyUpdate(relay, sent!)
		expect(relay.getText('text').toString()).toBe('урок')
	}
})

it('[P13] an answer brings the device up to its sequence in its run', () => {
	const relay = writtenBy('Посетить урок')
	const { updates, learnt, isOtherLog } = applyAnswer(answer(relay, 'monday'), known)
	expect(isOtherLog).toBe(false)
	expect(learnt).toMatchObject({ run: 'monday', have: 9 })
	const doc = new Y.Doc()
	for (const update of updates) Y.applyUpdate(doc, update)
	expect(doc.getText('text').toString()).toBe('Посетить урок')
})

it('[R16] an answer of another run makes every number of the former one count no more', () => {
	const { learnt, isOtherLog } = applyAnswer(answer(writtenBy('x'), 'tuesday'), known)
	expect(isOtherLog).toBe(true)
	expect(learnt).toMatchObject({ run: 'tuesday', have: 9 })
})

it('[P13] a server that was only started anew makes nothing doubtful, as long as this device has all it was promised', () => {
	const same = answer(writtenBy('x'), 'tuesday', true)
	const { learnt, isOtherLog } = applyAnswer(same, known)
	expect(isOtherLog).toBe(false)
	expect(learnt).toMatchObject({ run: 'tuesday', have: 9 })
	// Acknowledged as the eighth, but the device has seven: the log may be the same only so far.
	expect(applyAnswer(same, { ...known, ackedSequence: 8 }).isOtherLog).toBe(true)
})

it('[R6] a relay that lacks insertions of ours shows it by its state vector', () => {
	const mine = writtenBy('x')
	const empty = Y.encodeStateVector(new Y.Doc())
	const vector = Y.encodeStateVector(mine)
	expect(coversVector(vector, empty)).toBe(true)
	expect(coversVector(vector, vector)).toBe(true)
	expect(coversVector(empty, vector)).toBe(false)
})
