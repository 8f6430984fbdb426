/**
 * Mistakes of people and scripts, and failures, in one story on the real server with its most verbose log: none of the names,
 * titles, texts, passwords, links and cookies in it is printed. Each gets a mark when it is made.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it } from 'vitest'
import { request as requestFor } from '#domain/ledger/testing/story.ts'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import type { ImportResult } from '#protocol/api/bank.ts'
import type { LedgerAnswers } from '#protocol/api/ledger.ts'
import { encodeCarriedRequests } from '#protocol/exchange.ts'
import { encodePresence } from '#protocol/presence.ts'
import { encodeAwareness, encodeHello, encodeStep1, encodeUpdate } from '#protocol/frames.ts'
import { signInToDemo } from '../support/demo-sign-in.ts'
import { anEdit, openLine, type Line } from '../support/peer.ts'
import { startServer, type RunningServer } from '../support/server-process.ts'
import { badFrames } from './hostile/frames.ts'

const DOCUMENT = 'plan:program-1'
const EXCHANGE = '/api/exchange?person=mentor-1'

let server: RunningServer
let viktor: string
let elena: string
const secrets = new Set<string>()
const statuses = new Set<number>()

afterEach(() => server.dispose())

it('of what people are called, have typed and let themselves in with nothing is printed, whatever goes wrong', async () => {
	const badDisk = new URL('../support/bad-disk.mjs', import.meta.url).href
	server = await startServer({ LOG_LEVEL: 'trace', BAD_DISK: 'broken', NODE_OPTIONS: `--import=${badDisk}` })
	viktor = await enter('mentor-1')
	elena = await enter('curator-1')
	await guessAndForge()
	await inviteAndMistype()
	await sendHostileFrames()
	await sendBadBodies()
	await stateWhatIsRefused()
	await sendTablesAndPapers()
	await breakTheDisk()
	await damageTheDatabase()
	await server.stop()

	const log = server.printed()
	// On a busy machine a server may send somebody away for a while, too.
	expect([200, 201, 400, 401, 403, 404, 409, 413, 429, 500].filter((status) => !statuses.has(status))).toEqual([])
	expect([...messagesIn(log)]).toEqual(
		expect.arrayContaining([
			'Answered',
			'An endpoint failed',
			'A statement could not be submitted',
			'The storage failed; the room is forgotten'
		])
	)
	expect(secrets.size).toBeGreaterThan(60)
	expect([...secrets].filter((secret) => formsOf(secret).some((form) => log.includes(form)))).toEqual([])
}, 60_000)

async function guessAndForge(): Promise<void> {
	const login = secret('login')
	for (let count = 0; count < 11; count++) await call('/api/sign-in', '', { login, password: secret('пароль') })
	await call('/api/sign-in', '', { login: secret('login'), password: secret('ж'.repeat(129)) })
	await call('/api/sign-in', '', `{"login":"${secret('login')}","password":${secret('без кавычек')}`)
	await call('/api/sign-in/passkey', '', { response: { id: secret('key'), rawId: secret('key'), type: 'public-key' } })
	await call('/api/demo/sign-in', '', { person: secret('nobody') })
	for (const name of ['tandem.session_token', '__Host-tandem.session_token'])
		await call('/api/me', `${name}=${secret('cookie')}.${secret('signature')}`)
	await call(EXCHANGE, viktor, {}, 'POST', `https://${secret('evil')}.example`)
	await call(`/api/${secret('path')}?word=${encodeURIComponent(secret('Вопрос'))}`, viktor)
	await call(`/${secret('page')}`, viktor)
}

async function inviteAndMistype(): Promise<void> {
	const person = { familyName: secret('Потаённая'), givenName: secret('Зинаида'), patronymic: secret('Львовна') }
	const invited = await call('/api/invitations', elena, { ...person, role: 'mentor' })
	const { link, code } = (await invited.json()) as CreatedInvitation
	const token = keep(link.split('/').at(-1) ?? '')
	keep(code)
	keep(code.replace('-', ''))
	await call('/api/invitations', elena, { ...person, role: secret('role') })
	await call('/api/invitations/by-code', '', { code: `${code.slice(0, -1)}Э` })
	await call('/api/invitations/by-code', '', { code })
	await call(`/api/invitations/by-token/${secret('token')}`, '')
	await call(`/api/invitations/by-token/${token}`, '')
	const account = { login: secret('zinaida'), password: secret('Тайное слово о снеге') }
	await call(`/api/invitations/by-token/${token}/accept`, '', { ...account, password: 'мало' })
	const accepted = await call(`/api/invitations/by-token/${token}/accept`, '', account)
	expect(accepted.status).toBe(200)
	for (const line of accepted.headers.getSetCookie()) keep(line.split(';')[0]?.split('=')[1] ?? '')
	await call(`/api/invitations/by-token/${token}/accept`, '', account)
}

async function sendHostileFrames(): Promise<void> {
	const typed = encodeUpdate(anEdit(secret('key'), secret('Обсудили выгорание')))
	const presence = encodePresence([{ clientId: 7, clock: 1, state: { name: secret('Имя в присутствии') } }])
	const report = { deviceId: secret('phone'), appVersion: secret('version'), unsent: -1 }
	const frames = [
		...badFrames.map(([, frame]) => frame),
		typed.subarray(0, typed.length - 2),
		Uint8Array.of(...typed, 1),
		encodeAwareness(presence.subarray(0, presence.length - 1)),
		encodeHello(report as never)
	]
	for (const frame of frames) {
		const line = await open(viktor)
		line.socket.send(frame)
		await line.closed
	}
	const line = await open(viktor)
	line.socket.send(encodeAwareness(presence))
	line.socket.send(typed)
	await expect.poll(() => line.acks().at(-1)?.counter).toBe(1)
	line.socket.send(secret('Просто слова'))
	await line.closed
	const elsewhere = await open(viktor, `plan:${secret('program')}`, `v=1&device=${secret('device')}`)
	expect(await elsewhere.closed).toBe(4404)
	expect(await (await open(`tandem.session_token=${secret('cookie')}`)).closed).toBe(4401)
}

async function sendBadBodies(): Promise<void> {
	const sound = exchangeOf(anEdit(secret('key'), secret('Привезено')))
	await call(`/api/exchange?person=${secret('person')}`, viktor, sound)
	await call(EXCHANGE, viktor, sound.subarray(0, -2))
	await call(EXCHANGE, viktor, Buffer.from(secret('Вместо документа')))
	await call(EXCHANGE, viktor, exchangeOf(Buffer.from(secret('это не обновление'))))
	await call(EXCHANGE, viktor, exchangeOf(anEdit('key'), `plan:${secret('program')}`))
	await call(
		EXCHANGE,
		viktor,
		exchangeOf(anEdit('key'), DOCUMENT, `v=1&device=${secret('device')}&epoch=${secret('epoch')}`)
	)
	await call(`/api/documents/plan:${secret('program')}/check`, viktor)
	await call('/api/organisations', elena, secret('не JSON'))
	await call('/api/preferences', viktor, `"${secret('много').repeat(10_000)}"`, 'PUT')
	await call('/api/demo/sign-in', '', `"${secret('много').repeat(10_000)}"`)
}

async function stateWhatIsRefused(): Promise<void> {
	const request = { ...requestFor, menteeIds: ['mentee-7'], mainRequest: secret('Чего я хочу') }
	const remark = { type: 'remark', about: null, text: secret('Замечание') }
	const statements = [request, remark, { ...request, categoryId: secret('category') }, { type: secret('сказано') }]
	for (const statement of statements) {
		const answer = await call('/api/ledger', elena, saying(statement))
		const { answers } = (await answer.json()) as Partial<LedgerAnswers>
		expect(answers?.some(({ outcome }) => outcome === 'entered') ?? false).toBe(false)
	}
	await call('/api/ledger', elena, { ...saying(remark), personId: secret('person') })
	await call(`/api/programs/${secret('program')}/ledger`, elena)
}

async function sendTablesAndPapers(): Promise<void> {
	const target = { type: 'new', isSeparate: false }
	const rows = [
		{ familyName: `${secret('Сорокина')}1`, givenName: secret('Анна'), entry: {} },
		{ familyName: 'Крылова', givenName: 'Вера', entry: { strengths: secret('не список') } },
		{ [secret('Столбец')]: secret('Ячейка') }
	]
	const lines = rows.map((row, index) => ({ line: index + 2, target, row }))
	const table = { id: 'import-1', kind: 'mentors', source: `${secret('Наставники')}.xlsx`, rows: lines }
	const { refused } = (await (await call('/api/imports', elena, table)).json()) as ImportResult
	expect(refused).toHaveLength(3)
	await call('/api/imports', elena, { ...table, id: 'import-2', kind: secret('kind') })
	await call('/api/paper-texts/letter', elena, { text: `{{${secret('Заполнитель')}`, after: null }, 'PUT')
	await call('/api/paper-texts/letter', viktor, { text: secret('Письмо'), after: null }, 'PUT')
	await call(`/api/paper-texts/${secret('paper')}`, elena, { text: secret('Бумага'), after: null }, 'PUT')
	await call('/api/paper-texts/requisites', elena, { value: { name: secret('Отдел') }, after: null }, 'PUT')
	await call(`/api/programs/${secret('program')}/paper-facts`, elena)
	await call(`/api/board?q=${encodeURIComponent(secret('Ищу'))}`, elena)
}

async function breakTheDisk(): Promise<void> {
	const line = await open(viktor)
	await expect.poll(() => line.hellos().length).toBeGreaterThan(0)
	server.spoilDisk()
	// The signal may arrive after the first edits.
	const sentAway = () => {
		if (line.socket.readyState === line.socket.OPEN)
			line.socket.send(encodeUpdate(anEdit(secret('key'), secret('Не сохранилось'))))
		return line.socket.readyState === line.socket.CLOSED
	}
	await expect.poll(sentAway).toBe(true)
	expect(await line.closed).toBe(4503)
	await call(EXCHANGE, viktor, exchangeOf(anEdit(secret('key'), secret('И это нет'))))
	const request = { ...requestFor, menteeIds: ['mentee-7'], mainRequest: secret('Просьба') }
	await call('/api/ledger', elena, saying(request, 'curator'))
	const named = { familyName: secret('Ниоткуда'), givenName: secret('Никто'), patronymic: '' }
	await call('/api/invitations', elena, { ...named, role: 'mentor' })
	await call('/api/sign-in', '', { login: secret('login'), password: secret('пароль при сбое') })
}

/** Overwrites the bytes of rows and summaries with words, so that they cannot be decoded. */
async function damageTheDatabase(): Promise<void> {
	await server.kill()
	const database = new DatabaseSync(join(server.dataDirectory, 'tandem.sqlite'))
	const tables = database.prepare(`select name from sqlite_master where type = 'table'`).all()
	for (const { name } of tables) {
		const columns = database.prepare(`pragma table_info("${String(name)}")`).all()
		if (!columns.some(({ name, type }) => name === 'bytes' && type === 'BLOB')) continue
		database.prepare(`update "${String(name)}" set bytes = ?`).run(Buffer.from(secret('Строка на диске')))
	}
	database.close()
	await server.start()
	const line = await open(viktor)
	line.socket.send(Uint8Array.of(0, 0, 1, 0))
	line.socket.send(encodeUpdate(anEdit(secret('key'), secret('Поверх повреждённого'))))
	await expect.poll(() => line.acks().at(-1)?.counter).toBe(1)
	await call(EXCHANGE, viktor, exchangeOf(anEdit(secret('key'), secret('И туда же'))))
	await call('/api/programs/program-1/history', elena)
	await call('/api/board', elena)
}

async function enter(person: string): Promise<string> {
	const cookie = await signInToDemo(server.origin, person)
	keep(cookie.split('=')[1] ?? '')
	return cookie
}

/** A word that nobody may read in the log: only letters, as in names, in the alphabet of `word`. */
function secret(word: string): string {
	const [mark, digits] = /^[a-z]/.test(word) ? ['qz', 'bcdfghjklm'] : ['ъё', 'бвгджзклмн']
	return keep(word + mark + String(secrets.size).replaceAll(/\d/g, (digit) => digits[Number(digit)] ?? ''))
}

function keep(word: string): string {
	secrets.add(word)
	return word
}

/** The forms in which it could be printed: as it is, in an address, in JSON, as bytes. */
function formsOf(word: string): string[] {
	const bytes = Buffer.from(word)
	return [
		word,
		encodeURIComponent(word),
		JSON.stringify(word).slice(1, -1),
		bytes.toString('hex'),
		[...bytes].join(',')
	]
}

async function call(
	path: string,
	cookie: string,
	body?: unknown,
	method = body === undefined ? 'GET' : 'POST',
	origin = server.origin
): Promise<Response> {
	const answer = await fetch(server.origin + path, {
		method,
		headers: { cookie, origin, 'content-type': 'application/json', 'user-agent': secret('phone') },
		...(body !== undefined && { body: bodyOf(body) })
	})
	statuses.add(answer.status)
	return answer
}

/** Text and bytes as they are, anything else as JSON. */
function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
	if (body instanceof Uint8Array) return new Uint8Array(body)
	return typeof body === 'string' ? body : JSON.stringify(body)
}

function open(cookie: string, documentId = DOCUMENT, query = 'v=1'): Promise<Line> {
	return openLine(`${server.origin.replace('http', 'ws')}/sync`, documentId, { headers: { cookie }, query })
}

function exchangeOf(update: Uint8Array, documentId = DOCUMENT, query = 'v=1&device=phone-1'): Uint8Array<ArrayBuffer> {
	return encodeCarriedRequests([
		{ documentId, query, waitMs: 0, frames: [encodeStep1(Uint8Array.of(0)), encodeUpdate(update)] }
	])
}

function saying(statement: object, role = 'head') {
	const command = { id: `c${secrets.size}`, programId: 'new-one', role, saidAt: '2026-09-29T09:00:00.000Z' }
	return { personId: 'curator-1', commands: [{ ...command, statement }] }
}

function messagesIn(log: string): ReadonlySet<string> {
	const lines = log.split('\n').filter((line) => line.startsWith('{'))
	return new Set(lines.map((line) => (JSON.parse(line) as { msg: string }).msg))
}
