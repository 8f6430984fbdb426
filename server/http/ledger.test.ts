import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import {
	consentOf as consent,
	orderFor,
	proposal,
	raise,
	request as irinasRequest,
	requisites,
	sign
} from '#domain/ledger/testing/story.ts'
import type { Entry } from '#domain/ledger/ledger.ts'
import { replayEntries, applyEntry } from '#domain/ledger/statements/all.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { editActivity } from '#domain/plan/edit.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { readPlanMeta, setPlanTerm } from '#domain/plan/layout.ts'
import type { Board, HistoryPage, Me } from '#protocol/api/program.ts'
import type { RegionNumbers } from '#protocol/api/region.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerListings, LedgerReading } from '#protocol/api/ledger.ts'
import { insertEntry, readLedger } from '../programs/ledger/ledger-log.ts'
import { editionHash } from '../programs/ledger/facts.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { knock } from '../../tests/support/knock.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'
import { writeSections } from '../../tests/support/write-sections.ts'

vi.setConfig({ testTimeout: 30_000 })

let town: Town
let count = 0
beforeEach(async () => {
	town = await openTown()
	count = 0
})
afterEach(() => town.stop())

const by = (personId: string) => ({ personId, at: '2026-10-01T09:00:00.000Z' })
const darya = { ...irinasRequest, menteeIds: ['darya'] }
const roles = {
	viktor: 'mentor',
	oleg: 'mentor',
	darya: 'mentee',
	elena: 'curator',
	galina: 'curator',
	arkady: 'head'
} as const

function command(person: Townsperson, statement: Statement, id = `c${++count}`, programId = 'new-one') {
	const role = Object.entries(roles).find(([name]) => name === person)?.[1]
	return { id, programId, role, saidAt: '2026-09-29T09:00:00.000Z', statement }
}

async function send(person: Townsperson, ...commands: object[]): Promise<LedgerAnswer[]> {
	const answer = await town.post(person, '/api/ledger', { personId: person, commands })
	expect(answer.status).toBe(200)
	return ((await answer.json()) as LedgerAnswers).answers
}

/** The id of the statement; throws if it is refused. */
async function say(person: Townsperson, statement: Statement): Promise<string> {
	const [answer] = await send(person, command(person, statement))
	if (answer?.outcome !== 'entered') throw new Error(`${person}: ${JSON.stringify(answer)}`)
	return answer.id
}

async function read(person: Townsperson, programId = 'new-one'): Promise<LedgerReading> {
	return (await (await town.get(person, `/api/programs/${programId}/ledger`)).json()) as LedgerReading
}

async function listings(person: Townsperson): Promise<LedgerListings['ledgers']> {
	return ((await (await town.get(person, '/api/ledgers')).json()) as LedgerListings).ledgers
}

async function raiseOrder(): Promise<string> {
	await say('darya', darya)
	const proposalId = await say('elena', proposal)
	for (const kind of ['duties', 'personal-data'] as const) {
		for (const person of ['viktor', 'darya'] as const) await say(person, consent(kind))
	}
	return say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
}

/** Returns the id of the order. */
async function begin(): Promise<string> {
	const orderId = await raiseOrder()
	await say('arkady', sign(orderId))
	return orderId
}

/** The term in the plan, as a phone with nothing in its local store receives it. */
async function readTerm(person: Townsperson) {
	const device = createExchangeDevice(() => town, person, 'plan:new-one')
	const { acks } = await device.exchange()
	return { months: readPlanMeta(device.doc).termMonths, sequence: acks.at(-1)?.sequence ?? null }
}

describe('from the request to the programme', () => {
	it('both find it among theirs with its plan as soon as the head has signed, and the curator on the board', async () => {
		const orderId = await raiseOrder()
		expect(await knock(town, 'darya', 'plan:new-one')).not.toBe('edit')
		await say('arkady', sign(orderId))
		for (const person of ['viktor', 'darya'] as const) {
			const { programs } = (await (await town.get(person, '/api/me')).json()) as Me
			expect(programs.find(({ id }) => id === 'new-one')).toMatchObject({
				title: proposal.title,
				organisation: 'Школа № 4',
				startsOn: '2026-10-01'
			})
			expect(await knock(town, person, 'plan:new-one')).toBe('edit')
		}
		await expect
			.poll(async () => {
				const { rows } = (await (await town.get('elena', '/api/board')).json()) as Board
				return rows.find(({ programId }) => programId === 'new-one')?.total
			})
			.toBe(22)
	})

	it('waits for the curator’s number of the journal once the head has signed, and for nobody else', async () => {
		const orderId = await raiseOrder()
		const awaiting = async () =>
			(await Promise.all((['elena', 'arkady', 'viktor'] as const).map(listings))).map((listed) =>
				listed.flatMap(({ programId, awaited }) =>
					programId === 'new-one' ? awaited.some(({ type }) => type === 'register') : []
				)
			)
		expect(await awaiting()).toEqual([[false], [false], [false]])
		await say('arkady', sign(orderId))
		expect(await awaiting()).toEqual([[true], [false], [false]])
		await say('elena', { type: 'register', matterId: orderId, number: '21-к', on: '2026-09-30' })
		expect(await awaiting()).toEqual([[false], [false], [false]])
	})

	it('is listed as withdrawn for whoever asked and for the staff once the request is taken back, for nobody else', async () => {
		await say('darya', darya)
		await say('elena', proposal)
		await say('darya', { type: 'withdraw-request', ground: 'Справлюсь сама' })
		for (const person of ['darya', 'elena', 'arkady'] as const) {
			const found = (await listings(person)).filter(({ programId }) => programId === 'new-one')
			expect(found).toMatchObject([
				{ phase: 'closed', requestEnd: { type: 'withdrawn', at: expect.any(String) }, openMatters: [] }
			])
			expect((await town.get(person, '/api/programs/new-one/ledger')).status).toBe(200)
		}
		for (const person of ['viktor', 'oleg'] as const) {
			expect((await listings(person)).filter(({ programId }) => programId === 'new-one')).toEqual([])
		}
	})

	it('tells the staff, and nobody else, who of those it concerns is not invited yet', async () => {
		const names = { familyName: 'Шубина', givenName: 'Вера', patronymic: '' }
		const newcomer = { ...names, organisationId: null, post: '', role: 'mentee', isNamesake: false }
		const { personId } = (await (await town.post('elena', '/api/people', newcomer)).json()) as { personId: string }
		await say('elena', { ...irinasRequest, menteeIds: [personId] })
		await say('elena', proposal)
		const uninvited = async (person: Townsperson) => (await read(person)).uninvited
		expect(await uninvited('elena')).toEqual([personId])
		expect(await uninvited('viktor')).toEqual([])
		await town.post('elena', '/api/invitations/for-people', { personIds: [personId], reset: false })
		expect(await uninvited('elena')).toEqual([])
	})

	it('is listed for whoever is awaited in it: what it waits for, and for whom', async () => {
		await say('darya', darya)
		expect(await listings('elena')).toMatchObject([
			{ programId: 'new-one', phase: 'requested', title: null, mentees: [{ id: 'darya' }], mentors: [] }
		])
		expect(await listings('viktor')).toEqual([])
		const proposalId = await say('elena', proposal)
		expect(await listings('viktor')).toMatchObject([
			{
				phase: 'proposed',
				title: proposal.title,
				mentors: [{ id: 'viktor' }],
				isAwaited: true,
				organisations: ['Школа № 4']
			}
		])
		const [awaited] = await listings('darya')
		expect(awaited?.missingConsents.map(({ personId, kind }) => `${personId} ${kind}`)).toEqual([
			'viktor duties',
			'darya duties',
			'viktor personal-data',
			'darya personal-data'
		])
		expect(await listings('oleg')).toEqual([])
		for (const kind of ['duties', 'personal-data'] as const) {
			for (const person of ['viktor', 'darya'] as const) await say(person, consent(kind))
		}
		const orderId = await say('galina', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
		expect(await listings('arkady')).toMatchObject([
			{
				missingConsents: [],
				openMatters: [{ id: orderId, type: 'order' }],
				awaited: [{ type: 'sign', matterId: orderId }]
			}
		])
		expect(await listings('pyotr')).toEqual([])
	})

	it('[T16] is listed with what is awaited of the reader: to sign that they know of the order, and to answer a remark', async () => {
		await begin()
		const remarkId = await say('darya', { type: 'remark', about: null, text: 'Прошу начать с аттестации' })
		const readAs = async (person: Townsperson) => {
			const [listing] = (await listings(person)).filter(({ programId }) => programId === 'new-one')
			return listing?.awaited.map(({ type }) => type)
		}
		expect(await readAs('elena')).toEqual(['register', 'answer'])
		expect(await readAs('arkady')).toEqual([])
		expect(await readAs('viktor')).toEqual(['acquaint', 'answer', 'report'])
		const { entries } = await read('viktor')
		const order = entries.find(({ statement }) => statement.type === 'raise')
		await say('viktor', { type: 'acquaint', matterId: order?.id ?? '' })
		await say('viktor', { type: 'answer', remarkId, text: 'Хорошо' })
		expect(await readAs('viktor')).toEqual(['report'])
		expect(await readAs('darya')).toEqual(['acquaint'])
	})
})

it('[S15] in the reverse form each of two is the other’s mentor in a programme of their own', async () => {
	await begin()
	const entry = { ...viktorsEntry, personId: 'darya' }
	expect((await town.put('elena', '/api/bank/mentees/viktor', { version: null, entry: null })).status).toBe(200)
	expect((await town.put('elena', '/api/bank/mentors/darya', { version: null, entry })).status).toBe(200)
	const exchanged = { viktor: 'mentee', darya: 'mentor', elena: 'curator', arkady: 'head' } as const
	const state = async (person: keyof typeof exchanged, statement: Statement) => {
		const [answer] = await send(person, {
			...command(person, statement, undefined, 'reverse'),
			role: exchanged[person]
		})
		expect(answer).toEqual(expect.objectContaining({ outcome: 'entered' }))
		return answer?.id ?? ''
	}
	await state('viktor', { ...irinasRequest, menteeIds: ['viktor'] })
	const proposalId = await state('elena', { ...proposal, mentorIds: ['darya'] })
	for (const kind of ['duties', 'personal-data'] as const) {
		for (const person of ['viktor', 'darya'] as const) await state(person, consent(kind))
	}
	const orderId = await state('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
	await state('arkady', sign(orderId))
	for (const person of ['viktor', 'darya'] as const) {
		const { programs } = (await (await town.get(person, '/api/me')).json()) as Me
		expect(programs.filter(({ id }) => ['new-one', 'reverse'].includes(id))).toHaveLength(2)
		expect(await knock(town, person, 'plan:reverse')).toBe('edit')
	}
})

describe('what was answered', () => {
	/** News of the programme that has begun. */
	const readAs = async (person: Townsperson) =>
		(await listings(person)).find(({ programId }) => programId === 'new-one')?.news

	it('[T44] by declining a petition is listed for who raised and who signed it, for three weeks, and for nobody else', async () => {
		await begin()
		const id = await say('darya', raise({ type: 'extend', termMonths: 30, ground: 'Декретный отпуск' }))
		await say('viktor', sign(id))
		expect(await readAs('darya')).toEqual([])
		await say('elena', { type: 'decline', matterId: id, ground: 'Успеете' })
		const news = { type: 'declined', id, matter: 'extend', ground: 'Успеете', until: '2026-10-21', by: 'Воронцова Имя' }
		for (const person of ['darya', 'viktor'] as const) expect(await readAs(person)).toEqual([news])
		for (const person of ['elena', 'galina', 'arkady'] as const) expect(await readAs(person)).toEqual([])
		await town.restart(() => new Date('2026-10-21T05:00:00.000Z'))
		expect(await readAs('darya')).toEqual([news])
		await town.restart(() => new Date('2026-10-22T05:00:00.000Z'))
		expect(await readAs('darya')).toEqual([])
	})

	it('[D18] to a consultation is listed for who asked, with the name of the mentor who will give it', async () => {
		await begin()
		const ask = { type: 'ask-consultation', about: 'Мониторинг', mode: 'remote' } as const
		const [referred, taken] = [await enter('darya', ask), await enter('darya', { ...ask, about: 'Смета' })]
		const to = { kind: 'mentor', mentorId: 'oleg' } as const
		await enter('elena', { type: 'refer-consultation', consultationId: referred, to, on: null, words: 'Позвоните' })
		const answer = { kind: 'take', on: '2026-10-20', where: 'Школа № 4' } as const
		await enter('viktor', { type: 'answer-consultation', consultationId: taken, answer })
		const at = townFoundedAt.toISOString()
		expect(await readAs('darya')).toMatchObject([
			{
				id: `${referred} ${at}`,
				about: 'Мониторинг',
				consultant: expect.stringContaining('Рябинин') as string,
				on: null
			},
			{ id: `${taken} ${at}`, about: 'Смета', on: '2026-10-20', until: '2026-11-10' }
		])
		for (const person of ['viktor', 'elena'] as const) expect(await readAs(person)).toEqual([])
	})

	/** Enters a statement as if the regulation had consultations; the town's has none. */
	async function enter(personId: keyof typeof roles, statement: Statement): Promise<string> {
		const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		const registry = createSqliteRegistry(database)
		const { ledger } = await readLedger(registry, 'new-one')
		const at = townFoundedAt.toISOString()
		const entry: Entry = {
			...{ id: `e${++count}`, programId: 'new-one', sequence: ledger.sequence + 1, at, on: '2026-09-30' },
			by: { personId, name: personId, role: roles[personId] },
			saidAt: at,
			statement
		}
		await registry.commitTogether(insertEntry(registry, entry, ledger, applyEntry(ledger, entry), 'town'))
		database.close()
		return entry.id
	}
})

describe('two curators at once', () => {
	it('each propose: the first is heard, the second is told to look again, and nothing of theirs is kept', async () => {
		await say('darya', darya)
		const [one, other] = await Promise.all([
			send('elena', command('elena', proposal, 'of-elena')),
			send('galina', command('galina', { ...proposal, mentorIds: ['oleg'] }, 'of-galina'))
		])
		const [entered, refused] = [...one, ...other].toSorted((a, b) => (a.outcome < b.outcome ? -1 : 1))
		expect(entered?.outcome).toBe('entered')
		expect(refused).toMatchObject({ outcome: 'refused', refusal: { reason: 'superseded' } })
		const { entries } = await read('elena')
		expect(entries.map(({ id }) => id)).toEqual(['c1', entered?.id])
		const instead = { ...proposal, insteadOf: entered?.id ?? null, mentorIds: ['oleg'] }
		const [second] = await send('galina', command('galina', instead))
		expect(second).toMatchObject({ outcome: 'entered' })
		const late = raise(orderFor(entered?.id ?? '', { startsOn: '2026-10-01' }))
		expect(await send('elena', command('elena', late))).toMatchObject([{ refusal: { reason: 'superseded' } }])
	})

	it('each draw up the order: it is drawn up once, and signed once', async () => {
		await say('darya', darya)
		const proposalId = await say('elena', proposal)
		for (const kind of ['duties', 'personal-data'] as const) {
			for (const person of ['viktor', 'darya'] as const) await say(person, consent(kind))
		}
		const order = raise(orderFor(proposalId, { startsOn: '2026-10-01' }))
		const answers = await Promise.all(
			(['elena', 'galina'] as const).map((person) => send(person, command(person, order)))
		)
		const outcomes = answers.flat().map((answer) => (answer.outcome === 'entered' ? '' : answer.refusal.reason))
		expect(outcomes.toSorted()).toEqual(['', 'already-said'])
	})

	it('sign the same petition: it bears one signature of the curator, and the second is told so', async () => {
		await begin()
		const id = await say('viktor', raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' }))
		const answers = await Promise.all([
			send('elena', command('elena', sign(id))),
			send('galina', command('galina', sign(id)))
		])
		const outcomes = answers.flat().map((answer) => (answer.outcome === 'entered' ? '' : answer.refusal.reason))
		expect(outcomes.toSorted()).toEqual(['', 'already-said'])
		const ledger = replayEntries('new-one', (await read('arkady')).entries)
		expect(ledger.matters.at(-1)?.signatures).toHaveLength(2)
	})
})

describe('a queue of commands', () => {
	it('is answered one by one: what a newer app has made keeps the others waiting for nothing', async () => {
		const newer = { ...command('darya', darya, 'newer'), statement: { type: 'sing', song: 'Ой, мороз' } }
		const answers = await send('darya', command('darya', darya, 'first'), newer, command('darya', darya, 'second'))
		expect(answers).toMatchObject([
			{ id: 'first', outcome: 'entered', entry: { sequence: 1, by: { personId: 'darya', role: 'mentee' } } },
			{ id: 'newer', outcome: 'refused', refusal: { reason: 'malformed' } },
			{ id: 'second', outcome: 'entered', entry: { sequence: 1 } }
		])
	})

	it('one that cannot be stored keeps only its own programme waiting, and is heard when it can be', async () => {
		const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		database.exec(`create trigger full before insert on ledger_entries when new.program_id = 'new-one'
			begin select raise(abort, 'disk full'); end`)
		const remark = { type: 'remark' as const, about: null, text: 'Замечание' }
		const irinas = { ...irinasRequest, menteeIds: ['irina'] }
		const queue = [
			command('elena', darya, 'stuck'),
			command('elena', remark, 'after-it'),
			command('elena', irinas, 'elsewhere', 'program-1')
		]
		expect(await send('elena', ...queue)).toMatchObject([{ id: 'elsewhere', outcome: 'entered' }])
		database.exec('drop trigger full')
		database.close()
		expect((await send('elena', ...queue)).map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
			'stuck entered',
			'after-it entered',
			'elsewhere entered'
		])
	})

	it('sent again after the answer was lost is answered the same, also after a restart', async () => {
		const queue = [
			command('darya', darya),
			command('darya', consent('personal-data')),
			command('darya', consent('personal-data'))
		]
		const answers = await send('darya', ...queue)
		// The same words under another id, as a second tap sends them, count as the first ones.
		expect(answers.map((answer) => answer.outcome === 'entered' && answer.entry.id)).toEqual(['c1', 'c2', 'c2'])
		expect(await send('darya', ...queue)).toEqual(answers)
		await town.restart()
		expect(await send('darya', ...queue)).toEqual(answers)
		expect((await read('darya')).entries).toHaveLength(2)
	})

	it('[D4] nothing is stated in the name of whoever uses the phone now, when another has said it', async () => {
		const answer = await town.post('elena', '/api/ledger', { personId: 'darya', commands: [command('darya', darya)] })
		expect(answer.status).toBe(409)
		expect(await answer.json()).toEqual({ error: { code: 'conflict', field: 'personId' } })
		expect(await listings('elena')).toEqual([])
	})

	it('names those who spoke and those they spoke of, and tells who reads what a sheet says of them', async () => {
		await say('darya', darya)
		await say('elena', proposal)
		const { people, reader } = await read('darya')
		expect(people.map(({ familyName }) => familyName).sort()).toEqual(['Воронцова', 'Ковалёв', 'Новикова'])
		const operator = { name: 'Департамент образования города', address: 'пр. Мира, 1', site: 'edu.example' }
		const own = { bornOn: null, post: 'Директор', organisation: 'Школа № 4' }
		expect(reader).toEqual({ ...own, operator, headPost: requisites.headPost, missingRequisites: [], attended: [] })
	})

	it('keeps a consent’s sheet to the letter', async () => {
		await say('darya', darya)
		await say('elena', proposal)
		const text = ' Согласие\n\nДаю согласие.\n'
		await say('darya', { ...consent('personal-data'), text })
		expect((await read('darya')).entries.at(-1)?.statement).toMatchObject({ type: 'consent', text })
		expect(await send('darya', command('darya', { ...consent('duties'), text: 'я'.repeat(8_001) }))).toMatchObject([
			{ refusal: { reason: 'malformed' } }
		])
	})

	it('is bounded, and no person floods the ledger', async () => {
		const many = Array.from({ length: 51 }, () => command('darya', darya))
		expect((await town.post('darya', '/api/ledger', { personId: 'darya', commands: many })).status).toBe(400)
		expect((await town.post('darya', '/api/ledger', { personId: 'darya', commands: [] })).status).toBe(400)
		const nameless = { personId: 'darya', commands: [{ statement: darya }] }
		expect((await town.post('darya', '/api/ledger', nameless)).status).toBe(400)
		const long = { personId: 'darya', commands: [{ ...command('darya', darya), more: 'я'.repeat(200_000) }] }
		expect((await town.post('darya', '/api/ledger', long)).status).toBe(413)
		for (let batch = 0; batch < 3; batch++) await send('darya', ...many.slice(1))
		const flood = await town.post('darya', '/api/ledger', { personId: 'darya', commands: many.slice(1) })
		expect(flood.status).toBe(429)
		expect(Number(flood.headers.get('retry-after'))).toBeGreaterThan(0)
		await send('elena', command('elena', darya))
	})
})

describe('whose part has ended', () => {
	async function releaseViktor(): Promise<void> {
		const id = await say('viktor', raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' }))
		await say('elena', sign(id))
		await say('arkady', sign(id))
	}

	it('[T35] reads what was up to then, and neither writes nor opens anything', async () => {
		await begin()
		await releaseViktor()
		const before = (await read('viktor')).entries
		expect(before.at(-1)).toMatchObject({ by: { personId: 'arkady' }, statement: { type: 'sign' } })
		await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
		await say('darya', { type: 'remark', about: null, text: 'Кто будет моим наставником?' })
		const reading = await read('viktor')
		expect([reading.entries, reading.until]).toEqual([before, before.at(-1)?.at])
		expect(await read('darya')).toMatchObject({ entries: { length: before.length + 1 }, until: null })
		const [answer] = await send('viktor', command('viktor', { type: 'remark', about: null, text: 'Я бы ещё сказал' }))
		expect(answer).toMatchObject({ refusal: { reason: 'not-your-programme' } })
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe(4403)
		// The orders that began and ended the membership wait for an acquaintance.
		const [listing, ...others] = await listings('viktor')
		expect(others).toEqual([])
		expect(listing).toMatchObject({ programId: 'new-one', mentees: [{ id: 'darya' }] })
		expect(listing?.awaited.map(({ type }) => type)).toEqual(['acquaint', 'acquaint'])
	})

	it('[T35] reads the plan and its history as they were until then, on any device, and nothing that was written later', async () => {
		await begin()
		const daryas = createExchangeDevice(() => town, 'darya', 'plan:new-one')
		await daryas.exchange()
		writeSections(daryas.doc)
		const write = async (title: string) => {
			await daryas.exchange()
			editActivity(daryas.doc, 'a1-1', { title }, by('darya'))
			expect(await daryas.exchange()).toMatchObject({ closed: null, nacks: [] })
			const hash = editionHash(daryas.doc)
			await say('darya', raise({ type: 'edition', hash }))
			return `/api/programs/new-one/editions/${hash}`
		}
		const edition = await write('Пока Виктор был')
		await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
		await releaseViktor()
		await town.restart(() => new Date(townFoundedAt.getTime() + 120_000))
		const laterEdition = await write('После Виктора')

		const base = '/api/programs/new-one/history'
		const titleIn = async (answer: Response) => {
			const doc = new Y.Doc()
			Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()))
			return readActivities(doc).find(({ id }) => id === 'a1-1')?.title
		}
		expect(await titleIn(await town.get('darya', `${base}/newest`))).toBe('После Виктора')
		expect(await titleIn(await town.get('viktor', `${base}/newest`))).toBe('Пока Виктор был')
		const pageOf = async (person: Townsperson) => (await town.get(person, base)).json() as Promise<HistoryPage>
		const [newest] = (await pageOf('darya')).entries
		const viktors = await pageOf('viktor')
		expect(JSON.stringify(viktors)).toContain('Пока Виктор был')
		expect(JSON.stringify(viktors)).not.toContain('После Виктора')
		const statusOf = async (path: string) => (await town.get('viktor', path)).status
		expect([await statusOf(edition), await statusOf(laterEdition)]).toEqual([200, 404])
		expect(await statusOf(`${base}/${newest?.sequence}`)).toBe(404)
		// The documents themselves are closed to them.
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe(4403)
		expect(await knock(town, 'viktor', 'notes:new-one')).toBe(4403)

		await town.restart(() => new Date(townFoundedAt.getTime() + 180_000))
		expect(await write('Пока Виктор был')).toBe(edition)
		expect(await statusOf(edition)).toBe(200)
	})

	it('with the programme reads all of it on any device, also what is said of it later, and writes nothing', async () => {
		await begin()
		const closure = { type: 'closure', reasonId: 'curator', ground: 'Форс-мажор', lastDay: null } as const
		const id = await say('elena', raise({ ...closure, conclusion: 'Завершена' }))
		await say('arkady', sign(id))
		await town.restart(() => new Date(townFoundedAt.getTime() + 86_400_000))
		await say('elena', { type: 'register', matterId: id, number: '12', on: '2026-09-30' })
		for (const person of ['viktor', 'darya'] as const) {
			for (const documentId of ['plan:new-one', 'notes:new-one']) {
				expect(await knock(town, person, documentId)).toBe('read')
			}
			expect((await read(person)).entries.at(-1)).toMatchObject({ statement: { type: 'register' } })
			expect((await town.get(person, '/api/programs/new-one/history')).status).toBe(200)
			const { programs } = (await (await town.get(person, '/api/me')).json()) as Me
			const listed = programs.find(({ id }) => id === 'new-one')
			expect(listed).toMatchObject({ endedBy: 'closure', documents: { notes: 'notes:new-one' } })
			expect(listed?.participants.map(({ person }) => person.id)).toEqual(['viktor', 'darya'])
		}
		const phone = createExchangeDevice(() => town, 'viktor', 'plan:new-one')
		expect(await phone.exchange()).toMatchObject({ closed: null, hello: { right: 'read' } })
		editActivity(phone.doc, 'a1-1', { title: 'После завершения' }, by('viktor'))
		expect(await phone.exchange()).toMatchObject({ nacks: [{ reason: 'revoked', review: 'waiting' }] })
		const [answer] = await send('viktor', command('viktor', { type: 'remark', about: null, text: 'Ещё скажу' }))
		expect(answer).toMatchObject({ outcome: 'refused' })
	})

	it('by hand reads nothing of what came since, neither then nor when the programme is closed', async () => {
		await begin()
		const shutOut = ['viktor', 'darya'] as const
		for (const person of shutOut) await town.post('elena', `/api/programs/new-one/participants/${person}/end`, {})
		const before = await Promise.all(shutOut.map(async (person) => (await read(person)).entries))
		await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
		const closure = { type: 'closure', reasonId: 'curator', ground: 'Форс-мажор', lastDay: null } as const
		const id = await say('elena', raise({ ...closure, conclusion: 'Завершена' }))
		await say('arkady', sign(id))
		expect(await Promise.all(shutOut.map(async (person) => (await read(person)).entries))).toEqual(before)
		for (const person of shutOut) {
			expect(await knock(town, person, 'plan:new-one')).toBe(4403)
			expect((await town.get(person, '/api/programs/new-one/history')).status).toBe(404)
		}
	})

	it('learns neither who came after, nor under which title and for how long it goes on', async () => {
		await begin()
		await releaseViktor()
		const extension = await say('darya', raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' }))
		for (const person of ['elena', 'arkady'] as const) await say(person, sign(extension))
		const { proposal: before } = replayEntries('new-one', (await read('elena')).entries)
		const another = { ...proposal, insteadOf: before?.id ?? null, mentorIds: ['oleg'], title: 'Второй год' }
		const proposalId = await say('elena', another)
		for (const kind of ['duties', 'personal-data'] as const) await say('oleg', consent(kind))
		await say('darya', consent('duties'))
		const orderId = await say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
		await say('arkady', sign(orderId))

		const listed = async (person: Townsperson) => {
			const { programs } = (await (await town.get(person, '/api/me')).json()) as Me
			const found = programs.find(({ id }) => id === 'new-one')
			return { ...found, people: found?.participants.map(({ person }) => person.id) }
		}
		expect(await listed('darya')).toMatchObject({ people: ['oleg', 'darya'], title: 'Второй год', termMonths: 30 })
		expect(await listed('viktor')).toMatchObject({
			people: ['viktor', 'darya'],
			formerParticipants: [],
			title: proposal.title,
			termMonths: 24
		})
	})

	it('[T2] by hand leaves Darya’s programme with the unit that answers for it', async () => {
		await begin()
		expect((await town.post('elena', '/api/programs/new-one/participants/darya/end', {})).status).toBe(204)
		expect((await read('elena')).units).toEqual(['Комитет по общему образованию'])
	})

	it('by hand says so in the ledger, holds nobody up, and lasts until they are let back', async () => {
		await begin()
		await say('darya', raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' }))
		for (const person of ['elena', 'galina'] as const) {
			expect((await town.post(person, '/api/programs/new-one/participants/viktor/end', {})).status).toBe(204)
		}
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe(4403)
		expect(await listings('viktor')).toEqual([])
		const { entries } = await read('darya')
		expect(entries.at(-1)).toMatchObject({ by: { personId: 'elena' }, statement: { type: 'suspend' } })
		expect(replayEntries('new-one', entries).matters.at(-1)).toMatchObject({ outcome: 'superseded' })
		const id = await say('darya', raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' }))
		await say('elena', sign(id))
		await say('arkady', sign(id))
		expect((await town.post('arkady', '/api/programs/new-one/participants/viktor/return', {})).status).toBe(204)
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('edit')
		expect((await read('viktor')).entries.at(-1)).toMatchObject({ statement: { type: 'reinstate' } })
	})

	it('is not let back by hand: only another order puts them in', async () => {
		await begin()
		await releaseViktor()
		const back = await town.post('elena', '/api/programs/new-one/participants/viktor/return', {})
		expect(back.status).toBe(409)
		expect(await back.json()).toEqual({ error: { code: 'conflict', field: 'ledger' } })
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe(4403)
	})

	it('[L1] by hand before the last day of a notice is let back until that day', async () => {
		await begin()
		const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
		const id = await say('viktor', raise({ ...closure, lastDay: '2026-10-09' }))
		await say('elena', sign(id))
		await say('arkady', sign(id))
		const change = async (person: Townsperson, how: 'end' | 'return') =>
			(await town.post('elena', `/api/programs/new-one/participants/${person}/${how}`, {})).status
		for (const person of ['viktor', 'darya'] as const) {
			expect(await change(person, 'end')).toBe(204)
			expect(await knock(town, person, 'plan:new-one')).toBe(4403)
		}
		expect(await change('viktor', 'return')).toBe(204)
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('edit')
		await town.restart(() => new Date('2026-10-09T17:00:00.000Z'))
		for (const person of ['viktor', 'darya'] as const) {
			expect(await change(person, 'return')).toBe(409)
		}
		// Viktor’s membership ended with the programme; Darya was shut out before.
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('read')
		expect(await knock(town, 'darya', 'plan:new-one')).toBe(4403)
	})

	it('[L1] ends with the last day of a notice, also when the server was down that night', async () => {
		await begin()
		const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
		const id = await say('viktor', raise({ ...closure, lastDay: '2026-10-09' }))
		await say('elena', sign(id))
		await say('arkady', sign(id))
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('edit')
		await town.restart(() => new Date('2026-10-09T16:00:00.000Z'))
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('edit')
		await town.restart(() => new Date('2026-10-09T17:00:00.000Z'))
		for (const person of ['viktor', 'darya'] as const) expect(await knock(town, person, 'plan:new-one')).toBe('read')
		expect((await read('darya')).entries.at(-1)).toMatchObject({ statement: { type: 'sign' } })
	})

	it('[S14] [L1] at once, when Darya leaves by her statement where pupils mentor pupils; nobody there gives notice', async () => {
		await town.post('elena', '/api/regulations/current', { id: 'tomsk-region', was: 'tomsk-city' })
		await say('darya', { ...darya, regulationId: 'tomsk-region', categoryId: 'pupil' })
		const proposalId = await say('elena', { ...proposal, relation: 'pupil-pupil' })
		for (const person of ['viktor', 'darya'] as const) await say(person, consent('personal-data'))
		await say('arkady', sign(await say('elena', raise(orderFor(proposalId, { startsOn: '2026-09-30' })))))
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('edit')
		const closure = { type: 'closure', ground: 'Переезд', conclusion: 'Половина плана' } as const
		const notice = raise({ ...closure, reasonId: 'early-refusal', lastDay: '2026-10-09' })
		for (const person of ['viktor', 'elena', 'arkady'] as const) {
			expect(await send(person, command(person, notice))).toMatchObject([{ refusal: { reason: 'not-your-role' } }])
		}
		const id = await say('darya', raise({ ...closure, reasonId: 'own-wish', lastDay: '2026-09-30' }))
		for (const person of ['viktor', 'darya'] as const) expect(await knock(town, person, 'plan:new-one')).toBe('read')
		for (const person of ['elena', 'arkady'] as const) await say(person, sign(id))
		await say('elena', { type: 'register', matterId: id, number: '57-к', on: '2026-09-30' })
		await say('viktor', { type: 'acquaint', matterId: id })
		expect((await read('darya')).entries.at(-2)).toMatchObject({ statement: { type: 'register', number: '57-к' } })
	})

	it('[L1] by a notice that nobody has signed, works and speaks until its last day, and reads the order that comes after it', async () => {
		await say('viktor', { type: 'acquaint', matterId: await begin() })
		const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
		const id = await say('viktor', raise({ ...closure, lastDay: '2026-10-09' }))
		const [declined] = await send(
			'elena',
			command('elena', { type: 'decline', matterId: id, ground: 'Некем заменить' })
		)
		expect(declined).toMatchObject({ refusal: { reason: 'notice-stands' } })
		await town.restart(() => new Date('2026-10-09T16:00:00.000Z'))
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('edit')
		await say('viktor', { type: 'remark', about: null, text: 'Передаю папку' })
		expect(await listings('viktor')).toMatchObject([{ phase: 'active' }])
		await town.restart(() => new Date('2026-10-09T17:00:00.000Z'))
		expect(await knock(town, 'viktor', 'plan:new-one')).toBe('read')
		expect(await listings('viktor')).toEqual([])
		await town.restart(() => new Date('2026-10-10T05:00:00.000Z'))
		for (const person of ['elena', 'arkady'] as const) await say(person, sign(id))
		await say('elena', { type: 'register', matterId: id, number: '57-к', on: '2026-10-10' })
		await say('viktor', { type: 'acquaint', matterId: id })
		expect((await read('viktor')).entries.slice(-4).map(({ statement }) => statement.type)).toEqual([
			'sign',
			'sign',
			'register',
			'acquaint'
		])
	})

	it('[T35] acknowledges the order that ended it', async () => {
		await begin()
		// While it lasts, everybody who signs an extension sees until when he is appointed (domain.md T28).
		expect((await read('darya')).appointments).toEqual([{ personId: 'viktor', until: expect.any(String) as string }])
		await releaseViktor()
		const id = replayEntries('new-one', (await read('viktor')).entries).matters.at(-1)?.id ?? ''
		await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
		await say('viktor', { type: 'acquaint', matterId: id })
		expect((await read('viktor')).entries.at(-1)).toMatchObject({ statement: { type: 'acquaint', matterId: id } })
		expect((await read('darya')).appointments).toEqual([])
		// Proposed again, he keeps the appointment that lasts: those who prepare the order see it (domain.md T28).
		const insteadOf = replayEntries('new-one', (await read('elena')).entries).proposal?.id ?? null
		await say('elena', { ...proposal, insteadOf })
		expect((await read('elena')).appointments).toEqual([{ personId: 'viktor', until: expect.any(String) as string }])
	})
})

describe('on the board', () => {
	const board = async (query = '') => (await (await town.get('elena', `/api/board${query}`)).json()) as Board
	const rowOf = ({ rows }: Board) => rows.find(({ programId }) => programId === 'new-one')

	it('[T23] a closed programme counts in nothing, and is found by itself with its day and reason; the region counts the same', async () => {
		await begin()
		const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
		const id = await say('viktor', raise({ ...closure, lastDay: '2026-12-01' }))
		for (const person of ['elena', 'arkady'] as const) await say(person, sign(id))
		await town.restart(() => new Date('2026-12-01T05:00:00.000Z'))
		await expect.poll(async () => rowOf(await board('?attention=overdue'))?.phase).toBe('running')
		await town.restart(() => new Date('2026-12-02T05:00:00.000Z'))
		// The plans that a start finds behind come to the board after it.
		await expect
			.poll(async () => (await board()).totals)
			.toMatchObject({ programs: 2, overdue: 2, silent: 2, closed: 1 })
		const open = await board()
		expect(rowOf(open)).toBeUndefined()
		const closed = await board('?phase=closed&q=новикова')
		expect(closed).toMatchObject({ count: 1, totals: open.totals })
		const reason = expect.stringMatching(/отказ/i) as string
		expect(rowOf(closed)).toMatchObject({ phase: 'closed', overdue: 0, closure: { lastDay: '2026-12-01', reason } })
		const { municipalities } = (await (await town.get('tamara', '/api/region')).json()) as RegionNumbers
		expect(municipalities.find(({ id }) => id === 'town')).toMatchObject({
			active: open.totals.programs,
			overdue: open.totals.overdue,
			silent: open.totals.silent,
			closed: open.totals.closed
		})
	})

	it('a programme without a mentor stands still, and the next one is silent from the first day of their own part on', async () => {
		await begin()
		const petition = await say('darya', raise({ type: 'replace', mentorId: 'viktor', ground: 'Далеко' }))
		for (const person of ['elena', 'arkady'] as const) await say(person, sign(petition))
		expect(rowOf(await board())).toMatchObject({ phase: 'suspended', closure: null })
		const { proposal: before } = replayEntries('new-one', (await read('elena')).entries)
		const proposalId = await say('elena', { ...proposal, insteadOf: before?.id ?? null, mentorIds: ['oleg'] })
		for (const kind of ['duties', 'personal-data'] as const) await say('oleg', consent(kind))
		await say('darya', consent('duties'))
		const orderId = await say('elena', raise(orderFor(proposalId, { startsOn: '2026-12-01' })))
		await say('arkady', sign(orderId))
		const row = rowOf(await board())
		expect(row).toMatchObject({ phase: 'running', startsOn: '2026-10-01' })
		expect(row?.participants.find(({ personId }) => personId === 'oleg')).toMatchObject({ startsOn: '2026-12-01' })
		// Darya has read everything; only Oleg has not signed in yet.
		const silentOn = async (day: string) => {
			await town.restart(() => new Date(`${day}T05:00:00.000Z`))
			await createExchangeDevice(() => town, 'darya', 'plan:new-one').exchange()
			return rowOf(await board('?attention=silent')) !== undefined
		}
		expect(await silentOn('2026-12-20')).toBe(false)
		expect(await silentOn('2026-12-24')).toBe(true)
	})
})

it('[L3] what a consent’s sheet says of a person is read by staff and by that person only, on papers, too', async () => {
	await say('darya', darya)
	await say('elena', proposal)
	const text = 'Я, Новикова Дарья, даю согласие.'
	await say('darya', { ...consent('personal-data'), text })
	const answers = async (person: Townsperson) => {
		const paths = ['ledger', 'paper-facts'].map((name) => `/api/programs/new-one/${name}`)
		return Promise.all(paths.map(async (path) => (await town.get(person, path)).text()))
	}
	for (const person of ['darya', 'elena', 'arkady'] as const) {
		for (const answer of await answers(person)) expect(answer, person).toContain(text)
	}
	for (const person of ['viktor', 'oleg', 'pyotr'] as const) {
		for (const answer of await answers(person)) expect(answer, person).not.toContain('Я, Новикова')
	}
	// He may see that it was given: the order waits for it.
	expect(replayEntries('new-one', (await read('viktor')).entries).consents).toMatchObject([
		{ personId: 'darya', kind: 'personal-data' }
	])
})

it('an edition is given as it was put forward, whatever the plan has become since', async () => {
	await begin()
	const phone = createExchangeDevice(() => town, 'darya', 'plan:new-one')
	await phone.exchange()
	writeSections(phone.doc)
	await phone.exchange()
	const hash = editionHash(phone.doc)
	await say('darya', raise({ type: 'edition', hash }))
	editActivity(phone.doc, 'a1-1', { title: 'Другая первая встреча' }, by('darya'))
	await phone.exchange()
	const bytes = await (await town.get('elena', `/api/programs/new-one/editions/${hash}`)).arrayBuffer()
	const edition = new Y.Doc()
	Y.applyUpdate(edition, new Uint8Array(bytes))
	expect([editionHash(edition), editionHash(phone.doc) === hash]).toEqual([hash, false])
	const [late] = await send('viktor', command('viktor', raise({ type: 'edition', hash })))
	expect(late).toMatchObject({ refusal: { reason: 'plan-changed' } })
})

it('[T9] what was put forward offline without what the regulation wants in it is refused, and the next one is heard', async () => {
	await begin()
	const phone = createExchangeDevice(() => town, 'darya', 'plan:new-one')
	await phone.exchange()
	const early = command('darya', raise({ type: 'edition', hash: editionHash(phone.doc) }))
	const remark = command('darya', { type: 'remark', about: null, text: 'Добавлю сильные стороны к вечеру' })
	const [refused, entered] = await send('darya', early, remark)
	expect(refused).toMatchObject({ refusal: { reason: 'content-missing', missing: ['form', 'direction', 'strength'] } })
	expect(entered).toMatchObject({ outcome: 'entered' })
	writeSections(phone.doc)
	await phone.exchange()
	// A refused statement may be sent again: the plan is another one now.
	expect(await send('darya', early)).toMatchObject([{ refusal: { reason: 'plan-changed' } }])
	await say('darya', raise({ type: 'edition', hash: editionHash(phone.doc) }))
})

it('[T44] the plan’s own term follows an extension in the server’s name, once', async () => {
	await begin()
	expect(await readTerm('darya')).toEqual({ months: 24, sequence: 1 })
	const id = await say('darya', raise({ type: 'extend', termMonths: 30, ground: 'Декретный отпуск' }))
	for (const person of ['viktor', 'elena', 'arkady'] as const) await say(person, sign(id))
	await expect.poll(() => readTerm('darya')).toEqual({ months: 30, sequence: 2 })
	await town.restart()
	expect(await readTerm('darya')).toEqual({ months: 30, sequence: 2 })
	const { programs } = (await (await town.get('darya', '/api/me')).json()) as Me
	expect(programs).toMatchObject([{ termMonths: 30 }])
})

it('[R14] a term that Darya writes into the plan is taken as it is; that it holds only those can state whom the server lets', async () => {
	await begin()
	const phone = createExchangeDevice(() => town, 'darya', 'plan:new-one')
	await phone.exchange()
	setPlanTerm(phone.doc, { ...readPlanMeta(phone.doc), termMonths: 36 })
	expect(await phone.exchange()).toMatchObject({ closed: null, nacks: [] })
	expect(await readTerm('viktor')).toMatchObject({ months: 36 })
	const id = await say('darya', raise({ type: 'extend', termMonths: 36, ground: 'Декретный отпуск' }))
	const asHead = { ...command('darya', sign(id)), role: 'head' }
	expect(await send('darya', asHead)).toMatchObject([{ outcome: 'refused', refusal: { reason: 'not-your-role' } }])
	const { programs } = (await (await town.get('darya', '/api/me')).json()) as Me
	expect(programs).toMatchObject([{ termMonths: 24 }])
})
