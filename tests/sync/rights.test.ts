/** The relay's promise about rights, R14: a right is for a document. The relay checks nothing inside an update; the ledger checks. */
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addMeeting, deleteActivity, editActivity, editStage, markActivity } from '#domain/plan/edit.ts'
import { addProfileItem, addActivity } from '#domain/plan/position.ts'
import { readPlanMeta, setPlanTerm } from '#domain/plan/layout.ts'
import { encodeUpdate } from '#protocol/frames.ts'
import { openLine } from '../support/peer.ts'
import { createPair, irina, viktor } from '../support/plan-pair.ts'
import { plan, startRelayFixture, type RelayFixture } from '../support/relay-fixture.ts'

let fixture: RelayFixture
afterEach(() => fixture.stop())

/** Edits that the app allows a mentee, that it leaves to others, and that it does not know. */
const edits: readonly (readonly [what: string, edit: (doc: Y.Doc) => void])[] = [
	['an activity of hers', (doc) => addActivity(doc, { id: 'x', stageId: 's1', title: 'Урок' }, irina())],
	[
		'the words of one that Viktor has put down',
		(doc) => editActivity(doc, 'a1-1', { title: 'Другая встреча' }, irina())
	],
	['one that she deletes', (doc) => deleteActivity(doc, 'a2-1', irina())],
	[
		'a mark in Viktor’s name',
		(doc) => markActivity(doc, 'a1-1', { markId: 'm', status: 'done', doneOn: '2026-10-01' }, viktor())
	],
	['a stage', (doc) => editStage(doc, 's1', { title: 'Начало' }, irina())],
	['a meeting', (doc) => addMeeting(doc, 'x', { heldOn: '2026-10-02' }, irina())],
	['the profile', (doc) => addProfileItem(doc, 'x', 'strength', 'Голос', irina())],
	['the term, which the server sets', (doc) => setPlanTerm(doc, { ...readPlanMeta(doc), termMonths: 99 })],
	['a field that nobody knows yet', (doc) => doc.getMap('later').set('word', 1)]
]

describe.each(edits)('%s', (_what, edit) => {
	it('[R14] is taken from Irina, the mentee, byte for byte, and goes on to Viktor', async () => {
		fixture = await startRelayFixture()
		const { url, storage } = fixture
		const irinas = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		const viktors = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const [before, changed] = change(edit)
		irinas.socket.send(encodeUpdate(before))
		irinas.socket.send(encodeUpdate(changed))
		await expect.poll(() => irinas.acks().at(-1)?.counter).toBe(2)
		expect(irinas.nacks()).toEqual([])
		expect((await storage.load(plan)).at(-1)).toMatchObject({ bytes: changed, personId: 'irina' })
		await expect.poll(() => viktors.updates().at(-1)).toEqual(changed)
	})

	it('[R14] is not taken from Elena, who only reads the document', async () => {
		fixture = await startRelayFixture()
		const elenas = await openLine(fixture.url, plan, { person: 'elena', query: 'v=1' })
		elenas.socket.send(encodeUpdate(change(edit)[1]))
		await expect.poll(() => elenas.nacks()).toEqual([{ reason: 'read-only', counter: 1, review: null, sequence: null }])
		expect(await fixture.storage.load(plan)).toEqual([])
	})
})

/** The plan as both have it, and the update of one edit on it. */
function change(edit: (doc: Y.Doc) => void): [before: Uint8Array, changed: Uint8Array] {
	const [, doc] = createPair()
	const before = Y.encodeStateAsUpdate(doc)
	const vector = Y.encodeStateVector(doc)
	edit(doc)
	return [before, Y.encodeStateAsUpdate(doc, vector)]
}
