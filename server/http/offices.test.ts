/** The composition of a mentoring centre (domain.md D2, D29): Elena records it, and each office rests on an order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { Me } from '#protocol/api/program.ts'
import type { NewOfficeHolder, OfficeCandidates, OfficeListing } from '#protocol/api/staff.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
	await town.post('elena', '/api/regulations/current', { id: 'dinskoy', was: 'tomsk-city' })
})
afterEach(() => town.stop())

const order = { number: '78', date: '2026-02-12' }
const member: NewOfficeHolder = {
	officeId: 'member',
	personId: 'oleg',
	organisationId: null,
	since: '2026-02-12',
	order
}
const moderator = { ...member, officeId: 'moderator' }
const ofSchool = { ...member, officeId: 'school-curator', organisationId: 'school-4' }

interface Answer {
	id?: string
	error?: { field?: string }
}

/** The status, and the field of a refusal. */
async function outcomeOf(answer: Response): Promise<[status: number, field?: string]> {
	const text = await answer.text()
	const field = text === '' ? undefined : (JSON.parse(text) as Answer).error?.field
	return field === undefined ? [answer.status] : [answer.status, field]
}

async function give(holder: Partial<NewOfficeHolder> = {}, by: Townsperson = 'elena') {
	return outcomeOf(await town.post(by, '/api/offices', { ...member, ...holder }))
}

async function given(holder: Partial<NewOfficeHolder> = {}): Promise<string> {
	const answer = (await (await town.post('elena', '/api/offices', { ...member, ...holder })).json()) as Answer
	if (answer.id === undefined) throw new Error(JSON.stringify(answer))
	return answer.id
}

async function listing(): Promise<OfficeListing> {
	return (await (await town.get('elena', '/api/offices')).json()) as OfficeListing
}

const assignmentsOf = ({ held: assignments }: OfficeListing) =>
	assignments.map(({ officeId, person, organisation }) =>
		[officeId, person.id, ...(organisation === null ? [] : [organisation.name])].join(' ')
	)

async function end(id: string, on = '2026-09-30') {
	return outcomeOf(await town.post('elena', `/api/offices/${id}/end`, { on, order: { number: '90', date: on } }))
}

async function takeBack(id: string) {
	return outcomeOf(await town.post('elena', `/api/offices/${id}/return`, {}))
}

describe('[D2] an office', () => {
	it('is told with who holds it, since when and by which order, as the regulation calls it', async () => {
		expect((await listing()).composition).toEqual(dinskoy.composition)
		expect(await give()).toEqual([201])
		expect(await give({ ...moderator, personId: 'darya', order: null }, 'arkady')).toEqual([201])
		expect((await listing()).held).toMatchObject([
			{
				...{ officeId: 'moderator', person: { id: 'darya' }, organisation: null, order: null },
				...{ workplace: 'Школа № 4', post: 'Директор' }
			},
			{
				...{ officeId: 'member', wording: 'Член муниципального наставнического центра' },
				...{ person: { id: 'oleg', name: 'Рябинин Имя' }, since: '2026-02-12', order }
			}
		])
	})

	it('may be held from the first day of the regulation', async () => {
		expect((await listing()).foundedOn).toBe('2021-02-12')
		expect(await give({ since: '2021-02-12' })).toEqual([201])
	})

	it('may be held since the body was founded also under a copy that is adopted later', async () => {
		const { inForce, ...copy } = copyRegulation(dinskoy, 'dinskoy-1', 'Наша редакция')
		const regulation = { ...copy, inForce: { ...inForce, value: { from: '2026-09-01', until: null } } }
		await town.post('elena', '/api/regulations/dinskoy-1', { base: null, regulation })
		await town.post('elena', '/api/regulations/current', { id: 'dinskoy-1', was: 'dinskoy' })
		expect((await listing()).foundedOn).toBe('2021-02-12')
		expect(await give({ since: '2022-10-01' })).toEqual([201])
	})

	it('may have several holders, none of them twice, or one', async () => {
		expect(await give()).toEqual([201])
		expect(await give({ personId: 'darya' })).toEqual([201])
		expect(await give()).toEqual([409, 'held'])
		expect(await give(moderator)).toEqual([201])
		expect(await give({ ...moderator, personId: 'darya' })).toEqual([409, 'held'])
		expect(assignmentsOf(await listing())).toHaveLength(3)
	})

	it('[D29] of a school has one holder there, who may have it in another school, too', async () => {
		expect(await give(ofSchool)).toEqual([201])
		expect(await give({ ...ofSchool, personId: 'darya' })).toEqual([409, 'held'])
		expect(await give({ ...ofSchool, organisationId: 'school-14' })).toEqual([201])
		expect(assignmentsOf(await listing())).toEqual(['school-curator oleg Школа № 4', 'school-curator oleg Школа № 14'])
	})

	it('is given to one of two who are named at the same moment', async () => {
		const answers = await Promise.all([give({ ...moderator, personId: 'darya' }), give(moderator)])
		expect(answers.map(([status]) => status).sort()).toEqual([201, 409])
		expect(assignmentsOf(await listing())).toHaveLength(1)
	})

	it('[D25] opens neither programmes nor people, whichever it is', async () => {
		const before = (await (await town.get('darya', '/api/me')).json()) as Me
		for (const officeId of ['member', 'moderator', 'institute-curator']) await given({ officeId, personId: 'darya' })
		await given({ ...ofSchool, personId: 'darya', organisationId: 'school-14' })
		expect(await (await town.get('darya', '/api/me')).json()).toEqual(before)
		expect(before.roles).toEqual(['mentee'])
		for (const path of ['/api/board', '/api/people/viktor', '/api/offices', '/api/programs/program-1/ledger'])
			expect([path, (await town.get('darya', path)).status]).toEqual([path, expect.toBeOneOf([403, 404])])
	})
})

describe('an office is not given', () => {
	it.each<[string, Partial<NewOfficeHolder>, [number, string?]]>([
		['that the regulation does not know', { officeId: 'head' }, [400, 'officeId']],
		['to nobody', { personId: 'nobody' }, [404]],
		['to somebody of another town', { personId: 'pyotr' }, [404]],
		['for a school without naming it', { officeId: 'school-curator' }, [400, 'organisationId']],
		['for a school that is none', { officeId: 'school-curator', organisationId: 'none' }, [400, 'organisationId']],
		['for a school where it is none’s', { organisationId: 'school-4' }, [400, 'organisationId']],
		['from a day that is still to come', { since: '2026-10-01' }, [400, 'since']],
		['from a mistyped year', { since: '0202-10-01' }, [400, 'since']],
		['from a day before the regulation', { since: '2021-02-11' }, [400, 'since']],
		['by an order dated tomorrow', { order: { number: '78', date: '2026-10-01' } }, [400, 'order']],
		['by half an order', { order: { number: '', date: '2026-02-12' } }, [400, 'order']]
	])('%s', async (_, holder, refusal) => {
		expect(await give(holder)).toEqual(refusal)
		expect((await listing()).held).toEqual([])
	})

	it('where the regulation founds no such body', async () => {
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'dinskoy' })
		expect((await listing()).composition).toBeNull()
		expect(await give()).toEqual([400, 'officeId'])
	})

	it('to who has changed their place of work, until they are back', async () => {
		const { personId } = await enter('mentor')
		const leavingId = await leave(personId, 'moved')
		expect(await give({ personId })).toEqual([409, 'left'])
		await town.post('elena', `/api/bank/leavings/${leavingId}/return`, {})
		expect(await give({ personId })).toEqual([201])
	})

	it('but to a mentor whose term is over, and to somebody who is in no bank', async () => {
		const { personId } = await enter('mentor')
		await leave(personId, 'own-wish')
		expect(await give({ personId })).toEqual([201])
		expect(await give({ personId: (await enter(null)).personId })).toEqual([201])
	})
})

describe('an office that ends', () => {
	it('is told with its day and order, and is free for another', async () => {
		const id = await given(moderator)
		expect(await end(id)).toEqual([204])
		const { held: assignments, ended } = await listing()
		expect(assignments).toEqual([])
		expect(ended).toMatchObject([
			{
				...{ id, person: { id: 'oleg' }, since: '2026-02-12', on: '2026-09-30', order },
				...{ endingOrder: { number: '90', date: '2026-09-30' }, by: 'Воронцова Имя' }
			}
		])
		expect(await give({ ...moderator, personId: 'darya' })).toEqual([201])
	})

	it('does not end before it began, nor on a day that is still to come, nor twice', async () => {
		const id = await given()
		expect(await end(id, '2026-02-11')).toEqual([400, 'on'])
		expect(await end(id, '2026-10-01')).toEqual([400, 'on'])
		expect(await end(id, '2026-02-12')).toEqual([204])
		expect(await end(id)).toEqual([409])
	})

	it('does not end by an order of a day that is still to come', async () => {
		const id = await given()
		const ending = { on: '2026-09-30', order: { number: '90', date: '2026-10-01' } }
		expect(await outcomeOf(await town.post('elena', `/api/offices/${id}/end`, ending))).toEqual([400, 'order'])
		expect(assignmentsOf(await listing())).toEqual(['member oleg'])
	})

	it('by mistake goes on since the same day and by the same order, once', async () => {
		const id = await given(moderator)
		await end(id)
		expect(await takeBack(id)).toEqual([204])
		expect(await takeBack(id)).toEqual([409])
		const { held: assignments, ended } = await listing()
		expect(assignments).toMatchObject([{ officeId: 'moderator', person: { id: 'oleg' }, since: '2026-02-12', order }])
		expect(ended).toEqual([])
	})

	it('does not go on where somebody else holds it by now', async () => {
		const id = await given(moderator)
		await end(id)
		await given({ ...moderator, personId: 'darya' })
		expect(await takeBack(id)).toEqual([409, 'held'])
		expect(assignmentsOf(await listing())).toEqual(['moderator darya'])
	})

	it('of one holder does not go on beside another one under a regulation that knows no such office', async () => {
		const id = await given(moderator)
		await end(id)
		await given({ ...moderator, personId: 'darya' })
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'dinskoy' })
		expect((await listing()).ended).toMatchObject([{ id, holders: 'one' }])
		expect(await takeBack(id)).toEqual([409, 'held'])
		await town.post('elena', '/api/regulations/current', { id: 'dinskoy', was: 'surgut' })
		expect(assignmentsOf(await listing())).toEqual(['moderator darya'])
	})

	it('goes on in one school under another regulation, where its holder has the same office in another school', async () => {
		const id = await given(ofSchool)
		await given({ ...ofSchool, organisationId: 'school-14' })
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'dinskoy' })
		await end(id)
		expect(await takeBack(id)).toEqual([204])
		await end((await listing()).held.find(({ organisation }) => organisation?.id === 'school-4')?.id ?? '')
		expect(assignmentsOf(await listing())).toEqual(['school-curator oleg Школа № 14'])
	})

	it('does not go on for who has changed their place of work since, until they are back', async () => {
		const { personId } = await enter('mentor')
		const id = await given({ personId })
		await end(id)
		const leavingId = await leave(personId, 'moved')
		expect(await takeBack(id)).toEqual([409, 'left'])
		await town.post('elena', `/api/bank/leavings/${leavingId}/return`, {})
		expect(await takeBack(id)).toEqual([204])
	})

	it('stays written down under another regulation, and can be ended there', async () => {
		const id = await given()
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'dinskoy' })
		expect((await listing()).held).toMatchObject([{ wording: 'Член муниципального наставнического центра' }])
		expect(await end(id)).toEqual([204])
		expect(await takeBack(id)).toEqual([204])
	})
})

it('the order of an office is written down later, and not over another curator’s', async () => {
	const id = await given({ order: null })
	const save = async (was: typeof order | null, by: Townsperson = 'elena') =>
		outcomeOf(await town.put(by, `/api/offices/${id}/order`, { order, was }))
	const ahead = { order: { ...order, date: '2026-10-01' }, was: null }
	expect(await outcomeOf(await town.put('elena', `/api/offices/${id}/order`, ahead))).toEqual([400, 'order'])
	expect(await save(null)).toEqual([204])
	expect(await save(null, 'galina')).toEqual([409])
	expect((await listing()).held[0]?.order).toEqual(order)
	await end(id)
	expect(await save(order)).toEqual([409])
})

it('[D29] schools of low results are told that have no curator', async () => {
	for (const [id, name] of [
		['school-5', 'Школа № 5'],
		['school-10', 'Школа № 10']
	] as const) {
		const organisation = { ...school, id, name, standings: ['low-results'] }
		await town.put('elena', `/api/organisations/${id}`, { version: null, organisation })
	}
	expect((await listing()).without['school-curator']?.map(({ name }) => name)).toEqual(['Школа № 5', 'Школа № 10'])
	await given({ ...ofSchool, organisationId: 'school-5' })
	expect((await listing()).without).toEqual({ 'school-curator': [{ id: 'school-10', name: 'Школа № 10' }] })
})

it('a school that somebody was the curator of is not taken out', async () => {
	await town.put('elena', '/api/organisations/school-5', { version: null, organisation: school })
	await end(await given({ ...ofSchool, organisationId: 'school-5' }))
	expect((await town.delete('elena', '/api/organisations/school-5')).status).toBe(409)
})

it('whoever holds an office stays when the import that brought them is taken back', async () => {
	const row = { familyName: 'Сорокина', givenName: 'Анна', patronymic: '', entry: {} }
	const rows = [{ line: 2, target: { type: 'new', isSeparate: true }, row }]
	await town.post('elena', '/api/imports', { id: 'one-import', kind: 'mentors', source: '', rows })
	const personId = (await candidates('сорокина')).people[0]?.person.id ?? ''
	await given({ personId })
	const undone = await town.post('elena', '/api/imports/one-import/undo', {})
	expect(await undone.json()).toMatchObject({ leftAlone: [{ line: 2, reason: 'used' }] })
	expect(assignmentsOf(await listing())).toEqual([`member ${personId}`])
})

it('everybody of the registry is found by name, place of work or post, and nobody of another town', async () => {
	expect((await candidates('школа 4 директор')).people).toMatchObject([
		{ person: { id: 'darya' }, workplace: 'Школа № 4', post: 'Директор' }
	])
	expect(await candidates('носов')).toEqual({ people: [], count: 0 })
	const everybody = await candidates('')
	expect(everybody.people).toHaveLength(8)
	expect(everybody.count).toBe(13)
})

it('[D2] a municipality names its own offices in a copy of the regulation', async () => {
	const copy = copyRegulation(dinskoy, 'dinskoy-1', 'Наша редакция')
	const secretary = { id: 'own-1', wording: 'Секретарь', holders: 'one', source: { rule: null, clause: 'п. 2' } }
	const composition = dinskoy.composition && { ...dinskoy.composition, offices: [secretary] }
	await town.post('elena', '/api/regulations/dinskoy-1', { base: null, regulation: { ...copy, composition } })
	await town.post('elena', '/api/regulations/current', { id: 'dinskoy-1', was: 'dinskoy' })
	expect(await give({ officeId: 'own-1' })).toEqual([201])
	expect(await give()).toEqual([400, 'officeId'])
})

const school = {
	id: 'school-5',
	name: 'Школа № 5',
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: []
}

async function candidates(q: string): Promise<OfficeCandidates> {
	const answer = await town.get('elena', `/api/offices/people?q=${encodeURIComponent(q)}`)
	return (await answer.json()) as OfficeCandidates
}

/** Takes the person out of the bank of mentors. Resolves with the id of the leaving. */
async function leave(personId: string, reasonId: 'moved' | 'own-wish'): Promise<string> {
	const leaving = { personId, role: 'mentor', version: 0, on: '2026-09-30', reasonId, ground: '', order: null }
	const left = await town.post('elena', '/api/bank/leavings', leaving)
	return ((await left.json()) as { leavings: { id: string }[] }).leavings[0]?.id ?? ''
}

async function enter(role: 'mentor' | null): Promise<{ personId: string }> {
	const name = { familyName: 'Зуева', givenName: 'Зоя', patronymic: '', organisationId: null, post: 'Методист' }
	const answer = await town.post('elena', '/api/people', { ...name, role, isNamesake: true })
	return (await answer.json()) as { personId: string }
}
