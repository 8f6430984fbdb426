/** Late edits of Irina, whose membership has ended, after it is given back. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addMeeting } from '#domain/plan/edit.ts'
import { readMeetings } from '#domain/plan/meeting.ts'
import type { Board, ReviewOutcome, LateEdit, LateEdits } from '#protocol/api/program.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { freePort } from '../../tests/support/free-port.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

vi.setConfig({ testTimeout: 30_000 })
const eventually = <Value>(read: () => Value) => expect.poll(read)

const PLAN = 'plan:program-1'
const irina = { personId: 'irina', at: '2026-09-30T05:00:00.000Z' }

let town: Town
beforeEach(async () => {
	town = await openTown(undefined, { TANDEM_METRICS_PORT: String(await freePort()) })
})
afterEach(() => town.stop())

const device = (person: Townsperson, id?: string) => createExchangeDevice(() => town, person, PLAN, id)

async function setAccess(action: 'end' | 'return'): Promise<void> {
	expect((await town.post('elena', `/api/programs/program-1/participants/irina/${action}`, {})).status).toBe(204)
}

/** Each phone has the plan; her membership ends; then each phone writes its meeting and sends it. */
async function sendLate(...phones: string[]) {
	const devices = phones.map((phone) => device('irina', phone))
	for (const phone of devices) await phone.exchange()
	await setAccess('end')
	for (const [index, phone] of devices.entries()) {
		addMeeting(phone.doc, `of-${phones[index]}`, { heldOn: '2026-09-29' }, irina)
		expect(await phone.exchange()).toMatchObject({ nacks: [{ review: 'waiting' }] })
	}
	return devices
}

async function listed(): Promise<LateEdit[]> {
	return ((await (await town.get('elena', '/api/held')).json()) as LateEdits).held
}

async function decide(id: string, decision: ReviewOutcome['decision']): Promise<Response> {
	return town.post('elena', `/api/held/${id}`, { decision })
}

async function meetingIds(): Promise<string[]> {
	const viktor = device('viktor')
	await viktor.exchange()
	return readMeetings(viktor.doc).map(({ id }) => id)
}

/** How many late edits wait, in all places that show it. */
async function waiting() {
	const board = (await (await town.get('elena', '/api/board')).json()) as Board
	const row = board.rows.find(({ programId }) => programId === 'program-1')
	const metrics = await (await fetch(`${town.server.operationsAddress}/metrics`)).text()
	return {
		inAll: board.totals.held,
		inRow: row?.held,
		ofIrina: row?.participants.find(({ personId }) => personId === 'irina')?.held,
		inMetrics: Number(/^tandem_held_waiting (\d+)$/m.exec(metrics)?.[1])
	}
}

const nothingWaits = { inAll: 0, inRow: 0, ofIrina: { waiting: 0, setAside: 0 }, inMetrics: 0 }

describe('[R3] what Irina brought while her part was ended, once it is given back', () => {
	it('enters as soon as that happens, though her phone stays away', async () => {
		const [phone] = await sendLate('phone')
		expect(await listed()).toMatchObject([{ state: 'waiting', enteredAt: null }])
		expect(await waiting()).toEqual({ inAll: 1, inRow: 1, ofIrina: { waiting: 1, setAside: 0 }, inMetrics: 1 })
		await setAccess('return')
		await eventually(listed).toMatchObject([{ state: 'entered', decidedBy: null, enteredAt: irina.at }])
		expect(await meetingIds()).toEqual(['of-phone'])
		await eventually(waiting).toEqual(nothingWaits)
		await phone?.exchange()
		expect(await meetingIds()).toEqual(['of-phone'])
	})

	it('stays set aside if Elena has decided so, until her phone brings it all the same: she is told that it may', async () => {
		const [phone, tablet] = await sendLate('phone', 'tablet')
		const [{ id } = { id: '' }] = (await listed()).toReversed()
		await decide(id, 'set-aside')
		await eventually(waiting).toMatchObject({ inRow: 1, ofIrina: { waiting: 1, setAside: 1 } })
		expect(await listed()).toMatchObject([{ state: 'waiting' }, { state: 'set-aside', isAccessBack: false }])
		await setAccess('return')
		const decided = { state: 'set-aside', isAccessBack: true, decidedBy: { id: 'elena' } }
		await eventually(async () =>
			(await listed()).toSorted((one, other) => (one.state < other.state ? -1 : 1))
		).toMatchObject([{ state: 'entered', isAccessBack: false }, decided])
		expect(await meetingIds()).toEqual(['of-tablet'])
		for (const device of [phone, tablet]) await device?.exchange()
		expect((await meetingIds()).sort()).toEqual(['of-phone', 'of-tablet'])
		expect((await listed()).find((edit) => edit.id === id)).toMatchObject(decided)
	})

	it('enters when the server starts again, if it was stopped just then', async () => {
		await sendLate('phone')
		const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		database.exec(`UPDATE memberships SET ended_at = NULL, ended_by = NULL WHERE person_id = 'irina'`)
		database.close()
		await town.restart()
		await eventually(listed).toMatchObject([{ state: 'entered' }])
		expect(await meetingIds()).toEqual(['of-phone'])
	})

	it('cannot be set aside any more, and accepting it changes nothing', async () => {
		await sendLate('phone')
		const [{ id } = { id: '' }] = await listed()
		await setAccess('return')
		await eventually(listed).toMatchObject([{ state: 'entered' }])
		const late = await decide(id, 'set-aside')
		expect([late.status, await late.json()]).toEqual([409, { error: { code: 'conflict' } }])
		expect((await decide(id, 'accepted')).status).toBe(204)
		expect(await listed()).toMatchObject([{ state: 'entered', decidedBy: null }])
	})

	it('is not taken for entered if Elena has accepted it', async () => {
		await sendLate('phone', 'tablet')
		const [accepted, entering] = (await listed()).map(({ id }) => id)
		expect((await decide(accepted ?? '', 'accepted')).status).toBe(204)
		await setAccess('return')
		await eventually(async () => (await listed()).map(({ id, state }) => [id, state]).sort()).toEqual(
			[
				[accepted, 'accepted'],
				[entering, 'entered']
			].sort()
		)
	})
})
