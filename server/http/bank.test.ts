import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MenteeEntry } from '#domain/people/bank-entry.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import type { ApiError } from '#protocol/api/program.ts'
import type { ListReview, MenteePage, MentorPage, PersonCard } from '#protocol/api/people.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const daryasEntry: MenteeEntry = {
	personId: 'darya',
	categoryId: 'beginner-head',
	mainRequest: 'Как выстроить команду школы',
	difficulties: ['Работа с коллективом'],
	forms: [],
	assessments: [],
	bornOn: null,
	representative: null,
	enteredOn: '2026-09-01'
}
const newcomer = {
	familyName: 'Громов',
	givenName: 'Пётр',
	patronymic: 'Ильич',
	role: 'mentor',
	organisationId: 'school-4',
	post: 'Директор',
	isNamesake: false
}

async function read<Answer>(path: string, person: Townsperson = 'elena'): Promise<Answer> {
	const answer = await town.get(person, path)
	expect(answer.status).toBe(200)
	return (await answer.json()) as Answer
}

const cardOf = (personId: string) => read<PersonCard>(`/api/people/${personId}`)

/** The status, and the field or the code of a refusal. */
async function outcomeOf(answering: Promise<Response>): Promise<[number, string | null]> {
	const answer = await answering
	if (answer.ok) return [answer.status, null]
	const { error } = (await answer.json()) as ApiError
	return [answer.status, error.field ?? error.code]
}

const namesOf = ({ rows }: { rows: { person: { familyName: string } }[] }) =>
	rows.map(({ person }) => person.familyName)

describe('[T22] the bank of mentors', () => {
	it('tells whom each guides, how long they are appointed, and whether they meet the regulation', async () => {
		const { rows, regulation } = await read<MentorPage>('/api/bank/mentors')
		expect(regulation.id).toBe('tomsk-city')
		expect(rows.map(({ person, activeMentees }) => [person.familyName, activeMentees])).toEqual([
			['Ковалёв', 1],
			['Рябинин', 0]
		])
		expect(rows[0]).toMatchObject({
			hoursPerMonth: 12,
			termState: 'unappointed',
			unmetConditionIds: [],
			hasEntry: true,
			programs: [{ programId: 'program-1', isToApprove: true }]
		})
	})

	it.each([
		['q=ковалев', ['Ковалёв']],
		['q=школа', []],
		['filter=free', ['Рябинин']],
		['filter=busy', ['Ковалёв']],
		['filter=not-eligible', []],
		['filter=term-ending', []],
		['pageSize=1&page=2', ['Рябинин']]
	])('%s finds %j', async (query, names) => {
		expect(namesOf(await read<MentorPage>(`/api/bank/mentors?${query}`))).toEqual(names)
	})

	it('[T28] [T31] finds those whose term ends and those who no longer meet a condition', async () => {
		const entry = {
			...viktorsEntry,
			assessments: [{ share: 70, on: '2026-09-01' }],
			term: { from: '2024-10-01', until: '2026-09-30' }
		}
		const { mentor } = await cardOf('viktor')
		expect(await outcomeOf(town.put('elena', '/api/bank/mentors/viktor', { version: mentor?.version, entry }))).toEqual(
			[200, null]
		)
		const ending = await read<MentorPage>('/api/bank/mentors?filter=term-ending')
		expect(ending.rows).toMatchObject([{ termState: 'ending', unmetConditionIds: ['assessment'] }])
		expect(namesOf(await read<MentorPage>('/api/bank/mentors?filter=not-eligible'))).toEqual(['Ковалёв'])
	})
})

describe('[T22] [T33] the bank of mentees', () => {
	it('tells who waits for a programme, in which category, and what nobody has written down', async () => {
		expect(namesOf(await read<MenteePage>('/api/bank/mentees'))).toEqual(['Лаптева', 'Новикова'])
		expect(namesOf(await read<MenteePage>('/api/bank/mentees?filter=without-program'))).toEqual(['Новикова'])
		expect(namesOf(await read<MenteePage>('/api/bank/mentees?filter=without-entry'))).toHaveLength(2)
		await town.put('elena', '/api/bank/mentees/darya', { version: 0, entry: daryasEntry })
		const found = await read<MenteePage>('/api/bank/mentees?category=beginner-head')
		expect(found.rows).toMatchObject([
			{ categoryId: 'beginner-head', fit: 'fits', mainRequest: daryasEntry.mainRequest }
		])
	})

	it('[T33] says whom their category does not fit', async () => {
		const entry = { ...daryasEntry, categoryId: 'low-assessment', assessments: [{ share: 51, on: '2026-09-01' }] }
		await town.put('elena', '/api/bank/mentees/darya', { version: 0, entry })
		expect(namesOf(await read<MenteePage>('/api/bank/mentees?filter=unfit'))).toEqual(['Новикова'])
		expect((await cardOf('darya')).mentee?.fits).toMatchObject({
			'low-assessment': 'unfit',
			'low-results-school': 'unfit'
		})
	})

	it.each<[string, object, string]>([
		['a category of another regulation', { categoryId: 'young-teacher' }, 'categoryId'],
		['[R11] a birthday where nobody is under 18', { bornOn: '2012-05-01' }, 'bornOn'],
		['no request', { mainRequest: ' ' }, 'entry'],
		['a request longer than any', { mainRequest: 'а'.repeat(4_001) }, 'entry'],
		['the entry of somebody else', { personId: 'irina' }, 'entry']
	])('takes in no %s', async (_, change, field) => {
		const body = { version: 0, entry: { ...daryasEntry, ...change } }
		expect(await outcomeOf(town.put('elena', '/api/bank/mentees/darya', body))).toEqual([400, field])
	})
})

describe('two curators', () => {
	it('[T22] who saves what another has saved meanwhile is told, and nothing of either is lost', async () => {
		const { mentor } = await cardOf('viktor')
		const save = (person: Townsperson, hoursPerMonth: number) =>
			outcomeOf(
				town.put(person, '/api/bank/mentors/viktor', {
					version: mentor?.version,
					entry: { ...viktorsEntry, hoursPerMonth }
				})
			)
		expect(await save('elena', 8)).toEqual([200, null])
		expect(await save('galina', 16)).toEqual([409, 'conflict'])
		const now = await cardOf('viktor')
		expect(now.mentor?.entry?.hoursPerMonth).toBe(8)
		expect(now.mentor?.version).not.toBe(mentor?.version)
	})

	it('put one person into a bank once', async () => {
		const enter = (person: Townsperson) =>
			outcomeOf(town.put(person, '/api/bank/mentors/irina', { version: null, entry: null }))
		expect((await Promise.all([enter('elena'), enter('galina')])).toSorted()).toEqual([
			[200, null],
			[409, 'conflict']
		])
		expect((await cardOf('irina')).mentor).toMatchObject({ entry: null, activeMentees: 0 })
	})

	it('take nothing out of a bank by saving nothing', async () => {
		expect(await outcomeOf(town.put('elena', '/api/bank/mentors/viktor', { version: 0, entry: null }))).toEqual([
			400,
			'entry'
		])
	})

	it('are told of each other’s new workplace, too', async () => {
		const { version } = await cardOf('irina')
		const body = { familyName: 'Лаптева', givenName: 'Ирина', patronymic: '', post: 'Директор', version }
		expect(await outcomeOf(town.put('elena', '/api/people/irina', { ...body, organisationId: 'school-4' }))).toEqual([
			200,
			null
		])
		expect(await outcomeOf(town.put('galina', '/api/people/irina', { ...body, organisationId: null }))).toEqual([
			409,
			'conflict'
		])
		expect((await cardOf('irina')).organisation?.name).toBe('Школа № 4')
	})
})

describe('a person', () => {
	it('enters the bank before they have an account', async () => {
		const answer = await town.post('elena', '/api/people', newcomer)
		expect(answer.status).toBe(201)
		const { personId } = (await answer.json()) as { personId: string }
		const card = await cardOf(personId)
		expect(card).toMatchObject({
			person: { name: 'Громов Пётр Ильич' },
			organisation: { name: 'Школа № 4' },
			hasAccount: false,
			roles: [{ role: 'mentor', order: null }],
			mentor: { entry: null, activeMentees: 0 }
		})
		expect(card.mentor?.findings.filter(({ isMet }) => isMet)).toEqual([])
	})

	it('of a name that is there is entered only when somebody says that these are two', async () => {
		expect((await town.post('elena', '/api/people', newcomer)).status).toBe(201)
		const again = { ...newcomer, familyName: 'ГРОМОВ', givenName: 'Петр' }
		expect(await outcomeOf(town.post('galina', '/api/people', again))).toEqual([409, 'familyName'])
		expect((await town.post('galina', '/api/people', { ...again, isNamesake: true })).status).toBe(201)
	})

	it.each<[string, object, string]>([
		['no name', { familyName: ' ' }, 'familyName'],
		['a number for a name', { familyName: '123' }, 'familyName'],
		['a sign for a patronymic', { patronymic: '№' }, 'patronymic'],
		['an organisation nobody knows', { organisationId: 'school-99' }, 'organisationId'],
		['a role that is no bank', { role: 'head' }, 'role']
	])('with %s is refused', async (_, change, field) => {
		expect(await outcomeOf(town.post('elena', '/api/people', { ...newcomer, ...change }))).toEqual([400, field])
	})

	it('keeps a name that is older than the rule of names, and is given a new one by that rule', async () => {
		const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		database.prepare("UPDATE people SET family_name = 'Лаптева, мл.' WHERE id = 'irina'").run()
		database.close()
		const { person, version } = await cardOf('irina')
		const { familyName, givenName, patronymic } = person
		const body = { familyName, givenName, patronymic, organisationId: 'school-4', post: 'Директор', version }
		expect(await outcomeOf(town.put('elena', '/api/people/irina', { ...body, givenName: 'Ирина 2' }))).toEqual([
			400,
			'givenName'
		])
		expect(await outcomeOf(town.put('elena', '/api/people/irina', body))).toEqual([200, null])
		expect(await cardOf('irina')).toMatchObject({ person: { familyName: 'Лаптева, мл.' }, post: 'Директор' })
	})

	it('is what they are by an order, which is written down and mended', async () => {
		const first = { number: '100-к', date: '2026-08-20' }
		const order = (was: object | null, order: object | null, person: Townsperson = 'galina') =>
			outcomeOf(town.put(person, '/api/people/elena/roles/curator/order', { was, order }))
		expect(await order(null, { ...first, date: '2026-10-01' })).toEqual([400, 'order'])
		expect(await order(null, first)).toEqual([200, null])
		expect((await cardOf('elena')).roles).toEqual([{ role: 'curator', organisation: null, order: first }])
		expect(await order(null, { ...first, number: '7' }, 'arkady')).toEqual([409, 'conflict'])
		expect(await order(first, null)).toEqual([200, null])
		expect(
			await outcomeOf(town.put('galina', '/api/people/elena/roles/head/order', { was: null, order: first }))
		).toEqual([404, 'not_found'])
	})

	it('[T18] does not write down the order of their own role', async () => {
		const order = { number: '100-к', date: '2026-08-20' }
		for (const [person, role] of [
			['elena', 'curator'],
			['arkady', 'head']
		] as const) {
			const saved = town.put(person, `/api/people/${person}/roles/${role}/order`, { was: null, order })
			expect(await outcomeOf(saved)).toEqual([403, 'unauthorized'])
		}
	})
})

describe('the yearly update of the list', () => {
	it('[T19] is due a year after the town began, is ticked off with name and date, and is due again the next year', async () => {
		expect(await read<ListReview>('/api/bank/review')).toMatchObject({ dueOn: '2027-09-30', last: null })
		const answer = await town.post('elena', '/api/bank/review', {})
		const last = { on: '2026-09-30', name: 'Воронцова Имя' }
		expect(await answer.json()).toMatchObject({ dueOn: '2027-09-30', last })
		await town.post('galina', '/api/bank/review', {})
		expect((await read<ListReview>('/api/bank/review')).last).toEqual(last)

		const aYearOn = new Date(townFoundedAt.getTime() + 366 * 24 * 60 * 60 * 1000)
		await town.restart(() => aYearOn)
		expect(await read<ListReview>('/api/bank/review')).toMatchObject({ dueOn: '2027-09-30', today: '2027-10-01', last })
		await town.post('galina', '/api/bank/review', {})
		expect(await read<ListReview>('/api/bank/review')).toMatchObject({
			dueOn: '2028-10-01',
			last: { on: '2027-10-01', name: 'Седова Имя' }
		})
	})

	it('[T19] the calendar of the regulation counts from the same tick', async () => {
		const since = async () => (await read<RegulationReading>('/api/regulations/tomsk-city')).tasksSince['list-update']
		const aYearOn = new Date(townFoundedAt.getTime() + 366 * 24 * 60 * 60 * 1000)
		await town.restart(() => aYearOn)
		expect(await since()).toBe('2026-09-30')
		await town.post('galina', '/api/bank/review', {})
		expect(await since()).toBe('2027-10-01')
	})
})
