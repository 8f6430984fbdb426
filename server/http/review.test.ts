import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { readActivity } from '#domain/plan/activity.ts'
import { addMeeting, markActivity } from '#domain/plan/edit.ts'
import { readMeetings } from '#domain/plan/meeting.ts'
import type { Board, LateEdit, LateEdits, LateEditReading, HistoryPage } from '#protocol/api/program.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { breaksTheEnd } from '../../tests/support/poison.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'

vi.setConfig({ testTimeout: 30_000 })

let town: Town
let now: Date
beforeEach(async () => {
	now = townFoundedAt
	town = await openTown(() => now)
})
afterEach(() => town.stop())

const device = (person: Townsperson, documentId?: string) => createExchangeDevice(() => town, person, documentId)
const irina = { personId: 'irina', at: '2026-09-30T05:00:00.000Z' }

/** Irina writes without a network; her membership ends; her phone finds the network again. */
async function sendLate(documentId = 'plan:program-1', write = writeMark) {
	const phone = device('irina', documentId)
	await phone.exchange()
	await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
	write(phone.doc)
	return phone
}

function writeMark(doc: Y.Doc): void {
	markActivity(doc, 'a1-1', { markId: 'm1', status: 'done', doneOn: '2026-09-29' }, irina)
}

async function listed(person: Townsperson = 'elena'): Promise<LateEdit[]> {
	return ((await (await town.get(person, '/api/held')).json()) as LateEdits).held
}

async function reading(person: Townsperson = 'elena', id?: string): Promise<LateEditReading> {
	const answer = await town.get(person, `/api/held/${id ?? (await listed())[0]?.id}`)
	expect(answer.status).toBe(200)
	return (await answer.json()) as LateEditReading
}

async function decide(reviewOutcome: string, person: Townsperson = 'elena', id?: string): Promise<Response> {
	return town.post(person, `/api/held/${id ?? (await listed())[0]?.id}`, { decision: reviewOutcome })
}

async function statusInPlan(): Promise<string | undefined> {
	const viktor = device('viktor')
	await viktor.exchange()
	return readActivity(viktor.doc, 'a1-1')?.status
}

async function waitingOnBoard(): Promise<[number, number | undefined]> {
	const board = (await (await town.get('elena', '/api/board')).json()) as Board
	return [board.totals.held, board.rows.find(({ programId }) => programId === 'program-1')?.held]
}

describe('[P15] what Irina brings after her part has ended', () => {
	it('is held, once, and the curator reads what it would change', async () => {
		const phone = await sendLate()
		expect(await waitingOnBoard()).toEqual([0, 0])
		const refused = [{ reason: 'revoked', counter: 1, review: 'waiting', sequence: null }]
		for (const _time of [1, 2]) {
			const answer = await phone.exchange()
			expect(answer).toMatchObject({ closed: null, hello: { right: 'none', participants: [] }, updates: [] })
			expect(answer.nacks).toEqual(refused)
		}
		expect(await listed()).toEqual([
			{
				id: expect.any(String),
				count: 1,
				programId: 'program-1',
				programTitle: 'Начинающий руководитель',
				author: expect.objectContaining({ id: 'irina', familyName: 'Лаптева' }),
				receivedAt: '2026-09-30T05:00:00.000Z',
				state: 'waiting',
				decidedBy: null,
				decidedAt: null,
				enteredAt: null,
				isAccessBack: false
			}
		])
		expect(await reading()).toEqual({
			changes: [expect.objectContaining({ type: 'marked', itemId: 'a1-1', status: 'done' })],
			moreChanges: 0,
			isReadable: true,
			unreadable: 0
		})
		expect(await statusInPlan()).not.toBe('done')
		expect(await waitingOnBoard()).toEqual([1, 1])
	})

	it('is told her as it was decided, also when her phone was started anew and brings it in other bytes', async () => {
		const phone = await sendLate()
		await phone.exchange()
		expect((await decide('set-aside')).status).toBe(204)
		expect(await phone.exchange()).toMatchObject({ nacks: [{ review: 'set-aside', sequence: null }] })
		addMeeting(phone.doc, 'late', { heldOn: '2026-09-29' }, irina)
		expect(await phone.exchange()).toMatchObject({ nacks: [{ review: 'waiting' }] })
		// The oldest first: the newer one contains the older, which would otherwise enter the plan before Elena accepts it.
		for (const { id } of (await listed()).reverse()) expect((await decide('accepted', 'elena', id)).status).toBe(204)
		const answer = await phone.exchange({ update: Y.encodeStateAsUpdate(phone.doc) })
		const now = await device('viktor').exchange()
		const sequence = now.acks.at(-1)?.sequence
		expect(answer.nacks).toMatchObject([{ reason: 'revoked', review: 'accepted', sequence }])
		expect(await listed()).toMatchObject([{ state: 'accepted', count: 2 }])
	})

	it('that cannot be applied to the plan keeps Elena from nothing else, and is not accepted', async () => {
		const phone = await sendLate()
		await phone.exchange({ update: Y.mergeUpdates(breaksTheEnd) })
		await phone.exchange()
		expect(await listed()).toMatchObject([{ count: 2 }])
		expect(await reading()).toMatchObject({ changes: [{ type: 'marked' }], isReadable: true, unreadable: 1 })
		expect((await decide('accepted')).status).toBe(204)
		expect(await listed()).toMatchObject([
			{ state: 'waiting', count: 1 },
			{ state: 'accepted', count: 1 }
		])
		expect(await reading()).toEqual({
			changes: [],
			moreChanges: 0,
			isReadable: false,
			unreadable: 1
		})
		const refused = await decide('accepted')
		expect([refused.status, await refused.json()]).toEqual([400, { error: { code: 'invalid' } }])
		expect((await decide('set-aside')).status).toBe(204)
		expect(await statusInPlan()).toBe('done')
	})

	it('that goes on, in another sitting, from what waits as well is accepted after it, and not before', async () => {
		const phone = await sendLate()
		await phone.exchange()
		const [{ id: first } = { id: '' }] = await listed()
		const before = Y.encodeStateVector(phone.doc)
		addMeeting(phone.doc, 'late', { heldOn: '2026-09-29' }, irina)
		now = new Date(now.getTime() + 16 * 60_000)
		await phone.exchange({ update: Y.encodeStateAsUpdate(phone.doc, before) })
		const second = (await listed()).find(({ id }) => id !== first)?.id
		expect(await reading('elena', second)).toMatchObject({ changes: [], isReadable: false })
		expect((await decide('accepted', 'elena', second)).status).toBe(400)

		expect((await decide('accepted', 'elena', first)).status).toBe(204)
		expect(await reading('elena', second)).toMatchObject({ changes: [{ type: 'added' }], isReadable: true })
		expect((await decide('accepted', 'elena', second)).status).toBe(204)
	})

	it('with nothing in it is not held: she is told that her part has ended', async () => {
		const phone = await sendLate('plan:program-1', () => {})
		expect(await phone.exchange()).toMatchObject({ closed: 'no-right', nacks: [] })
		expect(await listed()).toEqual([])
	})

	it('of private notes is held without anybody but the pair reading it', async () => {
		const phone = await sendLate('notes:program-1', (doc) => void doc.getText('secret').insert(0, 'только нам двоим'))
		expect(await phone.exchange()).toMatchObject({ nacks: [{ reason: 'revoked', review: 'waiting' }] })
		const answer = await (await town.get('elena', '/api/held')).text()
		expect(answer).not.toContain('только нам двоим')
		expect(await listed()).toMatchObject([{ state: 'waiting' }])
		expect(await reading()).toEqual({
			changes: null,
			moreChanges: 0,
			isReadable: true,
			unreadable: 0
		})
		expect((await decide('accepted')).status).toBe(204)
		const viktor = device('viktor', 'notes:program-1')
		await viktor.exchange()
		expect(viktor.doc.getText('secret').toString()).toBe('только нам двоим')
	})

	it('is the plan’s again, in her name, once it is accepted', async () => {
		await (await sendLate()).exchange()
		now = new Date(now.getTime() + 60_000)
		expect((await decide('accepted', 'arkady')).status).toBe(204)
		expect(await statusInPlan()).toBe('done')
		expect(await listed()).toMatchObject([
			{ state: 'accepted', decidedBy: { id: 'arkady' }, decidedAt: '2026-09-30T05:01:00.000Z' }
		])
		expect(await waitingOnBoard()).toEqual([0, 0])
		const history = (await (await town.get('viktor', '/api/programs/program-1/history')).json()) as HistoryPage
		expect(history.entries[0]).toMatchObject({ authorIds: ['irina'], acceptedBy: ['arkady'], at: now.toISOString() })
		expect(history.people.map(({ id }) => id).sort()).toEqual(['arkady', 'irina'])
	})

	it('is shown as what it changed when it was accepted, whatever has become of that since', async () => {
		await (await sendLate()).exchange()
		now = new Date(now.getTime() + 60_000)
		await decide('accepted')
		now = new Date(now.getTime() + 60_000)
		const viktor = device('viktor')
		await viktor.exchange()
		const by = { personId: 'viktor', at: now.toISOString() }
		markActivity(viktor.doc, 'a1-1', { markId: 'his', status: 'cancelled', doneOn: '2026-09-30' }, by)
		await viktor.exchange()
		expect(await reading()).toEqual({
			changes: [expect.objectContaining({ type: 'marked', itemId: 'a1-1', status: 'done' })],
			moreChanges: 0,
			isReadable: true,
			unreadable: 0
		})
	})

	it('in a burst, each edit built on the one before, is one sitting: read, accepted and told to Viktor as one', async () => {
		const phone = await sendLate()
		await phone.exchange()
		for (const id of ['first', 'second', 'third']) {
			const before = Y.encodeStateVector(phone.doc)
			addMeeting(phone.doc, id, { heldOn: '2026-09-29' }, irina)
			now = new Date(now.getTime() + 1_000)
			await phone.exchange({ update: Y.encodeStateAsUpdate(phone.doc, before) })
		}
		const [sitting, ...others] = await listed()
		expect(others).toEqual([])
		expect(sitting).toMatchObject({ count: 4, receivedAt: now.toISOString() })
		const { changes } = await reading()
		expect(changes?.map(({ type }) => type).sort()).toEqual(['added', 'added', 'added', 'marked'])

		addMeeting(phone.doc, 'unseen', { heldOn: '2026-09-29' }, irina)
		await phone.exchange()
		expect((await decide('accepted', 'elena', sitting?.id)).status).toBe(204)
		expect(await listed()).toMatchObject([
			{ state: 'waiting', count: 1 },
			{ state: 'accepted', count: 4 }
		])
		const viktor = device('viktor')
		await viktor.exchange()
		expect(readMeetings(viktor.doc).map(({ id }) => id)).toEqual(expect.arrayContaining(['first', 'second', 'third']))
		expect(readMeetings(viktor.doc)).toHaveLength(3)
	})

	it('set aside is kept, and can be accepted later; accepted it cannot be set aside', async () => {
		await (await sendLate()).exchange()
		expect((await decide('set-aside')).status).toBe(204)
		expect((await decide('set-aside')).status).toBe(204)
		expect(await statusInPlan()).not.toBe('done')
		expect(await waitingOnBoard()).toEqual([0, 0])
		await town.restart()
		expect(await listed()).toMatchObject([{ state: 'set-aside', decidedBy: { id: 'elena' } }])
		expect(await reading()).toMatchObject({ changes: [{ type: 'marked' }] })
		expect((await decide('accepted')).status).toBe(204)
		expect((await decide('accepted')).status).toBe(204)
		const late = await decide('set-aside')
		expect(late.status).toBe(409)
		expect(await late.json()).toEqual({ error: { code: 'conflict' } })
	})

	it('that enters in the moment Elena sets it aside is in the document, and she is told so', async () => {
		await (await sendLate()).exchange()
		const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		database.exec(`
			CREATE TRIGGER enters BEFORE UPDATE ON held_updates WHEN NEW.state = 'set-aside' BEGIN
				UPDATE held_updates SET state = 'entered', entered_at = '2026-09-30T05:00:00.000Z' WHERE id = OLD.id;
				SELECT RAISE(IGNORE);
			END
		`)
		database.close()
		const late = await decide('set-aside')
		expect([late.status, await late.json()]).toEqual([409, { error: { code: 'conflict' } }])
		expect(await listed()).toMatchObject([{ state: 'entered', decidedBy: null }])
	})

	it('accepted by Elena and Arkady at once is stored once', async () => {
		await (await sendLate()).exchange()
		const [{ id } = { id: '' }] = await listed()
		const before = await sequence()
		const answers = await Promise.all([
			decide('accepted', 'elena', id),
			decide('accepted', 'arkady', id),
			decide('set-aside', 'elena', id)
		])
		expect(answers.map(({ status }) => status)).toEqual([204, 204, 409])
		expect(await sequence()).toBe(before + 1)
		expect(await listed()).toMatchObject([{ state: 'accepted', decidedBy: { id: 'elena' } }])

		async function sequence(): Promise<number> {
			const { acks } = await device('viktor').exchange()
			return acks.at(-1)?.sequence ?? -1
		}
	})

	it('is the curator’s of her town alone', async () => {
		await (await sendLate()).exchange()
		const [{ id } = { id: '' }] = await listed()
		expect(await listed('pyotr')).toEqual([])
		expect((await town.get('pyotr', `/api/held/${id}`)).status).toBe(404)
		expect((await town.get('viktor', `/api/held/${id}`)).status).toBe(403)
		expect((await town.get('elena', '/api/held/no-such-id')).status).toBe(404)
		expect((await decide('accepted', 'pyotr', id)).status).toBe(404)
		expect((await decide('accepted', 'viktor', id)).status).toBe(403)
		expect((await decide('accepted', 'elena', 'no-such-id')).status).toBe(404)
		expect((await decide('perhaps', 'elena', id)).status).toBe(400)
		expect(await statusInPlan()).not.toBe('done')
	})

	it('is bounded: a person cannot fill the disk with what nobody asked for', { timeout: 90_000 }, async () => {
		const phone = await sendLate()
		for (let count = 0; count < 100; count++) {
			expect(await phone.exchange()).toMatchObject({ nacks: [{ review: 'waiting' }] })
			addMeeting(phone.doc, `late-${count}`, { heldOn: '2026-09-29' }, irina)
		}
		expect(await phone.exchange()).toMatchObject({ nacks: [{ reason: 'too-large', review: null }] })
		// Decided edits do not count.
		expect((await decide('set-aside')).status).toBe(204)
		expect(await phone.exchange()).toMatchObject({ nacks: [{ reason: 'revoked', review: 'waiting' }] })
	})

	it('[R15] goes with the programme when that is deleted', async () => {
		const phone = await sendLate()
		await phone.exchange()
		const [{ id } = { id: '' }] = await listed()
		expect((await town.delete('elena', '/api/programs/program-1')).status).toBe(204)
		expect(await listed()).toEqual([])
		expect((await decide('accepted', 'elena', id)).status).toBe(404)
		const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'), { readOnly: true })
		expect(database.prepare('SELECT count(*) AS held FROM held_updates').get()).toEqual({ held: 0 })
		database.close()
		addMeeting(phone.doc, 'later', { heldOn: '2026-09-29' }, irina)
		expect(await phone.exchange()).toMatchObject({ closed: 'gone', nacks: [] })
	})
})

it('[P15] what a person brings who never had the right is held nowhere', async () => {
	const oleg = device('oleg')
	writeMark(oleg.doc)
	expect(await oleg.exchange()).toMatchObject({ closed: 'no-right', nacks: [] })
	expect(await listed()).toEqual([])
})
