import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { readActivities, readActivity } from '#domain/plan/activity.ts'
import { addMeeting, markActivity } from '#domain/plan/edit.ts'
import { readMeetings } from '#domain/plan/meeting.ts'
import { closeReasonOf } from '#protocol/close-codes.ts'
import type { Board, DocumentCheck } from '#protocol/api/program.ts'
import { decodeDocumentState } from '#protocol/document-state.ts'
import { type CarriedRequest, encodeCarriedRequests, MAX_BODY_BYTES, MOST_CARRIED } from '#protocol/exchange.ts'
import { encodeUpdate, MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { carry, createExchangeDevice, postCarried, readAnswer } from '../../tests/support/exchange-device.ts'
import { freePort } from '../../tests/support/free-port.ts'
import { createRandom } from '../../tests/support/random.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'
import type { RelaySettings } from '../documents/relay/options.ts'

vi.setConfig({ testTimeout: 30_000 })
const eventually = <Value>(read: () => Value) => expect.poll(read)

const PLAN = 'plan:program-1'

let town: Town
let now: Date
const providers: WebsocketProvider[] = []
beforeEach(async () => {
	now = townFoundedAt
	town = await openTown(() => now)
})
afterEach(async () => {
	for (const provider of providers.splice(0)) provider.destroy()
	await town.stop()
})

const device = (person: Townsperson, documentId?: string, deviceId?: string) =>
	createExchangeDevice(() => town, person, documentId, deviceId)
const by = (personId: string) => ({ personId, at: '2026-09-30T05:00:00.000Z' })
const done = { markId: 'm1', status: 'done', doneOn: '2026-09-29' } as const
const stored = { closed: null, nacks: [] }

/** The close reasons of the answers, null for those that ended by themselves. */
async function reasonsOf(person: Townsperson, requests: readonly CarriedRequest[]): Promise<(string | null)[]> {
	return (await carry(town, person, requests)).map(({ closeCode }) => closeReasonOf(closeCode))
}

async function openLive(person: Townsperson, documentId = PLAN): Promise<Y.Doc> {
	const doc = new Y.Doc()
	class SignedIn extends WebSocket {
		constructor(url: string | URL) {
			super(url, { headers: { cookie: town.cookieOf(person) } })
		}
	}
	const provider = new WebsocketProvider(`${town.server.address.replace('http', 'ws')}/sync`, documentId, doc, {
		WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
		disableBc: true
	})
	providers.push(provider)
	await eventually(() => provider.synced).toBe(true)
	return doc
}

function written(): Uint8Array {
	const doc = new Y.Doc()
	addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, by('viktor'))
	return Y.encodeStateAsUpdate(doc)
}

describe('[P13] the exchange', () => {
	it('brings Viktor and Irina together who never have a WebSocket', async () => {
		const [viktor, irina] = [device('viktor'), device('irina')]
		await viktor.exchange()
		await irina.exchange()
		expect(readActivities(viktor.doc)).toHaveLength(22)

		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		addMeeting(irina.doc, 'meeting', { heldOn: '2026-09-29' }, by('irina'))
		const answer = await viktor.exchange()
		expect(answer).toMatchObject({ ...stored, hello: { right: 'edit', isResumed: true }, updates: [] })
		await irina.exchange()
		await viktor.exchange()
		expect(Y.equalSnapshots(Y.snapshot(viktor.doc), Y.snapshot(irina.doc))).toBe(true)
		expect(readActivity(irina.doc, 'a1-1')?.status).toBe('done')
		expect(readMeetings(viktor.doc)).toMatchObject([{ id: 'meeting' }])
	})

	it('tells a partner who has the document open at once, and takes what they write', async () => {
		const irina = await openLive('irina')
		const viktor = device('viktor')
		await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		await viktor.exchange()
		await eventually(() => readActivity(irina, 'a1-1')?.status).toBe('done')
		addMeeting(irina, 'meeting', { heldOn: '2026-09-29' }, by('irina'))
		await eventually(async () => {
			await viktor.exchange()
			return readMeetings(viktor.doc).length
		}).toBe(1)
	})

	it('[R1] what was answered is on the disk, in its author’s name, and on the board', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		const { acks } = await viktor.exchange()
		expect(acks).toContainEqual({ counter: 1, sequence: 2 })
		await town.restart()
		const fresh = device('irina')
		await fresh.exchange()
		expect(readActivity(fresh.doc, 'a1-1')?.status).toBe('done')
		const history = await (await town.get('irina', '/api/programs/program-1/history')).json()
		expect(history).toMatchObject({ entries: [{ authorIds: ['viktor'] }, {}] })
		await eventually(async () => {
			const board = (await (await town.get('elena', '/api/board')).json()) as Board
			return board.rows.find(({ programId }) => programId === 'program-1')?.done
		}).toBe(1)
	})

	it.each([1, 2, 3, 4, 5])(
		'requests doubled, late and out of order change nothing in the document (seed %i)',
		async (seed) => {
			const random = createRandom(seed).next
			const people = [device('viktor'), device('irina')] as const
			const requests: { person: Townsperson; request: CarriedRequest }[] = []
			for (const one of people) await one.exchange()
			for (let round = 0; round < 12; round++) {
				const isViktor = random() < 0.5
				const [one, person] = isViktor ? [people[0], 'viktor' as const] : [people[1], 'irina' as const]
				addMeeting(one.doc, `meeting-${round}`, { heldOn: '2026-09-29' }, by(person))
				requests.push({ person, request: one.request() })
				if (random() < 0.7) await one.exchange()
			}
			for (const one of people) await one.exchange()
			for (const one of people) await one.exchange()

			const again = [...requests, ...requests].sort(() => random() - 0.5)
			for (const { person, request } of again) await carry(town, person, [request])
			const fresh = device('viktor', undefined, 'tablet')
			await fresh.exchange()
			expect(Y.equalSnapshots(Y.snapshot(fresh.doc), Y.snapshot(people[0].doc))).toBe(true)
			expect(readMeetings(fresh.doc)).toHaveLength(12)
			// What the device reports next is right again.
			const irina = people[1]
			for (const _time of [1, 2]) await irina.exchange()
			const { hello, acks } = await people[0].exchange()
			const state = hello?.participants.find(({ personId }) => personId === 'irina')
			expect(state?.haveSequence).toBe(acks.at(-1)?.sequence)
		}
	)

	it('[R1] an answer that was lost costs nothing: what the relay has is offered again, and stored once', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		const [lost] = await carry(town, 'viktor', [viktor.request()])
		expect(lost?.closeCode).toBe(0)
		const { acks } = await viktor.exchange({ update: null })
		expect(acks.at(-1)?.sequence).toBe(2)
		expect(readActivity(viktor.doc, 'a1-1')?.status).toBe('done')
	})
})

describe('[P12] [P13] a device that names where it stopped', () => {
	it('gets what came since, and is asked for nothing; without a run it is asked', async () => {
		const [viktor, irina] = [device('viktor'), device('irina')]
		expect(await viktor.exchange()).toMatchObject({ hello: { isResumed: true }, question: expect.any(Uint8Array) })
		await irina.exchange()
		markActivity(irina.doc, 'a1-1', done, by('irina'))
		await irina.exchange()
		const { hello, updates, question } = await viktor.exchange()
		expect([hello?.isResumed, updates.length, question]).toEqual([true, 1, null])
		expect(readActivity(viktor.doc, 'a1-1')?.status).toBe('done')
	})

	it('learns after a restart whether what it had is still there', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		await viktor.exchange()
		await town.restart()
		expect((await viktor.exchange()).hello?.isResumed).toBe(true)
		const elsewhere = readAnswers(await carry(town, 'viktor', [withQuery(viktor.request(), 'run', 'of-another')]))
		expect(elsewhere).toMatchObject([{ hello: { isResumed: false }, question: expect.any(Uint8Array) }])
	})

	it('[R15] of another epoch takes and brings nothing', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		addMeeting(viktor.doc, 'meeting', { heldOn: '2026-09-29' }, by('viktor'))
		const refused = { closed: 'other-epoch', hello: null, acks: [], updates: [] }
		expect(await viktor.exchange({ query: { epoch: '7' } })).toMatchObject(refused)
		expect(await meetingsSeenBy('irina')).toBe(0)
	})
})

describe('[P13] a request that waits', () => {
	it('is answered by the partner’s edit', async () => {
		const [viktor, irina] = [device('viktor'), device('irina')]
		await viktor.exchange()
		await irina.exchange()
		const waiting = viktor.exchange({ waitMs: 60_000 })
		await eventually(isViktorOnline).toBe(true)
		markActivity(irina.doc, 'a1-1', done, by('irina'))
		await irina.exchange()
		expect(await waiting).toMatchObject({ ...stored, updates: [expect.any(Uint8Array)] })
		expect(readActivity(viktor.doc, 'a1-1')?.status).toBe('done')
	})

	it('is answered at once when there is news already', async () => {
		await reopen({ mostWaitMs: 3_600_000 })
		const [viktor, irina] = [device('viktor'), device('irina')]
		await viktor.exchange()
		await irina.exchange()
		markActivity(irina.doc, 'a1-1', done, by('irina'))
		await irina.exchange()
		expect((await viktor.exchange({ waitMs: 60_000 })).updates).toHaveLength(1)
	})

	it('ends after a while though there is none, sooner than its device asked', async () => {
		await reopen({ mostWaitMs: 50, gatherMs: 1 })
		const viktor = device('viktor')
		await viktor.exchange()
		expect(await viktor.exchange({ waitMs: 3_600_000 })).toMatchObject({ ...stored, updates: [] })
	})

	it('is not answered because the partner comes and goes', async () => {
		await reopen({ helloMs: 1, gatherMs: 1 })
		const [viktor, irina] = [device('viktor'), device('irina')]
		for (const _time of [1, 2]) {
			await viktor.exchange()
			await irina.exchange()
		}
		let isAnswered = false
		const waiting = viktor.exchange({ waitMs: 60_000 }).finally(() => (isAnswered = true))
		await eventually(isViktorOnline).toBe(true)
		for (let count = 0; count < 10; count++) await irina.exchange()
		expect(isAnswered).toBe(false)
		markActivity(irina.doc, 'a1-1', done, by('irina'))
		await irina.exchange()
		await waiting
	})

	it('[R11] ends when the right does, and what is asked next is refused', async () => {
		const irina = device('irina')
		await irina.exchange()
		const waiting = irina.exchange({ waitMs: 60_000 })
		await eventually(async () => isOnline('irina')).toBe(true)
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		expect((await waiting).closed).toBe('restarting')
		expect((await irina.exchange()).closed).toBe('no-right')
	})

	it('[R13] ends when the server stops', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		const waiting = viktor.exchange({ waitMs: 60_000 })
		await eventually(isViktorOnline).toBe(true)
		const restarting = town.restart()
		expect((await waiting).closed).toBe('restarting')
		await restarting
	})

	it('ends when its device goes', async () => {
		await reopen({}, { TANDEM_METRICS_PORT: String(await freePort()) })
		const viktor = device('viktor')
		await viktor.exchange()
		const leaving = new AbortController()
		const waiting = carry(town, 'viktor', [viktor.request({ waitMs: 60_000 })], leaving.signal)
		const connections = async () => {
			const metrics = await (await fetch(`${town.server.operationsAddress}/metrics`)).text()
			return Number(/^tandem_connections (\d+)$/m.exec(metrics)?.[1])
		}
		await eventually(connections).toBe(1)
		leaving.abort()
		await expect(waiting).rejects.toThrow('abort')
		await eventually(connections).toBe(0)
	})

	const isViktorOnline = () => isOnline('viktor')

	async function isOnline(person: string): Promise<boolean> {
		const board = (await (await town.get('elena', '/api/board')).json()) as Board
		const participants = board.rows.flatMap((row) => row.participants)
		return participants.find(({ personId }) => personId === person)?.isOnline === true
	}
})

describe('each document stands for itself', () => {
	it('what is refused of one does not touch the others', async () => {
		const good = device('viktor').request({ update: written() })
		const [question = new Uint8Array(), , report = new Uint8Array()] = good.frames
		const withFrame = (frame: Uint8Array) => ({ ...good, frames: [question, frame, report] })
		const asked = [
			good,
			{ ...good, documentId: 'plan:program-2' },
			{ ...good, documentId: 'plan:program-9' },
			{ ...good, documentId: '../../etc' },
			withFrame(Uint8Array.of(1, 2, 3)),
			withFrame(new Uint8Array()),
			withFrame(encodeUpdate(Uint8Array.of(1, 2, 3))),
			withFrame(encodeUpdate(new Uint8Array(MAX_FRAME_BYTES))),
			withQuery(good, 'epoch', '2'),
			withQuery(good, 'v', '0'),
			withQuery(device('viktor', 'notes:program-1').request(), 'v', '7')
		]
		expect(await reasonsOf('viktor', asked)).toEqual([
			null,
			'no-right',
			'gone',
			'gone',
			'malformed',
			'malformed',
			'malformed',
			'too-large',
			'other-epoch',
			'app-too-old',
			null
		])
		expect(await meetingsSeenBy('irina')).toBe(1)
	})

	it('several connections of one request to one document are answered like those of several requests', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		const requests = ['one', 'two'].map((id) => {
			addMeeting(viktor.doc, id, { heldOn: '2026-09-29' }, by('viktor'))
			return viktor.request()
		})
		expect(await reasonsOf('viktor', requests)).toEqual([null, null])
		expect(await meetingsSeenBy('irina')).toBe(2)
	})

	const table: readonly [Townsperson, plan: string, notes: string][] = [
		['viktor', 'edit', 'edit'],
		['irina', 'edit', 'edit'],
		['oleg', 'no-right', 'no-right'],
		['elena', 'read', 'no-right'],
		['arkady', 'read', 'no-right'],
		['anna', 'no-right', 'no-right'],
		['pyotr', 'no-right', 'no-right']
	]
	it.each(table)('%s: plan %s, notes %s; and who may not edit changes nothing', async (person, plan, notes) => {
		for (const [documentId, expected] of [
			[PLAN, plan],
			['notes:program-1', notes]
		] as const) {
			const { closed, hello } = await device(person, documentId).exchange()
			expect(closed ?? hello?.right).toBe(expected)
			const brought = await device(person, documentId).exchange({ update: written() })
			const refusal = { edit: undefined, read: 'read-only', 'no-right': 'no-right' }[expected]
			expect(brought.closed ?? brought.nacks[0]?.reason).toBe(refusal)
			if (closed !== null) expect(brought).toMatchObject({ hello: null, acks: [], updates: [] })
		}
		expect(await meetingsSeenBy('viktor')).toBe(plan === 'edit' ? 1 : 0)
	})

	it('[R15] a deleted document is gone, and what is brought of it does not make it anew', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		await town.delete('elena', '/api/programs/program-1')
		addMeeting(viktor.doc, 'meeting', { heldOn: '2026-09-29' }, by('viktor'))
		const nothing = { hello: null, acks: [], nacks: [], updates: [] }
		expect(await viktor.exchange()).toMatchObject({ closed: 'gone', ...nothing })
		expect(await viktor.exchange({ query: { submit: '1' } })).toMatchObject({ closed: 'gone', ...nothing })
	})
})

describe('[P15] Irina, whose part has ended', () => {
	async function irinaWithLateEdit() {
		const irina = device('irina')
		await irina.exchange()
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		markActivity(irina.doc, 'a1-1', done, by('irina'))
		return irina
	}

	it('[R11] reads nothing, also when she comes to send late edits', async () => {
		const irina = await irinaWithLateEdit()
		addMeeting(await openLive('viktor'), 'later', { heldOn: '2026-09-29' }, by('viktor'))
		const answer = await irina.exchange()
		expect(answer).toMatchObject({ closed: null, updates: [], question: null })
		expect(answer.hello).toMatchObject({ right: 'none', participants: [] })
		expect(readMeetings(irina.doc)).toEqual([])
	})

	it('has nothing refused that was stored before: it counts as accepted, and waits for nobody', async () => {
		const irina = device('irina')
		await irina.exchange()
		markActivity(irina.doc, 'a1-1', done, by('irina'))
		await carry(town, 'irina', [irina.request()])
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		const { nacks } = await irina.exchange()
		expect(nacks).toEqual([{ reason: 'revoked', counter: 1, review: 'accepted', sequence: 2 }])
		expect(await (await town.get('elena', '/api/held')).json()).toMatchObject({ held: [] })
	})

	it('is told what became of the same edits each time she brings them', async () => {
		const irina = await irinaWithLateEdit()
		const waiting = [{ reason: 'revoked', counter: 1, review: 'waiting', sequence: null }]
		expect((await irina.exchange()).nacks).toEqual(waiting)
		expect((await irina.exchange()).nacks).toEqual(waiting)
		await decide('set-aside')
		expect((await irina.exchange()).nacks).toMatchObject([{ review: 'set-aside', sequence: null }])
		await decide('accepted')
		expect((await irina.exchange()).nacks).toMatchObject([{ review: 'accepted', sequence: 2 }])
		expect((await device('viktor').exchange()).acks.at(-1)?.sequence).toBe(2)
	})

	it('of another epoch has nothing put under review: it could never be accepted', async () => {
		const irina = await irinaWithLateEdit()
		expect(await irina.exchange({ query: { epoch: '7' } })).toMatchObject({ closed: 'other-epoch', nacks: [] })
		expect(await (await town.get('elena', '/api/held')).json()).toMatchObject({ held: [] })
	})

	it('was heard when she brought it', async () => {
		const irina = await irinaWithLateEdit()
		const before = now
		now = new Date(now.getTime() + 3_600_000)
		await irina.exchange()
		await eventually(async () => {
			const board = (await (await town.get('elena', '/api/board')).json()) as Board
			const state = board.rows.flatMap((row) => row.participants).find(({ personId }) => personId === 'irina')
			return (state?.lastSeenAt ?? '') > before.toISOString()
		}).toBe(true)
	})

	async function decide(decision: 'accepted' | 'set-aside'): Promise<void> {
		const { held } = (await (await town.get('elena', '/api/held')).json()) as { held: { id: string }[] }
		expect((await town.post('elena', `/api/held/${held[0]?.id}`, { decision })).status).toBe(204)
	}
})

describe('[P14] what a device says it has', () => {
	async function irinaHas() {
		const { hello } = await device('viktor', undefined, 'observer').exchange()
		return hello?.participants.find(({ personId }) => personId === 'irina')
	}

	it('is told to the partner, with what it said of itself to the curator', async () => {
		const irina = device('irina')
		await irina.exchange({ report: { unsent: 2 } })
		expect(await irinaHas()).toMatchObject({ haveSequence: 0, lastSeenAt: now.toISOString() })
		await irina.exchange({ report: { unsent: 2 } })
		expect(await irinaHas()).toMatchObject({ haveSequence: 1, seenSequence: 0 })
		const board = (await (await town.get('elena', '/api/board')).json()) as Board
		const participants = board.rows.flatMap((row) => row.participants)
		expect(participants.find(({ personId }) => personId === 'irina')).toMatchObject({ unsent: 2 })
	})

	it('is taken only up to what it was sent', async () => {
		const irina = device('irina')
		await irina.exchange()
		await irina.exchange({ report: { haveSequence: 99, seenSequence: 99 } })
		expect(await irinaHas()).toMatchObject({ haveSequence: 1, seenSequence: 1 })
		// Without a question nothing was sent: what it says cannot be checked.
		addMeeting(await openLive('viktor'), 'meeting', { heldOn: '2026-09-29' }, by('viktor'))
		await eventually(() => meetingsSeenBy('viktor')).toBe(1)
		const report = irina.request({ report: { haveSequence: 99, seenSequence: 99 } })
		await carry(town, 'irina', [{ ...report, frames: report.frames.slice(1) }])
		expect(await irinaHas()).toMatchObject({ haveSequence: 1, seenSequence: 1 })
	})

	it('[P7] counts as unsent what was not under way', async () => {
		const irina = device('irina')
		await irina.exchange()
		markActivity(irina.doc, 'a1-1', done, by('irina'))
		await irina.exchange({ report: { unsent: 3, underWay: 1 } })
		const board = (await (await town.get('elena', '/api/board')).json()) as Board
		const participants = board.rows.flatMap((row) => row.participants)
		expect(participants.find(({ personId }) => personId === 'irina')).toMatchObject({ unsent: 2 })
	})

	it('of another device closes the connection', async () => {
		expect((await device('irina').exchange({ report: { deviceId: 'of-viktor' } })).closed).toBe('malformed')
	})
})

describe('a request', () => {
	it('of another person than the one signed in is refused as a whole', async () => {
		const answer = await postCarried(town, 'irina', encodeCarriedRequests([device('viktor').request()]), 'viktor')
		expect(answer.status).toBe(409)
		expect(await answer.json()).toEqual({ error: { code: 'conflict', field: 'person' } })
	})

	it('of a stranger is answered with 401', async () => {
		const body = encodeCarriedRequests([device('viktor').request()])
		expect((await postCarried(town, 'stranger', body, 'viktor')).status).toBe(401)
	})

	const elsewhere = () => ({ documentId: 'plan:program-9', query: 'v=1', waitMs: 0, frames: [] })
	it.each<[string, number, () => Uint8Array<ArrayBuffer>]>([
		[
			'as many connections as are allowed',
			200,
			() => encodeCarriedRequests(Array.from({ length: MOST_CARRIED }, elsewhere))
		],
		['no connection', 200, () => encodeCarriedRequests([])],
		['too many', 400, () => encodeCarriedRequests(Array.from({ length: MOST_CARRIED + 1 }, elsewhere))],
		['an empty body', 400, () => new Uint8Array()],
		['a cut body', 400, () => encodeCarriedRequests([elsewhere()]).slice(0, -1)],
		['something behind it', 400, () => new Uint8Array([...encodeCarriedRequests([elsewhere()]), 0])],
		['JSON', 400, () => new TextEncoder().encode('{"documents":[]}')],
		['[R9] millions of empty frames', 400, () => withEmptyFrames(4_000_000)],
		['too large a body', 413, () => new Uint8Array(MAX_BODY_BYTES + 1)]
	])('with %s is answered with %i', async (_what, status, body) => {
		const answer = await postCarried(town, 'viktor', body())
		expect(answer.status).toBe(status)
		if (status !== 200) {
			const code = status === 413 ? 'too_large' : 'invalid'
			expect(await answer.json()).toEqual({ error: { code } })
		}
	})

	it('that names nobody is refused', async () => {
		expect((await town.post('viktor', '/api/exchange', {})).status).toBe(400)
	})

	it('may come often, and not without end; others are not concerned', async () => {
		const ask = (person: Townsperson) => postCarried(town, person, encodeCarriedRequests([]))
		for (let count = 0; count < 600; count += 50) {
			const answers = await Promise.all(Array.from({ length: 50 }, () => ask('viktor')))
			expect(answers.every(({ status }) => status === 200)).toBe(true)
		}
		const refused = await ask('viktor')
		expect(refused.status).toBe(429)
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
		expect((await ask('irina')).status).toBe(200)
		now = new Date(now.getTime() + 60_000)
		expect((await ask('viktor')).status).toBe(200)
	})

	it('[R10] of many connections gives a person no more of them than sockets would', async () => {
		await reopen({ connectionsPerPerson: 3 })
		const viktor = device('viktor')
		await viktor.exchange()
		const request = viktor.request({ waitMs: 1000 })
		const reasons = await reasonsOf(
			'viktor',
			Array.from({ length: 5 }, () => request)
		)
		expect(reasons.filter((reason) => reason === 'overloaded')).toHaveLength(2)
		expect(reasons.filter((reason) => reason === null)).toHaveLength(3)
		expect(await reasonsOf('viktor', [request])).toEqual([null])
	})

	it('[R10] of a person who sends too much is to come later', async () => {
		await reopen({ framesPerSecond: 1, burstMs: 0 })
		const request = device('viktor').request()
		expect(await reasonsOf('viktor', [request])).toEqual([null])
		expect(await reasonsOf('viktor', [request])).toEqual(['overloaded'])
		expect(await reasonsOf('irina', [device('irina').request()])).toEqual([null])
	})
})

describe('the check of a document', () => {
	const CHECK = `/api/documents/${PLAN}/check`

	it('compares everything: the snapshot is of all that is on the disk', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		await viktor.exchange()
		const { epoch, snapshot } = (await (await town.get('viktor', CHECK)).json()) as DocumentCheck
		expect(epoch).toBe(1)
		const read = Y.decodeSnapshot(Buffer.from(snapshot, 'base64'))
		expect(Y.equalSnapshots(read, Y.snapshot(viktor.doc))).toBe(true)
	})

	it('is for who may read it, and says to others only that there is none', async () => {
		const answers = []
		for (const person of ['irina', 'elena', 'oleg', 'pyotr', 'stranger'] as const)
			answers.push((await town.get(person, CHECK)).status)
		expect(answers).toEqual([200, 200, 404, 404, 401])
		expect((await town.get('elena', '/api/documents/notes:program-1/check')).status).toBe(404)
		for (const documentId of ['plan:program-9', 'nonsense', '..%2F..%2Fetc'])
			expect((await town.get('viktor', `/api/documents/${documentId}/check`)).status).toBe(404)
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		expect((await town.get('irina', CHECK)).status).toBe(404)
		await town.delete('elena', '/api/programs/program-1')
		expect((await town.get('viktor', CHECK)).status).toBe(404)
	})

	it('comes only so often for one person, and the exchange goes on; later it comes again', async () => {
		const statuses = new Set<number>()
		const check = async (person: Townsperson) => (await town.get(person, CHECK)).status
		for (let count = 0; count < 100; count++) statuses.add(await check('viktor'))
		now = new Date(now.getTime() + 60_000)
		for (let count = 0; count < 32; count++) statuses.add(await check('viktor'))
		expect([...statuses]).toEqual([200])
		const refused = await town.get('viktor', CHECK)
		expect(refused.status).toBe(429)
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
		expect(await device('viktor').exchange()).toMatchObject(stored)
		expect(await check('irina')).toBe(200)
		now = new Date(now.getTime() + 60_000)
		expect(await check('viktor')).toBe(200)
	})
})

describe('[P17] the state of a document, for a first visit', () => {
	const STATE = `/api/documents/${PLAN}/state`

	it('is all that the relay has, compressed, with the epoch', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		await viktor.exchange()
		const answer = await town.get('irina', STATE)
		expect(answer.headers.get('content-encoding')).toBe('gzip')
		const state = decodeDocumentState(new Uint8Array(await answer.arrayBuffer()))
		expect(state?.epoch).toBe(1)
		const doc = new Y.Doc()
		for (const update of state?.updates ?? []) Y.applyUpdate(doc, update)
		expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(viktor.doc))).toBe(true)
	})

	it('says that nobody is signed in, and of what is gone or another’s only that there is none', async () => {
		const nobody = await town.get('stranger', `${STATE}?or=nobody`)
		expect([nobody.status, await nobody.json()]).toEqual([200, { isNobody: true }])
		expect((await town.get('oleg', STATE)).status).toBe(404)
		await town.delete('elena', '/api/programs/program-1')
		expect((await town.get('viktor', STATE)).status).toBe(404)
	})
})

describe('[R7] a document that fills', () => {
	it('[R7] is told of by what is left of the hard limit, with every answer', async () => {
		await reopen({ softBytes: 0, documentBytes: 1_000_000 })
		const [viktor, irina] = [device('viktor'), device('irina')]
		await viktor.exchange()
		const before = (await viktor.exchange()).hello?.bytesLeft ?? NaN
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		await viktor.exchange()
		const after = (await viktor.exchange()).hello?.bytesLeft ?? NaN
		expect(before).toBeLessThan(1_000_000)
		expect(after).toBeLessThan(before)
		expect((await irina.exchange()).hello?.bytesLeft).toBe(after)
	})

	it('[R7] is told of by nothing while there is enough', async () => {
		expect((await device('viktor').exchange()).hello?.bytesLeft).toBeNull()
	})

	it('[R7] takes no more than it holds, and says so of the very edit', async () => {
		await reopen({ softBytes: 0, documentBytes: 1000 })
		const viktor = device('viktor')
		const { nacks } = await viktor.exchange({ update: written() })
		expect(nacks).toMatchObject([{ reason: 'too-large', counter: 1, review: null }])
		expect(await meetingsSeenBy('irina')).toBe(0)
	})

	it('[R7] is counted for whoever runs the server', async () => {
		await reopen({ softBytes: 100 }, { TANDEM_METRICS_PORT: String(await freePort()) })
		const metrics = await (await fetch(`${town.server.operationsAddress}/metrics`)).text()
		expect(metrics).toMatch(/^tandem_documents_filling [1-9]/m)
	})
})

describe('[D9][P13] an app that is too old', () => {
	it('is told so of every document; nothing is taken, and nothing of the document told', async () => {
		await reopen({ oldestVersion: 2 })
		const viktor = device('viktor')
		const old = await viktor.exchange({ update: written() })
		expect(old).toMatchObject({ closed: 'app-too-old', hello: null, acks: [], updates: [] })
		expect(await viktor.exchange({ query: { v: '2' } })).toMatchObject(stored)
		expect(readActivities(viktor.doc)).toHaveLength(22)
		expect(readMeetings(viktor.doc)).toEqual([])
	})

	it('is none that is newer than the server', async () => {
		expect(await device('viktor').exchange({ query: { v: '7' } })).toMatchObject(stored)
	})
})

async function meetingsSeenBy(person: Townsperson): Promise<number> {
	const fresh = device(person, PLAN, 'tablet')
	await fresh.exchange()
	return readMeetings(fresh.doc).length
}

function readAnswers(answers: Awaited<ReturnType<typeof carry>>) {
	return answers.map(({ closeCode, frames }) => readAnswer(closeCode, frames))
}

function withQuery(request: CarriedRequest, name: string, value: string): CarriedRequest {
	const query = new URLSearchParams(request.query)
	query.set(name, value)
	return { ...request, query: query.toString() }
}

/** One connection with so many frames of no bytes. */
function withEmptyFrames(count: number): Uint8Array<ArrayBuffer> {
	const head = [1, 1, 97, 0, 0]
	const digits = [(count & 127) | 128, ((count >> 7) & 127) | 128, ((count >> 14) & 127) | 128, count >> 21]
	const body = new Uint8Array(head.length + digits.length + count)
	body.set([...head, ...digits])
	return body
}

/** The town with other settings of its relay. */
async function reopen(settings: Partial<RelaySettings>, env: Record<string, string> = {}): Promise<void> {
	await town.stop()
	town = await openTown(() => now, env, settings)
}
