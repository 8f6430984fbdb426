import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { readActivities, readActivity } from '#domain/plan/activity.ts'
import { addMeeting, markActivity } from '#domain/plan/edit.ts'
import { readMeetings } from '#domain/plan/meeting.ts'
import type { Board } from '#protocol/api/program.ts'
import { MOST_EXCHANGED_DOCUMENTS, type ExchangeAnswer, type ExchangedDocument } from '#protocol/exchange.ts'
import { base64, createExchangeDevice, post } from '../../tests/support/exchange-device.ts'
import { freePort } from '../../tests/support/free-port.ts'
import { createRandom } from '../../tests/support/random.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'
import type { RelaySettings } from '../documents/relay/options.ts'

vi.setConfig({ testTimeout: 30_000 })
const eventually = <Value>(read: () => Value) => expect.poll(read)

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

async function openLive(person: Townsperson, documentId = 'plan:program-1'): Promise<Y.Doc> {
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

describe('[P13] the exchange', () => {
	it('brings Viktor and Irina together who never have a WebSocket', async () => {
		const [viktor, irina] = [device('viktor'), device('irina')]
		await viktor.exchange()
		await irina.exchange()
		expect(readActivities(viktor.doc)).toHaveLength(22)

		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		addMeeting(irina.doc, 'meeting', { heldOn: '2026-09-29' }, by('irina'))
		expect(await viktor.exchange()).toMatchObject({ outcome: 'exchanged', right: 'edit', updates: [] })
		await irina.exchange()
		await viktor.exchange()
		expect(Y.equalSnapshots(Y.snapshot(viktor.doc), Y.snapshot(irina.doc))).toBe(true)
		expect(readActivity(irina.doc, 'a1-1')?.status).toBe('done')
		expect(readMeetings(viktor.doc)).toMatchObject([{ id: 'meeting' }])
	})

	it('is compressed where it is large and the device takes that', async () => {
		const viktor = device('viktor')
		const ask = (accepted: string) =>
			town.post('viktor', '/api/exchange', viktor.request(), { 'accept-encoding': accepted })
		const [compressed, plain] = [await ask('gzip, deflate, br'), await ask('identity')]
		expect([compressed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null])
		const [unpacked, whole] = [(await compressed.json()) as ExchangeAnswer, (await plain.json()) as ExchangeAnswer]
		expect(unpacked.documents).toEqual(whole.documents)

		await viktor.exchange()
		expect((await ask('gzip')).headers.get('content-encoding')).toBeNull()
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

	it('[R1] what was answered is on the disk, and on the board', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		await viktor.exchange()
		await town.restart()
		const fresh = device('irina')
		await fresh.exchange()
		expect(readActivity(fresh.doc, 'a1-1')?.status).toBe('done')
		await eventually(async () => {
			const board = (await (await town.get('elena', '/api/board')).json()) as Board
			return board.rows.find(({ programId }) => programId === 'program-1')?.done
		}).toBe(1)
	})

	it.each([1, 2, 3, 4, 5])(
		'requests doubled, late and out of order change nothing that is true (seed %i)',
		async (seed) => {
			const random = createRandom(seed).next
			const people = [device('viktor'), device('irina')] as const
			const requests: { person: Townsperson; body: ReturnType<(typeof people)[0]['request']> }[] = []
			for (const one of people) await one.exchange()
			for (let round = 0; round < 12; round++) {
				const isViktor = random() < 0.5
				const [one, person] = isViktor ? [people[0], 'viktor' as const] : [people[1], 'irina' as const]
				addMeeting(one.doc, `meeting-${round}`, { heldOn: '2026-09-29' }, by(person))
				requests.push({ person, body: one.request() })
				if (random() < 0.7) await one.exchange()
			}
			for (const one of people) await one.exchange()
			for (const one of people) await one.exchange()
			const before = await participants()

			const again = [...requests, ...requests].sort(() => random() - 0.5)
			for (const { person, body } of again) await post(town, person, body)
			expect(await participants()).toEqual(before)
			const fresh = device('viktor', undefined, 'tablet')
			await fresh.exchange()
			expect(Y.equalSnapshots(Y.snapshot(fresh.doc), Y.snapshot(people[0].doc))).toBe(true)
			expect(readMeetings(fresh.doc)).toHaveLength(12)

			async function participants() {
				const answer = await people[1].exchange()
				return (
					answer.outcome === 'exchanged' &&
					answer.participants.map(({ personId, haveSequence }) => [personId, haveSequence])
				)
			}
		}
	)

	it('says after a restart whether what a device had is still there', async () => {
		const viktor = device('viktor')
		expect(await viktor.exchange()).toMatchObject({ isSameLog: false })
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		await viktor.exchange()
		await town.restart()
		expect(await viktor.exchange()).toMatchObject({ isSameLog: true })
		expect(await viktor.exchange({ run: 'of another server' })).toMatchObject({ isSameLog: false })
	})

	it('compares everything when asked to: the snapshot is of all the server has', async () => {
		const viktor = device('viktor')
		const first = await viktor.exchange()
		expect(first).toMatchObject({ snapshot: null })
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		const answer = await viktor.exchange({ isCheck: true })
		if (answer.outcome === 'refused' || answer.snapshot === null) throw new Error('Not checked')
		const snapshot = Y.decodeSnapshot(Buffer.from(answer.snapshot, 'base64'))
		expect(Y.equalSnapshots(snapshot, Y.snapshot(viktor.doc))).toBe(true)
	})

	it('compares a document only so often for one person, and goes on exchanging it; later it compares again', async () => {
		const [viktor, irina] = [device('viktor'), device('irina')]
		const outcomes = new Set<string>()
		for (let count = 0; count < 100; count++) outcomes.add((await viktor.exchange({ isCheck: true })).outcome)
		now = new Date(now.getTime() + 60_000)
		for (let count = 0; count < 32; count++) outcomes.add((await viktor.exchange({ isCheck: true })).outcome)
		expect([...outcomes]).toEqual(['exchanged'])
		expect(await viktor.exchange({ isCheck: true })).toMatchObject({ outcome: 'refused', reason: 'overloaded' })
		expect(await viktor.exchange()).toMatchObject({ outcome: 'exchanged' })
		expect(await irina.exchange({ isCheck: true })).toMatchObject({ outcome: 'exchanged' })
		now = new Date(now.getTime() + 60_000)
		expect(await viktor.exchange({ isCheck: true })).toMatchObject({ outcome: 'exchanged' })
	})

	it('answers a document once in a request, and takes what is brought of it each time', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		const requests = ['one', 'two'].map((id) => {
			addMeeting(viktor.doc, id, { heldOn: '2026-09-29' }, by('viktor'))
			return viktor.request({ isCheck: true })
		})
		const [first, second] = requests.map(({ documents }) => documents[0]!)
		const { documents } = await post(town, 'viktor', { ...requests[0]!, documents: [first!, second!, first!] })
		expect(documents.map((one) => (one.outcome === 'refused' ? one.reason : one.outcome))).toEqual([
			'exchanged',
			'overloaded',
			'overloaded'
		])
		const irina = device('irina')
		await irina.exchange()
		expect(readMeetings(irina.doc)).toHaveLength(2)
	})
})

describe('each document stands for itself', () => {
	const content = () => {
		const doc = new Y.Doc()
		addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, by('viktor'))
		return base64(Y.encodeStateAsUpdate(doc))
	}

	it('what is refused of one does not touch the others', async () => {
		const { documents, ...whose } = device('viktor').request({ update: content() })
		const [good] = documents
		if (good === undefined) throw new Error('No document')
		const asked = [
			good,
			{ ...good, documentId: 'plan:program-2' },
			{ ...good, documentId: 'plan:program-9' },
			{ ...good, documentId: '../../etc' },
			{ ...good, update: 'not base64!' },
			{ ...good, update: base64(Uint8Array.of(1, 2, 3)) },
			{ ...good, stateVector: base64(Uint8Array.of(200)) },
			{ ...good, epoch: 2 },
			{ ...good, documentId: 'notes:program-1', update: null }
		]
		const answer = await post(town, 'viktor', { ...whose, documents: asked })
		expect(answer.documents.map((one) => (one.outcome === 'refused' ? one.reason : one.outcome))).toEqual([
			'exchanged',
			'no-right',
			'gone',
			'gone',
			'malformed',
			'malformed',
			'malformed',
			'other-epoch',
			'exchanged'
		])
		expect(answer.documents.map(({ documentId }) => documentId)).toEqual(asked.map(({ documentId }) => documentId))
		expect(answer.serverTime).toBe(now.toISOString())
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
			['plan:program-1', plan],
			['notes:program-1', notes]
		] as const) {
			const asked = await device(person, documentId).exchange({ update: null })
			expect(asked.outcome === 'refused' ? asked.reason : asked.right).toBe(expected)
			const exchanged = await device(person, documentId).exchange({ update: content() })
			const refusal = { edit: null, read: 'read-only', 'no-right': 'no-right' }[expected]
			expect(exchanged.outcome === 'refused' ? exchanged.reason : null).toBe(refusal)
		}
		const reader = device('viktor')
		await reader.exchange({ update: null })
		expect(readMeetings(reader.doc)).toHaveLength(plan === 'edit' ? 1 : 0)
	})

	it('[R15] a deleted document is gone, and what is brought of it does not make it anew', async () => {
		const viktor = device('viktor')
		await viktor.exchange()
		await town.delete('elena', '/api/programs/program-1')
		addMeeting(viktor.doc, 'meeting', { heldOn: '2026-09-29' }, by('viktor'))
		expect(await viktor.exchange()).toEqual({
			documentId: 'plan:program-1',
			outcome: 'refused',
			reason: 'gone',
			isHeld: false
		})
	})
})

describe('[P14] what a device says it has', () => {
	async function irinaHas() {
		const answer = await device('viktor', undefined, 'observer').exchange({ update: null })
		if (answer.outcome === 'refused') throw new Error(answer.reason)
		return answer.participants.find(({ personId }) => personId === 'irina')
	}

	it('is told to the partner, with what it said of itself to the curator', async () => {
		const irina = device('irina')
		await irina.exchange({ unsent: 2 })
		expect(await irinaHas()).toMatchObject({ haveSequence: 0, lastSeenAt: now.toISOString() })
		await irina.exchange({ unsent: 2 })
		expect(await irinaHas()).toMatchObject({ haveSequence: 1, seenSequence: 0 })
		const board = (await (await town.get('elena', '/api/board')).json()) as Board
		const participants = board.rows.flatMap((row) => row.participants)
		expect(participants.find(({ personId }) => personId === 'irina')).toMatchObject({ unsent: 2 })
	})

	it('is taken neither above what there is nor of a run nobody knows', async () => {
		const irina = device('irina')
		await irina.exchange()
		await irina.exchange({ haveSequence: 99, seenSequence: 99 })
		expect(await irinaHas()).toMatchObject({ haveSequence: 0, seenSequence: 0 })
		await irina.exchange({ run: 'of another server', haveSequence: 1, seenSequence: 1 })
		expect(await irinaHas()).toMatchObject({ haveSequence: 0, seenSequence: 0 })
		await irina.exchange({ seenSequence: 1 })
		expect(await irinaHas()).toMatchObject({ haveSequence: 1, seenSequence: 1 })
		await irina.exchange({ run: 'of another server', haveSequence: 0 })
		expect(await irinaHas()).toMatchObject({ haveSequence: 1, seenSequence: 1 })
	})
})

describe('a request', () => {
	it('of another person than the one signed in is refused as a whole', async () => {
		const answer = await town.post('irina', '/api/exchange', device('viktor').request())
		expect(answer.status).toBe(409)
		expect(await answer.json()).toEqual({ error: { code: 'conflict', field: 'personId' } })
	})

	it('of a stranger is answered with 401', async () => {
		expect((await town.post('stranger', '/api/exchange', device('viktor').request())).status).toBe(401)
	})

	it.each([
		['too many documents', { documents: MOST_EXCHANGED_DOCUMENTS + 1, padding: 0 }, 413],
		['as many as are allowed', { documents: MOST_EXCHANGED_DOCUMENTS, padding: 0 }, 200],
		['more than 8 MiB', { documents: 1, padding: 8 * 1024 * 1024 }, 413]
	])('with %s is answered with %o', async (_what, { documents, padding }, status) => {
		const request = device('viktor').request({ documentId: 'plan:program-9', update: 'A'.repeat(padding) })
		const [document] = request.documents
		const body = { ...request, documents: Array.from({ length: documents }, () => document) }
		const answer = await town.post('viktor', '/api/exchange', body)
		expect(answer.status).toBe(status)
		if (status === 413) expect(await answer.json()).toMatchObject({ error: { code: 'too_large' } })
	})

	it('[R9] with too many documents is refused before it is looked into what is wrong with each', async () => {
		const documents = Array.from({ length: MOST_EXCHANGED_DOCUMENTS + 1 }, () => ({}))
		const answer = await town.post('viktor', '/api/exchange', { ...device('viktor').request(), documents })
		expect(answer.status).toBe(413)
		expect(await answer.json()).toEqual({ error: { code: 'too_large', field: 'documents' } })
	})

	it.each([{ deviceId: 'with a space' }, { documents: 'many' }, { freeBytes: -1 }, { isPersisted: undefined }])(
		'with %o is refused as a whole',
		async (wrong) => {
			const answer = await town.post('viktor', '/api/exchange', { ...device('viktor').request(), ...wrong })
			expect(answer.status).toBe(400)
		}
	)

	it('may come often, and not without end; others are not concerned', async () => {
		const { documents: _none, ...whose } = device('viktor').request()
		const ask = (person: Townsperson) =>
			town.post(person, '/api/exchange', { ...whose, personId: person, documents: [] })
		for (let count = 0; count < 120; count++) expect((await ask('viktor')).status).toBe(200)
		const refused = await ask('viktor')
		expect(refused.status).toBe(429)
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
		expect((await ask('irina')).status).toBe(200)
		now = new Date(now.getTime() + 60_000)
		expect((await ask('viktor')).status).toBe(200)
	})
})

describe('[R7] a document that fills', () => {
	it('[R7] is told of by what is left of the hard limit, with every answer', async () => {
		await reopen({ softBytes: 0, documentBytes: 1_000_000 })
		const [viktor, irina] = [device('viktor'), device('irina')]
		const before = await viktor.exchange()
		markActivity(viktor.doc, 'a1-1', done, by('viktor'))
		const update = viktor.request().documents[0]?.update ?? ''
		const after = await viktor.exchange()
		expect(bytesLeftOf(before)).toBeLessThan(1_000_000)
		expect(bytesLeftOf(before) - bytesLeftOf(after)).toBe(Buffer.from(update, 'base64').length)
		expect(bytesLeftOf(await irina.exchange())).toBe(bytesLeftOf(after))
	})

	it('[R7] is told of by nothing while there is enough', async () => {
		expect(await device('viktor').exchange()).toMatchObject({ outcome: 'exchanged', bytesLeft: null })
	})

	it('[R7] is counted for whoever runs the server', async () => {
		await reopen({ softBytes: 100 }, { TANDEM_METRICS_PORT: String(await freePort()) })
		const metrics = await (await fetch(`${town.server.operationsAddress}/metrics`)).text()
		expect(metrics).toMatch(/^tandem_documents_filling [1-9]/m)
	})

	function bytesLeftOf(answer: ExchangedDocument): number {
		return answer.outcome === 'exchanged' ? (answer.bytesLeft ?? NaN) : NaN
	}
})

describe('[D9][P13] an app that is too old', () => {
	const onlyNames = { documents: [{ documentId: 'plan:program-1' }, { documentId: 'notes:program-1' }] }
	const ask = (path: string, body: object) => town.post('viktor', path, body)

	it('is told so of every document, whatever else it says; nothing is taken, and nothing of the document told', async () => {
		await reopen({ oldestVersion: 2 })
		const viktor = device('viktor')
		const request = viktor.request({ update: base64(Y.encodeStateAsUpdate(written())) })
		const refused = { outcome: 'refused', reason: 'app-too-old', isHeld: false }
		for (const path of ['/api/exchange', '/api/exchange?v=1']) {
			expect(await (await ask(path, request)).json()).toMatchObject({
				documents: [{ documentId: 'plan:program-1', ...refused }]
			})
		}
		expect(await (await ask('/api/exchange', onlyNames)).json()).toMatchObject({
			documents: onlyNames.documents.map((document) => ({ ...document, ...refused }))
		})
		const answer = (await (await ask('/api/exchange?v=2', viktor.request({ update: null }))).json()) as ExchangeAnswer
		viktor.take(answer.documents[0]!)
		expect(readActivities(viktor.doc)).toHaveLength(22)
		expect(readMeetings(viktor.doc)).toEqual([])
	})

	it('is told of no more documents than any other app', async () => {
		await reopen({ oldestVersion: 2 })
		const ask = (length: number) =>
			town.post('viktor', '/api/exchange?v=0', { documents: Array.from({ length }, () => ({ documentId: '' })) })
		const answered = (await (await ask(MOST_EXCHANGED_DOCUMENTS)).json()) as ExchangeAnswer
		expect(answered.documents).toHaveLength(MOST_EXCHANGED_DOCUMENTS)
		const refused = await ask(MOST_EXCHANGED_DOCUMENTS + 1)
		expect(refused.status).toBe(413)
		expect(await refused.json()).toEqual({ error: { code: 'too_large', field: 'documents' } })
	})

	it('is none that names no version while the first is understood, nor one that is newer than the server', async () => {
		for (const path of ['/api/exchange', '/api/exchange?v=1', '/api/exchange?v=7']) {
			const answer = (await (await ask(path, device('viktor').request())).json()) as ExchangeAnswer
			expect(answer.documents).toMatchObject([{ outcome: 'exchanged' }])
		}
	})

	it.each(['one', '-1', '1.5', '0x1', ''])('a version that is called «%s» is refused as a whole', async (version) => {
		expect((await ask(`/api/exchange?v=${version}`, device('viktor').request())).status).toBe(400)
	})

	function written(): Y.Doc {
		const doc = new Y.Doc()
		addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, by('viktor'))
		return doc
	}
})

/** The town with other settings of its relay. */
async function reopen(settings: Partial<RelaySettings>, env: Record<string, string> = {}): Promise<void> {
	await town.stop()
	town = await openTown(() => now, env, settings)
}
