/**
 * Viktor has withdrawn his consent, and his programme with Darya is closed. Elena erases him: afterwards no table and no file of the
 * server has what was known of him, and only the papers of the programme still have his name.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ERASED_NAME } from '#domain/people/erasure.ts'
import { consentOf, orderFor, proposal, raise, request, sign } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { consentSheet, sheetText } from '#domain/papers/consent-sheet.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { ConsentKind } from '#domain/regulation/schema.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import type { Board, Me } from '#protocol/api/program.ts'
import type { LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { knock } from '../../tests/support/knock.ts'
import { runServerCommand } from '../../tests/support/run-server-command.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

vi.setConfig({ testTimeout: 60_000 })

const now = new Date('2026-11-25T05:00:00.000Z')
const ground = { ground: 'consent-withdrawn', on: '2026-11-24' }
const at = '/api/people/viktor/erasure'

/** What is known of Viktor; the regulation has no minors, so his birthday is only in what somebody typed. */
const known = {
	login: 'viktor.kovalev@school-4.example',
	phone: '79131234567',
	email: 'viktor@school-4.example',
	bornOn: '1971-03-14',
	achievement: 'Построил теплицу своими руками',
	post: 'Директор вечерней школы',
	leaving: 'Переехал к дочери'
}

let town: Town
beforeEach(async () => {
	town = await openTown(() => now)
})
afterEach(() => town.stop())

const database = () => new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'), { readOnly: true })

async function say(person: Townsperson, role: 'mentor' | 'mentee' | 'curator' | 'head', statement: Statement) {
	const command = { id: crypto.randomUUID(), programId: 'pair', role, saidAt: now.toISOString(), statement }
	const { answers } = await read<LedgerAnswers>(
		town.post(person, '/api/ledger', { personId: person, commands: [command] })
	)
	if (answers[0]?.outcome !== 'entered') throw new Error(`${person}: ${JSON.stringify(answers)}`)
	return command.id
}

async function read<Answer>(answer: Promise<Response>): Promise<Answer> {
	return (await (await answer).json()) as Answer
}

const cardOf = (personId: string) => read<PersonCard>(town.get('elena', `/api/people/${personId}`))

const VIKTOR = 'Ковалёв Виктор Андреевич'

/** The sheet of a consent as it was on the signer's screen. */
function sheetOf(kind: ConsentKind, role: 'mentor' | 'mentee', name: string, partner: string): string {
	const facts = {
		person: { name, post: known.post, organisation: '' },
		role,
		partners: [partner],
		title: null,
		forms: [],
		term: null,
		representative: null,
		operator: { name: '', address: '', site: '' },
		regulation: tomskCity,
		organisationKinds: []
	}
	return sheetText(consentSheet(kind, facts))
}

/** The programme «pair» of Darya with Viktor; he is in no other one. */
async function beginPair(): Promise<void> {
	await town.delete('elena', '/api/programs/program-1')
	await say('darya', 'mentee', { ...request, menteeIds: ['darya'] })
	const proposalId = await say('elena', 'curator', proposal)
	for (const kind of ['duties', 'personal-data'] as const) {
		await say('viktor', 'mentor', { ...consentOf(kind), text: sheetOf(kind, 'mentor', VIKTOR, 'Новикова Имя') })
		await say('darya', 'mentee', { ...consentOf(kind), text: sheetOf(kind, 'mentee', 'Новикова Имя', VIKTOR) })
	}
	const orderId = await say('elena', 'curator', raise(orderFor(proposalId, { startsOn: '2026-11-25' })))
	await say('arkady', 'head', sign(orderId))
}

async function closePair(): Promise<void> {
	const closure = { type: 'closure', reasonId: 'curator', ground: 'Форс-мажор', lastDay: null } as const
	const id = await say('elena', 'curator', raise({ ...closure, conclusion: 'Завершена' }))
	await say('arkady', 'head', sign(id))
}

/** What the banks, the account, an import and a leaving keep of Viktor. */
async function makeViktorKnown(): Promise<void> {
	const card = await cardOf('viktor')
	const names = { familyName: 'Ковалёв', givenName: 'Виктор', patronymic: 'Андреевич' }
	await town.put('elena', '/api/people/viktor', {
		...names,
		organisationId: null,
		post: known.post,
		version: card.version
	})
	const entry = {
		...viktorsEntry,
		achievements: [{ title: known.achievement, proof: 'Почётная грамота' }],
		phone: known.phone,
		email: known.email
	}
	const saved = await read<PersonCard>(
		town.put('elena', '/api/bank/mentors/viktor', { version: card.mentor?.version ?? null, entry })
	)
	expect(saved.mentor?.entry?.achievements[0]?.title).toBe(known.achievement)
	const version = null
	const born = {
		personId: 'viktor',
		categoryId: 'reservist',
		mainRequest: 'Запрос',
		difficulties: [],
		forms: [],
		assessments: [],
		bornOn: null,
		representative: null,
		enteredOn: '2026-09-01'
	}
	const banked = await read<PersonCard>(town.put('elena', '/api/bank/mentees/viktor', { version, entry: born }))
	await town.post('elena', '/api/bank/leavings', {
		personId: 'viktor',
		role: 'mentee',
		version: banked.mentee?.version,
		on: '2026-11-20',
		reasonId: 'moved',
		ground: known.leaving,
		order: null
	})
	const row = { ...names, entry: { achievements: [{ title: known.bornOn, proof: 'Паспорт' }] } }
	const rows = [{ line: 2, target: { type: 'update', id: 'viktor' }, row }]
	await town.post('elena', '/api/imports', { id: 'import-1', kind: 'mentors', source: '', rows })
	const event = { kind: 'forum', title: 'Форум', on: '2026-11-20', place: '' }
	const forum = { version: null, event, attendedIds: ['viktor'] }
	expect((await town.put('elena', '/api/mentor-events/forum', forum)).status).toBe(204)
	await town.put('viktor', '/api/account/password', { login: known.login, password: 'три старых трамвая' })
}

/** Tables in which one of the texts is. */
function tablesWith(texts: readonly string[]): string[] {
	const file = database()
	try {
		const tables = file.prepare(`select name from sqlite_master where type = 'table'`).all() as { name: string }[]
		return tables
			.map(({ name }) => name)
			.filter((name) => {
				const rows = file.prepare(`select * from "${name}"`).all()
				return rows.some((row) =>
					Object.values(row).some((value) => {
						const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))
						return texts.some((text) => bytes.includes(text))
					})
				)
			})
			.sort()
	} finally {
		file.close()
	}
}

/** Files of the data directory, outside of backups, in which one of the texts is. */
function filesWith(texts: readonly string[]): string[] {
	return readdirSync(town.config.dataDirectory, { withFileTypes: true })
		.filter((file) => file.isFile() && !file.name.startsWith('before-'))
		.filter(({ parentPath, name }) => {
			const bytes = readFileSync(join(parentPath, name))
			return texts.some((text) => bytes.includes(text))
		})
		.map(({ name }) => name)
		.sort()
}

const facts = Object.values(known)
const erase = () => town.post('elena', at, ground)

describe('a person who is erased', () => {
	it('[L3] is in no table and in no file of the server: neither contacts nor birthday, nor words of the banks', async () => {
		await makeViktorKnown()
		expect(tablesWith(facts)).toEqual(
			expect.arrayContaining(['auth_users', 'bank', 'bank_leavings', 'import_rows', 'people'])
		)
		await beginPair()
		await closePair()
		const phone = createExchangeDevice(() => town, 'viktor', 'plan:pair')
		await phone.exchange()
		await expect
			.poll(() => database().prepare('select 1 from device_states where person_id = ?').get('viktor'))
			.toBeDefined()
		expect((await erase()).status).toBe(200)
		// Papers keep the post of the day of the order.
		expect(tablesWith(facts)).toEqual(['paper_settings'])
		expect(tablesWith(['Ковалёв'])).toEqual(['ledger_entries', 'paper_settings'])
		const others = facts.filter((fact) => fact !== known.post)
		await expect.poll(() => filesWith(others)).toEqual([])
		const rows = database()
		for (const [table, column] of [
			['bank', 'person_id'],
			['preferences', 'about_id'],
			['invitations', 'person_id'],
			['access_resets', 'person_id'],
			['import_rows', 'subject_id'],
			['mentor_event_attendance', 'person_id'],
			['device_states', 'person_id'],
			['auth_users', 'id'],
			['auth_accounts', 'userId'],
			['auth_passkeys', 'userId'],
			['auth_sessions', 'userId']
		] as const) {
			expect([table, rows.prepare(`select * from ${table} where "${column}" = 'viktor'`).all()]).toEqual([table, []])
		}
		rows.close()
	})

	it('[L3] is recorded with the ground, the day and who did it; the card says so, and the lists do not name them', async () => {
		await makeViktorKnown()
		await beginPair()
		await closePair()
		const boardHas = (name: string) => readFileSync(join(town.config.dataDirectory, 'board.sqlite')).includes(name)
		await expect.poll(() => boardHas('ковалев')).toBe(true)
		const erased = await read<PersonCard>(erase())
		await expect.poll(() => boardHas('ковалев'), { timeout: 10_000 }).toBe(false)
		const record = { at: now.toISOString(), ground: ground.ground, on: ground.on, by: 'Воронцова Имя' }
		expect(erased).toMatchObject({ person: { name: ERASED_NAME }, erased: record, canChange: false, hasAccount: false })
		expect(await cardOf('viktor')).toMatchObject({ erased: record, mentor: null, post: '', organisation: null })
		for (const path of [
			'/api/bank/mentors',
			'/api/bank/leavings?role=mentee',
			'/api/access',
			'/api/imports/known?kind=mentors'
		]) {
			const text = await (await town.get('elena', path)).text()
			expect([path, text.includes('Ковалёв'), text.includes('"viktor"')]).toEqual([path, false, false])
		}
		expect(JSON.stringify(await read<Board>(town.get('elena', '/api/board?phase=closed')))).not.toContain('Ковалёв')
		const { programs } = await read<Me>(town.get('darya', '/api/me'))
		const participants = programs.find(({ id }) => id === 'pair')?.participants.map(({ person }) => person.name)
		expect(participants).toContain(ERASED_NAME)
	})

	it('[L3] is recorded also after whoever did it was erased in turn', async () => {
		await beginPair()
		await closePair()
		await erase()
		const file = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		file.prepare(`insert into erasures (kind, id, at) values ('person', 'elena', ?)`).run(now.toISOString())
		file.prepare(`update people set family_name = ?, given_name = '' where id = 'elena'`).run(ERASED_NAME)
		file.close()
		const card = await read<PersonCard>(town.get('arkady', '/api/people/viktor'))
		expect(card.erased?.by).toBe(ERASED_NAME)
	})

	it('[L3] is without a name in the ledger that Darya and Elena read, and with it only on the papers of the curator', async () => {
		await makeViktorKnown()
		await beginPair()
		await closePair()
		expect(await (await town.get('darya', '/api/programs/pair/ledger')).text()).toContain('Ковалёв')
		await erase()
		for (const person of ['darya', 'elena'] as const) {
			const ledger = await (await town.get(person, '/api/programs/pair/ledger')).text()
			expect(ledger).not.toContain('Ковалёв')
			expect(ledger).toContain(`Наставник: ${ERASED_NAME}.`)
			expect(await (await town.get(person, '/api/ledgers')).text()).not.toContain('Ковалёв')
		}
		expect(await (await town.get('elena', '/api/programs/pair/paper-facts')).text()).toContain('Ковалёв')
		expect(await (await town.get('darya', '/api/programs/pair/paper-facts')).text()).not.toContain('Ковалёв')
	})

	it('[L3] is without a name in the list and the ledger of a programme for which they were only proposed', async () => {
		await makeViktorKnown()
		await town.delete('elena', '/api/programs/program-1')
		await say('darya', 'mentee', { ...request, menteeIds: ['darya'] })
		const proposalId = await say('elena', 'curator', proposal)
		await say('viktor', 'mentor', consentOf('personal-data'))
		await say('viktor', 'mentor', { type: 'refuse-proposal', proposalId, ground: 'Уезжаю' })
		const listed = async () => (await town.get('elena', '/api/ledgers')).text()
		// The list says who refused.
		expect(await listed()).toContain('Ковалёв')
		await erase()
		expect(await listed()).not.toContain('Ковалёв')
		const { entries, people } = await read<LedgerReading>(town.get('darya', '/api/programs/pair/ledger'))
		expect(entries.filter(({ by }) => by.personId === 'viktor').map(({ by }) => by.name)).toEqual([
			ERASED_NAME,
			ERASED_NAME
		])
		expect(people.find(({ id }) => id === 'viktor')?.name).toBe(ERASED_NAME)
	})

	it('[L3] is signed out everywhere', async () => {
		await beginPair()
		await closePair()
		expect(await knock(town, 'viktor', 'plan:pair')).toBe('read')
		await erase()
		expect(await knock(town, 'viktor', 'plan:pair')).toBe(4401)
		expect((await town.get('viktor', '/api/me')).status).toBe(401)
		// So that their devices forget them, too.
		expect((await town.get('stranger', '/api/erased/viktor')).status).toBe(200)
		expect((await town.get('stranger', '/api/erased/irina')).status).toBe(404)
	})

	it('[L3] is not entered again: no bank, no role, no invitation, no name', async () => {
		await makeViktorKnown()
		await beginPair()
		await closePair()
		const { leavings } = await cardOf('viktor')
		await erase()
		const name = { familyName: 'Ковалёв', givenName: 'Виктор', patronymic: '', organisationId: null, post: '' }
		const entry = { version: null, entry: null }
		expect((await town.put('elena', '/api/people/viktor', { ...name, version: 3 })).status).toBe(403)
		expect((await town.put('elena', '/api/bank/mentors/viktor', entry)).status).toBe(403)
		expect((await town.post('elena', `/api/bank/leavings/${leavings[0]?.id}/return`, {})).status).toBe(403)
		const role = { personId: 'viktor', role: 'organisation-curator', order: null }
		expect((await town.post('elena', '/api/staff', role)).status).toBe(404)
		const invited = await read<object>(
			town.post('elena', '/api/invitations/for-people', { personIds: ['viktor'], reset: true })
		)
		expect(invited).toEqual({ created: [], refused: [{ personId: 'viktor', why: 'unknown' }] })
	})

	it('[L3] is erased again when a backup from before is restored, the account included', async () => {
		await makeViktorKnown()
		await beginPair()
		await closePair()
		const backups = join(town.config.dataDirectory, 'backups')
		mkdirSync(backups)
		const file = join(backups, 'evening.sqlite')
		const run = (...args: string[]) => runServerCommand('server/backups/main.ts', args, town.config.dataDirectory)
		await run('make', file)
		await erase()
		await town.server.stop()
		const restored = await run('restore', file)
		expect(restored).toMatchObject({ code: 0, stderr: '' })
		// With program-1, which was deleted before the backup and is not counted.
		expect(restored.stdout).toContain('удалено и в ней: 1')
		expect(tablesWith(facts)).toEqual(['paper_settings'])
		await town.restart()
		await expect.poll(() => filesWith(facts.filter((fact) => fact !== known.post))).toEqual([])
		expect((await cardOf('viktor')).erased).toMatchObject({ ground: ground.ground, on: ground.on })
		expect((await town.get('viktor', '/api/me')).status).toBe(401)
		expect(existsSync(file)).toBe(true)
	})

	it('[L3] is not named where rows keep who recorded something as text, nor in the forms of names for papers', async () => {
		await makeViktorKnown()
		await beginPair()
		await closePair()
		const file = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		const name = 'Ковалёв Виктор Андреевич'
		file.prepare(`update bank_leavings set by_name = ?`).run(name)
		file.prepare(`update municipalities set closed_by = ? where id != 'town'`).run(name)
		file.prepare(`insert into paper_texts values ('town', 'own-forms', ?, '2026-11-01T05:00:00.000Z', 'elena')`).run(
			JSON.stringify([
				{ nominative: name, forms: { genitive: 'Ковалёва Виктора Андреевича' } },
				{ nominative: 'Лаптева Ирина', forms: {} }
			])
		)
		file.close()
		await erase()
		expect(tablesWith(['Ковалёв'])).toEqual(['ledger_entries', 'paper_settings'])
		expect(tablesWith(['Лаптева Ирина'])).toEqual(['paper_texts'])
		const typed = { value: [{ nominative: name, forms: {} }], after: '2026-11-01T05:00:00.000Z' }
		expect((await town.put('elena', '/api/paper-texts/own-forms', typed)).status).toBe(409)
	})

	it('[L3] erasing twice changes nothing', async () => {
		await beginPair()
		await closePair()
		const first = await read<PersonCard>(erase())
		const again = await town.post('arkady', at, { ground: 'purpose-reached', on: '2026-11-25' })
		expect(((await again.json()) as PersonCard).erased).toEqual(first.erased)
	})

	it('[L3] erasing again finishes what a crash has interrupted', async () => {
		await beginPair()
		await closePair()
		await createExchangeDevice(() => town, 'viktor', 'plan:pair').exchange()
		const states = () => {
			const file = database()
			const rows = file.prepare(`select * from device_states where person_id = 'viktor'`).all()
			file.close()
			return rows
		}
		await expect.poll(states).toHaveLength(1)
		const file = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		file
			.prepare(`insert into erasures (kind, id, at, ground) values ('person', 'viktor', ?, 'demanded')`)
			.run(now.toISOString())
		file.close()
		expect((await erase()).status).toBe(200)
		expect(states()).toEqual([])
	})
})

describe('nobody is erased', () => {
	const refusalOf = async (person: Townsperson, personId: string, body: object = ground) => {
		const answer = await town.post(person, `/api/people/${personId}/erasure`, body)
		return [answer.status, ((await answer.json()) as { error?: { field?: string } }).error?.field]
	}

	it('[L3] as long as a programme of theirs goes on, also when a curator has ended their access by hand', async () => {
		await beginPair()
		expect(await refusalOf('elena', 'viktor')).toEqual([409, 'erasureObstacle'])
		await town.post('elena', '/api/programs/pair/participants/viktor/end', {})
		expect(await refusalOf('elena', 'viktor')).toEqual([409, 'erasureObstacle'])
		expect((await cardOf('viktor')).erasureObstacle).toBe('under-way')
		expect((await town.get('viktor', '/api/me')).status).toBe(200)
	})

	it('[L3] who has a role or an office', async () => {
		expect(await refusalOf('elena', 'nina')).toEqual([409, 'erasureObstacle'])
		expect((await cardOf('nina')).erasureObstacle).toBe('role')
		await town.stop()
		town = await openTown(() => now)
		await beginPair()
		await closePair()
		const file = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		file.exec(`insert into office_holders (id, municipality_id, person_id, office_id, wording, holders, since_on, at, by_name)
			values ('o1', 'town', 'viktor', 'member', 'Член центра', 'many', '2026-09-01', '2026-09-01', 'Воронцова Имя')`)
		file.close()
		expect(await refusalOf('elena', 'viktor')).toEqual([409, 'erasureObstacle'])
	})

	it('[L3] by themselves, by those below them, by another municipality, or on a ground of the future', async () => {
		expect(await refusalOf('elena', 'elena')).toEqual([409, 'erasureObstacle'])
		expect(await refusalOf('elena', 'arkady')).toEqual([403, undefined])
		expect(await refusalOf('pyotr', 'viktor')).toEqual([404, undefined])
		expect(await refusalOf('elena', 'oleg', { ...ground, on: '2026-11-26' })).toEqual([400, 'on'])
		expect(await refusalOf('elena', 'oleg', { ...ground, ground: 'so' })).toEqual([400, 'ground'])
	})
})
