import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { WebsocketProvider } from 'y-websocket'
import { addMeeting, markActivity } from '#domain/plan/edit.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import type { Board } from '#protocol/api/program.ts'
import { encodeHello, encodeStep1 } from '#protocol/frames.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'

// The test machine may be busy. The benchmark measures the board's real speed.
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

async function open(person: Townsperson, documentId = 'plan:program-1'): Promise<Y.Doc> {
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

async function readBoard(query = ''): Promise<Board> {
	return (await (await town.get('elena', `/api/board${query}`)).json()) as Board
}

async function rowOf(programId: string) {
	return (await readBoard()).rows.find((row) => row.programId === programId)
}

async function participant(personId: string) {
	return (await rowOf('program-1'))?.participants.find((one) => one.personId === personId)
}

const viktor = { personId: 'viktor', at: '2026-09-30T05:00:00.000Z' }

describe('the board', () => {
	it('shows Viktor’s edit within moments, and Irina as behind until her device has it', async () => {
		const doc = await open('viktor')
		await eventually(() => rowOf('program-1')).toMatchObject({ done: 0, total: 22, overdue: 0, editedAt: null })
		markActivity(doc, 'a1-1', { markId: 'm1', status: 'done', doneOn: '2026-09-29' }, viktor)
		await eventually(() => rowOf('program-1')).toMatchObject({ done: 1, editedAt: townFoundedAt.toISOString() })
		expect(await participant('irina')).toMatchObject({
			isBehind: true,
			lastSeenAt: null,
			unsent: null,
			isOnline: false
		})
		expect(await participant('viktor')).toMatchObject({ isBehind: false, isOnline: true })

		const phone = new WebSocket(`${town.server.address.replace('http', 'ws')}/sync/plan:program-1?v=1&device=phone`, {
			headers: { cookie: town.cookieOf('irina') }
		})
		phone.on('open', () => phone.send(encodeStep1(Y.encodeStateVector(new Y.Doc()))))
		phone.on('message', () =>
			phone.send(
				encodeHello({
					deviceId: 'phone',
					appVersion: '1',
					haveSequence: 2,
					seenSequence: 0,
					unsent: 3,
					underWay: 0,
					freeBytes: 5000,
					isPersisted: null
				})
			)
		)
		await eventually(() => participant('irina')).toMatchObject({
			isBehind: false,
			unsent: 3,
			isOnline: true,
			// The town's clock stands still; the time since the phone's last report does not.
			lastSeenAt: expect.stringMatching(/T(04:59:5\d|05:00:00)\./) as string,
			endedAt: null,
			devices: [{ deviceId: 'phone', appVersion: '1', unsent: 3, freeBytes: 5000, isPersisted: null, isBehind: false }]
		})
		phone.close()
	})

	it('knows that Irina has signed in, also when she has signed out without opening the programme', async () => {
		await town.post('irina', '/api/sign-out', {})
		expect(await participant('irina')).toMatchObject({ hasSignedIn: true, lastSeenAt: null })
	})

	it('tells those who watch within half a second', async () => {
		const doc = await open('viktor')
		const answer = await town.get('elena', '/api/board/events')
		expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
		let chunks = ''
		const listening = answer.body?.pipeThrough(new TextDecoderStream()).pipeTo(
			new WritableStream({
				write: (chunk) => void (chunks += chunk)
			})
		)
		addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, viktor)
		await eventually(() => chunks).toContain('event: changed\n')
		await town.server.stop()
		await listening
		await town.restart()
	})

	it('counts what is late by the calendar of the municipality', async () => {
		now = new Date('2026-09-30T16:59:00.000Z')
		await eventually(() => rowOf('program-1')).toMatchObject({ total: 22, overdue: 0 })
		now = new Date('2026-09-30T17:00:00.000Z')
		await eventually(() => readBoard()).toMatchObject({ rows: [{ overdue: 4 }, { overdue: 4 }] })
		expect((await readBoard()).totals).toEqual({
			programs: 2,
			ahead: 0,
			overdue: 2,
			silent: 2,
			reports: 0,
			behind: 0,
			held: 0,
			closed: 0
		})
	})

	it('finds by name, school and title, and turns pages', async () => {
		const found = async (query: string) => (await readBoard(query)).rows.map(({ programId }) => programId)
		expect(await found('?q=лаптева')).toEqual(['program-1'])
		expect(await found('?q=резерв%20школа')).toEqual(['program-2'])
		expect(await found('?q=КОВАЛЕВ')).toEqual(await found('?q=Ковалёв'))
		expect(await found('?q=КОВАЛЕВ')).not.toEqual([])
		expect(await found('?q=никого')).toEqual([])
		expect(await found('?pageSize=1')).toEqual(['program-1'])
		expect(await found('?pageSize=1&page=2')).toEqual(['program-2'])
		expect(await readBoard('?pageSize=1&page=3')).toMatchObject({ rows: [], count: 2, page: 3, pageSize: 1 })
	})

	it('sorts by a column, also what was searched for, and turns its pages', async () => {
		const doc = await open('viktor')
		markActivity(doc, 'a1-1', { markId: 'm1', status: 'done', doneOn: '2026-09-29' }, viktor)
		await eventually(() => rowOf('program-1')).toMatchObject({ done: 1 })
		const sorted = async (query: string) => (await readBoard(`?sort=${query}`)).rows.map(({ programId }) => programId)
		expect(await sorted('road')).toEqual(['program-2', 'program-1'])
		expect(await sorted('-road')).toEqual(['program-1', 'program-2'])
		expect(await sorted('road&pageSize=1&page=2')).toEqual(['program-1'])
		expect(await sorted('-road&q=ковалёв')).toEqual(['program-1'])
		expect((await town.get('elena', '/api/board?sort=size')).status).toBe(400)
	})

	it('filters by what needs attention', async () => {
		const doc = await open('viktor')
		addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, viktor)
		await eventually(async () => (await rowOf('program-1'))?.summary?.meetings).toHaveLength(1)
		// Irina has never signed in: the board shows that, and not that she lacks an edit.
		expect((await readBoard('?attention=behind')).count).toBe(0)
		expect((await readBoard('?attention=silent&q=лаптева')).count).toBe(1)
		await createExchangeDevice(() => town, 'irina').exchange()
		addMeeting(doc, 'another', { heldOn: '2026-09-30' }, viktor)
		await eventually(async () => (await readBoard('?attention=behind')).count).toBe(1)
		now = new Date('2026-10-02T05:00:00.000Z')
		await eventually(async () => (await readBoard('?attention=overdue')).count).toBe(2)
		expect((await readBoard('?attention=overdue&q=лаптева')).rows.map(({ programId }) => programId)).toEqual([
			'program-1'
		])
	})

	it('shows Irina last when her part has ended: it can be given back', async () => {
		const irina = createExchangeDevice(() => town, 'irina')
		await irina.exchange()
		await readBoard()
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		expect((await rowOf('program-1'))?.participants).toMatchObject([
			{ personId: 'viktor', endedAt: null },
			{ personId: 'irina', endedAt: townFoundedAt.toISOString(), isBehind: false }
		])
		expect(await rowOf('program-1')).toMatchObject({ held: 0 })

		await town.post('elena', '/api/programs/program-1/participants/irina/return', {})
		await irina.exchange({ report: { unsent: 4 } })
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		await town.post('elena', '/api/programs/program-1/participants/viktor/end', {})
		await town.post('elena', '/api/programs/program-1/participants/viktor/return', {})
		expect((await rowOf('program-1'))?.participants).toMatchObject([
			{ personId: 'viktor', endedAt: null },
			{ personId: 'irina', endedAt: townFoundedAt.toISOString(), unsent: 4, isBehind: false }
		])
	})

	it('finds and sorts Viktor’s programme by his new name', async () => {
		expect((await readBoard('?q=ковалёв')).count).toBe(1)
		const { person, version } = (await (await town.get('elena', '/api/people/viktor')).json()) as PersonCard
		const { familyName: _, givenName, patronymic } = person
		const body = { familyName: 'Зимин', givenName, patronymic, organisationId: null, post: '', version }
		expect((await town.put('elena', '/api/people/viktor', body)).status).toBe(200)
		expect((await readBoard('?q=ковалёв')).count).toBe(0)
		expect((await readBoard('?q=зимин')).count).toBe(1)
	})

	it('[T2] offers the units of the regulation, and shows only what the chosen one answers for', async () => {
		const { units, count } = await readBoard()
		expect(units).toEqual([
			'Комитет по дошкольному образованию',
			'Комитет по общему образованию',
			'Отдел воспитания и дополнительного образования'
		])
		expect(count).toBe(2)
		// Irina works in a school, and the other programme has no mentee.
		expect(await readBoard(`?unit=${encodeURIComponent(units[0] ?? '')}`)).toMatchObject({
			rows: [],
			count: 0,
			totals: { programs: 0, overdue: 0, silent: 0, behind: 0, closed: 0 }
		})
		const { rows, totals } = await readBoard(`?unit=${encodeURIComponent(units[1] ?? '')}`)
		expect(totals).toMatchObject({ programs: 1, closed: 0 })
		expect(rows.map(({ programId, units }) => [programId, units])).toEqual([['program-1', [units[1]]]])
		expect((await town.get('elena', `/api/board?unit=${'х'.repeat(1_001)}`)).status).toBe(400)
	})

	it('[T2] closing Irina’s access leaves her programme with the unit that answers for it', async () => {
		const unit = 'Комитет по общему образованию'
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		expect(await rowOf('program-1')).toMatchObject({ phase: 'suspended', units: [unit] })
		expect(await readBoard(`?unit=${encodeURIComponent(unit)}`)).toMatchObject({
			rows: [{ programId: 'program-1' }],
			totals: { programs: 1 }
		})
	})

	it('knows after a restart what was stored just before the server was killed', async () => {
		const doc = await open('viktor')
		addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, viktor)
		await eventually(() => rowOf('program-1')).toMatchObject({ summary: { meetings: [{ id: 'meeting' }] } })
		await town.restart()
		expect(await rowOf('program-1')).toMatchObject({ summary: { meetings: [{ id: 'meeting' }] } })
		expect(await participant('irina')).toMatchObject({ isBehind: true })
	})
})

it('with 10,000 programmes Elena’s list of her own is as small as before, and the first page of her board has its 100 rows', async () => {
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	const upTo = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)'
	database.exec(`
		BEGIN;
		${upTo} INSERT INTO people (id, municipality_id, family_name, given_name, patronymic, created_at)
			SELECT 'p' || i, 'town', 'Фамилия' || i * 7919 % 10007, 'Имя', 'Отчество', '2026-09-01T00:00:00.000Z' FROM n;
		${upTo} INSERT INTO programs (id, municipality_id, title, roadmap_id, organisation, starts_on, term_months, created_at)
			SELECT hex(randomblob(8)) || i, 'town', 'Программа ' || i, 'r', 'Школа № ' || i % 90, '2026-09-01', 24, '' FROM n;
		INSERT INTO memberships (program_id, person_id, role)
			SELECT id, 'p' || substr(id, 17), 'mentee' FROM programs WHERE starts_on = '2026-09-01' AND length(id) > 16;
		INSERT INTO summaries (program_id, sequence, json, due_dates, done, total, edition, at)
			SELECT programs.id, 0, json, due_dates, done, total, '', '' FROM programs, summaries AS known
			WHERE known.program_id = 'program-1' AND length(programs.id) > 16;
		COMMIT`)
	database.close()
	await town.restart()
	const me = await town.get('elena', '/api/me')
	expect((await me.text()).length).toBeLessThan(10_000)
	await eventually(async () => (await readBoard()).isCounting).toBeUndefined()
	const page = await readWire('/api/board')
	const board = JSON.parse(gunzipSync(page).toString()) as Board
	expect(board).toMatchObject({ count: 10_002, totals: { programs: 10_002 } })
	expect(board.rows).toHaveLength(100)
	expect(page.length).toBeLessThan(60_000)
})

/** As it comes over the network. */
async function readWire(path: string): Promise<Buffer> {
	const headers = { cookie: town.cookieOf('elena'), 'accept-encoding': 'gzip' }
	const [response] = (await once(get(town.server.address + path, { headers }), 'response')) as [IncomingMessage]
	return Buffer.concat(await response.toArray())
}
