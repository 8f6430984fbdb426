/** Late edits of Irina, whose membership has ended, after it is given back: her devices still have them, and send them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { readActivity } from '#domain/plan/activity.ts'
import { addMeeting, markActivity } from '#domain/plan/edit.ts'
import { readMeetings } from '#domain/plan/meeting.ts'
import type { Board, ReviewOutcome, LateEdit, LateEdits, LateEditReading } from '#protocol/api/program.ts'
import { base64, createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { freePort } from '../../tests/support/free-port.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

vi.setConfig({ testTimeout: 30_000 })
const eventually = <Value>(read: () => Value) => expect.poll(read)

const PLAN = 'plan:program-1'
const irina = { personId: 'irina', at: '2026-09-30T05:00:00.000Z' }

let town: Town
const providers: WebsocketProvider[] = []
beforeEach(async () => {
	town = await openTown(undefined, { TANDEM_METRICS_PORT: String(await freePort()) })
})
afterEach(async () => {
	for (const provider of providers.splice(0)) provider.destroy()
	await town.stop()
})

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
		expect(await phone.exchange()).toMatchObject({ isHeld: true, held: 'waiting' })
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
	await viktor.exchange({ update: null })
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
	it('is as it was until her phone connects, and Elena reads that her access is back', async () => {
		const [phone] = await sendLate('phone')
		expect(await listed()).toMatchObject([{ state: 'waiting', isAccessBack: false }])
		await setAccess('return')
		expect(await listed()).toMatchObject([{ state: 'waiting', isAccessBack: true, enteredAt: null }])
		expect(await waiting()).toEqual({ inAll: 1, inRow: 1, ofIrina: { waiting: 1, setAside: 0 }, inMetrics: 1 })
		expect(await meetingIds()).toEqual([])

		await phone?.exchange()
		expect(await meetingIds()).toEqual(['of-phone'])
		await eventually(waiting).toEqual(nothingWaits)
		expect(await listed()).toMatchObject([{ state: 'entered', decidedBy: null, enteredAt: irina.at }])
	})

	it('and was set aside enters as well, is told of as that, and by whom it had been set aside', async () => {
		const [phone] = await sendLate('phone')
		const [{ id } = { id: '' }] = await listed()
		await decide(id, 'set-aside')
		await eventually(waiting).toMatchObject({ inRow: 0, ofIrina: { waiting: 0, setAside: 1 } })
		await setAccess('return')
		expect(await listed()).toMatchObject([{ state: 'set-aside', isAccessBack: true }])
		await phone?.exchange()
		await eventually(listed).toMatchObject([{ id, state: 'entered', decidedBy: { id: 'elena' } }])
		await eventually(waiting).toEqual(nothingWaits)
	})

	it('enters over a connection, too', async () => {
		const [phone] = await sendLate('phone')
		await setAccess('return')
		expect(await waiting()).toMatchObject({ inRow: 1 })
		class SignedIn extends WebSocket {
			constructor(url: string | URL) {
				super(url, { headers: { cookie: town.cookieOf('irina') } })
			}
		}
		const url = `${town.server.address.replace('http', 'ws')}/sync`
		providers.push(
			new WebsocketProvider(url, PLAN, phone?.doc ?? new Y.Doc(), {
				WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
				disableBc: true
			})
		)
		await eventually(waiting).toEqual(nothingWaits)
		expect(await listed()).toMatchObject([{ state: 'entered' }])
	})

	it('from a phone that stays away waits on, while that of her other phone has entered', async () => {
		const [, tablet] = await sendLate('phone', 'tablet')
		await setAccess('return')
		await tablet?.exchange()
		await eventually(listed).toMatchObject([{ state: 'waiting' }, { state: 'entered' }])
		expect(await meetingIds()).toEqual(['of-tablet'])
		await eventually(waiting).toMatchObject({ inRow: 1, inMetrics: 1 })
		const [left] = await listed()
		const reading = (await (await town.get('elena', `/api/held/${left?.id}`)).json()) as LateEditReading
		expect(reading).toMatchObject({ changes: [{ type: 'added' }], isPartlyIn: false })
	})

	it('of which only a part has come is not taken for entered: what is missing is read, and that it is not all', async () => {
		const phone = device('irina')
		await phone.exchange()
		await setAccess('end')
		const before = Y.encodeStateVector(phone.doc)
		addMeeting(phone.doc, 'first', { heldOn: '2026-09-29' }, irina)
		const first = base64(Y.encodeStateAsUpdate(phone.doc, before))
		markActivity(phone.doc, 'a1-1', { markId: 'm1', status: 'done', doneOn: '2026-09-29' }, irina)
		await phone.exchange()
		await setAccess('return')
		// A copy of the phone from in between, as a transfer file is.
		await phone.exchange({ update: first })
		expect(await meetingIds()).toEqual(['first'])
		// A later late edit, which is in the document completely, is found to have entered. So the other one was looked at, too.
		const tablet = device('irina', 'tablet')
		await tablet.exchange({ update: null })
		await setAccess('end')
		addMeeting(tablet.doc, 'second', { heldOn: '2026-09-29' }, irina)
		await tablet.exchange()
		await setAccess('return')
		await tablet.exchange()
		await eventually(listed).toMatchObject([{ state: 'waiting' }, { state: 'entered' }])
		const [{ id } = { id: '' }] = await listed()
		const reading = (await (await town.get('elena', `/api/held/${id}`)).json()) as LateEditReading
		expect(reading).toMatchObject({ changes: [{ type: 'marked', itemId: 'a1-1' }], isPartlyIn: true })

		await phone.exchange()
		await eventually(async () => (await listed()).map(({ state }) => state)).toEqual(['entered', 'entered'])
		const viktor = device('viktor')
		await viktor.exchange({ update: null })
		expect(readActivity(viktor.doc, 'a1-1')?.status).toBe('done')
	})

	it('has entered cannot be set aside any more, and accepting it changes nothing', async () => {
		const [phone] = await sendLate('phone')
		const [{ id } = { id: '' }] = await listed()
		await setAccess('return')
		await phone?.exchange()
		await eventually(listed).toMatchObject([{ state: 'entered' }])
		const late = await decide(id, 'set-aside')
		expect([late.status, await late.json()]).toEqual([409, { error: { code: 'conflict' } }])
		expect((await decide(id, 'accepted')).status).toBe(204)
		expect(await listed()).toMatchObject([{ state: 'entered', decidedBy: null }])
	})

	it('is not taken for entered when Elena accepts it', async () => {
		const phones = await sendLate('phone', 'tablet')
		const [accepted, entering] = (await listed()).map(({ id }) => id)
		expect((await decide(accepted ?? '', 'accepted')).status).toBe(204)
		await setAccess('return')
		for (const phone of phones) await phone.exchange()
		await eventually(async () => (await listed()).map(({ id, state }) => [id, state]).sort()).toEqual(
			[
				[accepted, 'accepted'],
				[entering, 'entered']
			].sort()
		)
	})
})
