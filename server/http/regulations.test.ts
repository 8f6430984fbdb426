/** Two curators of one town and one of another work on the regulations of their municipalities. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { LedgerAnswers } from '#protocol/api/ledger.ts'
import type { MentorPage } from '#protocol/api/people.ts'
import type { RegulationListings, RegulationReading, TaskMark } from '#protocol/api/regulations.ts'
import { request } from '#domain/ledger/testing/story.ts'
import { openTown, type Town, townFoundedAt, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const own = copyRegulation(tomskCity, 'tomsk-city-year', 'Томск: год')

async function save(person: Townsperson, regulation: object, base: number | null): Promise<[number, unknown]> {
	const answer = await town.post(person, `/api/regulations/${own.id}`, { base, regulation })
	return [answer.status, await answer.json()]
}

async function list(person: Townsperson): Promise<RegulationListings> {
	return (await (await town.get(person, '/api/regulations')).json()) as RegulationListings
}

/** Requests a mentor: `entered`, or why not. Irina is in a programme already, whatever the regulation. */
async function ask(mentee: 'darya' | 'irina', regulationId: string): Promise<string> {
	const statement = { ...request, menteeIds: [mentee], regulationId }
	const id = `${mentee}-${regulationId}`
	const command = { id, programId: id, role: 'mentee', saidAt: '2026-09-30T05:00:00.000Z', statement }
	const answer = await town.post(mentee, '/api/ledger', { personId: mentee, commands: [command] })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	return result?.outcome === 'refused' ? result.refusal.reason : 'entered'
}

it('[T57] five ship with the product, the contradictions of each are told, and one is current', async () => {
	const { currentId, regulations } = await list('elena')
	expect(currentId).toBe('tomsk-city')
	expect(regulations.map(({ id, copyOf }) => [id, copyOf])).toEqual(
		['tomsk-city', 'surgut', 'tomsk-region', 'dinskoy', 'divnogorsk'].map((id) => [id, null])
	)
	expect(regulations[0]?.conflicts).toHaveLength(4)
	expect(regulations[0]?.conflicts[0]).toMatchObject({ type: 'stages-and-term', stageMonths: 15, termMonths: 24 })
})

it('[V1] the own end of each is told, and among its contradictions that it has come', async () => {
	const { regulations } = await list('elena')
	const known = regulations.find(({ id }) => id === 'divnogorsk')
	expect(known?.inForce).toEqual({ from: '2022-12-12', until: '2024-12-31' })
	expect(known?.conflicts.map(({ type }) => type)).toContain('regulation-ended')
	expect(regulations.find(({ id }) => id === 'surgut')?.inForce?.until).toBeNull()
})

it('a copy called as another of the list is refused, and nothing of it is kept', async () => {
	const taken = { outcome: 'refused', problems: [{ path: 'title', code: 'title-taken' }] }
	expect(await save('elena', { ...own, title: ' томск:  наставничество руководителей' }, null)).toEqual([200, taken])
	expect((await list('elena')).regulations).toHaveLength(5)
	expect(await save('elena', own, null)).toEqual([200, { outcome: 'saved', version: 1 }])
	const another = { base: null, regulation: { ...own, id: 'tomsk-city-other' } }
	expect(await (await town.post('galina', '/api/regulations/tomsk-city-other', another)).json()).toEqual(taken)
})

it('two curators save the same copy: the second is told, reads what the first saved, and loses nothing', async () => {
	expect(await save('elena', own, null)).toEqual([200, { outcome: 'saved', version: 1 }])
	expect(await save('galina', { ...own, title: 'Галина' }, 1)).toEqual([200, { outcome: 'saved', version: 2 }])
	expect(await save('elena', { ...own, title: 'Елена' }, 1)).toEqual([409, { error: { code: 'conflict' } }])
	const reading = (await (await town.get('elena', `/api/regulations/${own.id}`)).json()) as RegulationReading
	expect(reading).toMatchObject({
		regulation: { title: 'Галина' },
		isCurrent: false,
		saved: { version: 2, by: { id: 'galina' } }
	})
	expect(await save('elena', { ...own, title: 'Елена' }, 2)).toEqual([200, { outcome: 'saved', version: 3 }])
})

it('a pack that does not fit together is refused with where and why, and nothing is kept', async () => {
	const [first, ...others] = own.categories
	const broken = { ...own, title: '', categories: [{ ...first, roadmapId: 'none-such' }, ...others] }
	expect(await save('elena', broken, null)).toEqual([
		200,
		{ outcome: 'refused', problems: [{ path: 'title', code: 'missing' }] }
	])
	const term = { value: { minMonths: 24, maxMonths: 12 }, source: { rule: 'T9', clause: 'п. 1.2.6' } }
	expect(await save('elena', { ...own, programTerm: term }, null)).toEqual([
		200,
		{ outcome: 'refused', problems: [{ path: 'programTerm', code: 'term-inverted' }] }
	])
	expect((await town.get('elena', `/api/regulations/${own.id}`)).status).toBe(404)
	const elsewhere = await town.post('elena', '/api/regulations/another', { base: null, regulation: own })
	expect(await elsewhere.json()).toEqual({ error: { code: 'invalid', field: 'id' } })
})

it('made current, new requests begin by it, and the programme requested before keeps its own', async () => {
	expect(await ask('darya', 'tomsk-city')).toBe('entered')
	await save('elena', own, null)
	const chosen = await town.post('elena', '/api/regulations/current', { id: own.id, was: 'tomsk-city' })
	expect(await chosen.json()).toEqual({ keepTheirs: 1 })
	expect(await ask('irina', 'tomsk-city')).toBe('not-in-regulation')
	expect(await ask('irina', own.id)).toBe('open-program')
	const late = await town.post('galina', '/api/regulations/current', { id: 'surgut', was: 'tomsk-city' })
	expect(late.status).toBe(409)
	const { currentId, regulations } = await list('galina')
	expect(currentId).toBe(own.id)
	const programsOf = (id: string) => regulations.find((one) => one.id === id)?.programs
	expect([programsOf('tomsk-city'), programsOf(own.id)]).toEqual([
		{ all: 1, open: 1, withdrawn: 0, fulfilled: 0 },
		{ all: 0, open: 0, withdrawn: 0, fulfilled: 0 }
	])
})

it('[T29] it is told how many mentors would miss a condition of one that is not current: as many as the list finds then', async () => {
	const read = async (id: string) =>
		((await (await town.get('elena', `/api/regulations/${id}`)).json()) as RegulationReading).unmetMentors
	expect(await read('tomsk-city')).toBeNull()
	const found = await read('dinskoy')
	expect(found).toBeGreaterThan(0)
	await town.post('elena', '/api/regulations/current', { id: 'dinskoy', was: 'tomsk-city' })
	expect(await read('dinskoy')).toBeNull()
	const mentors = (await (await town.get('elena', '/api/bank/mentors?filter=not-eligible')).json()) as MentorPage
	expect([mentors.regulation.id, mentors.count]).toEqual(['dinskoy', found])
	// The copy requires nothing of a mentor.
	await save('elena', { ...own, mentorConditions: [] }, null)
	expect(await read(own.id)).toBe(0)
})

it('[T13] a copy that asks for groups of 99 is refused with where and why, and nothing is kept', async () => {
	const large = { ...own, groupSize: { ...own.groupSize, value: { min: 99, max: null } } }
	const problems = [{ path: 'groupSize.value.min', code: 'group-too-large' }]
	expect(await save('elena', large, null)).toEqual([200, { outcome: 'refused', problems }])
	expect((await list('elena')).regulations).toHaveLength(5)
})

it('a copy with a report due on 31 June is refused with where and why, and nothing is kept', async () => {
	const [report] = own.reports
	const reports = [{ ...report, schedule: { type: 'yearly', days: ['06-31'] } }]
	const problems = [{ path: 'reports.0.schedule.days.0', code: 'month-of-30-days' }]
	expect(await save('elena', { ...own, reports } as typeof own, null)).toEqual([200, { outcome: 'refused', problems }])
	expect((await list('elena')).regulations).toHaveLength(5)
})

it('[T13] one that was stored with groups of 99 is read and chosen as it stands, and must be mended to be saved anew', async () => {
	await save('elena', own, null)
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	database.exec("update regulations set json = json_set(json, '$.groupSize.value.min', 99)")
	database.close()
	const reading = (await (await town.get('elena', `/api/regulations/${own.id}`)).json()) as RegulationReading
	expect(reading.regulation.groupSize.value).toEqual({ min: 99, max: null })
	expect(await save('elena', { ...reading.regulation, title: 'Томск: группы' }, 1)).toMatchObject([
		200,
		{ outcome: 'refused' }
	])
	const chosen = await town.post('elena', '/api/regulations/current', { id: own.id, was: 'tomsk-city' })
	expect(chosen.status).toBe(200)
})

it('a copy that no version understands is not made current: nothing could be judged by it', async () => {
	await save('elena', own, null)
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	database.exec(`update regulations set json = '{"id":"${own.id}"}'`)
	database.close()
	const chosen = await town.post('elena', '/api/regulations/current', { id: own.id, was: 'tomsk-city' })
	expect([chosen.status, await chosen.json()]).toEqual([409, { error: { code: 'conflict' } }])
	expect((await list('elena')).currentId).toBe('tomsk-city')
})

it('a copy stored before it was asked what must be in a programme opens as one that says nothing of it, and may be chosen', async () => {
	await save('elena', own, null)
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	database.exec("update regulations set json = json_remove(json, '$.programContent')")
	database.close()
	const reading = (await (await town.get('elena', `/api/regulations/${own.id}`)).json()) as RegulationReading
	expect(reading.regulation).toEqual({ ...own, programContent: null })
	const chosen = await town.post('elena', '/api/regulations/current', { id: own.id, was: 'tomsk-city' })
	expect(chosen.status).toBe(200)
	expect(await ask('darya', own.id)).toBe('entered')
})

it('a copy that programmes were requested under is neither changed nor deleted', async () => {
	await save('elena', own, null)
	await town.post('elena', '/api/regulations/current', { id: own.id, was: 'tomsk-city' })
	const current = await town.delete('elena', `/api/regulations/${own.id}`)
	expect([current.status, await current.json()]).toEqual([409, { error: { code: 'conflict', field: 'current' } }])
	expect(await ask('darya', own.id)).toBe('entered')
	const inUse = { error: { code: 'conflict', field: 'programs' } }
	expect(await save('elena', { ...own, title: 'Иначе' }, 1)).toEqual([409, inUse])
	await town.post('elena', '/api/regulations/current', { id: 'tomsk-city', was: own.id })
	const needed = await town.delete('elena', `/api/regulations/${own.id}`)
	expect([needed.status, await needed.json()]).toEqual([409, inUse])
})

it('[T26] a curator sets the day of a task that the regulation gives none, and ticks it off; the other one sees who and when', async () => {
	const path = '/api/regulations/tomsk-city/tasks/effectiveness'
	const state = async (person: Townsperson, id = 'tomsk-city') =>
		((await (await town.get(person, `/api/regulations/${id}`)).json()) as RegulationReading).tasks['effectiveness']
	const mark = async (person: Townsperson, given: TaskMark) => (await town.put(person, path, given)).status
	const galina = expect.objectContaining({ id: 'galina' }) as unknown
	const elena = expect.objectContaining({ id: 'elena' }) as unknown
	let minutes = 0
	await town.restart(() => new Date(townFoundedAt.getTime() + 60_000 * minutes++))

	expect(await state('elena')).toBeUndefined()
	expect(await mark('elena', { dueOn: '2026-12-25' })).toBe(200)
	expect(await state('galina')).toMatchObject({ due: { day: '2026-12-25', by: elena }, done: null })
	expect(await mark('galina', { isDone: true })).toBe(200)
	expect(await state('elena')).toMatchObject({ due: null, done: { by: galina } })
	expect(await mark('elena', { isDone: false })).toBe(200)
	expect(await state('galina')).toMatchObject({ due: { day: '2026-12-25' }, done: null })
	await mark('galina', { isDone: true })
	expect(await mark('galina', { dueOn: '2027-12-25' })).toBe(200)
	expect(await state('elena')).toMatchObject({ due: { day: '2027-12-25', by: galina }, done: { by: galina } })
	expect(await mark('elena', { dueOn: null })).toBe(200)
	expect(await state('elena')).toMatchObject({ due: null, done: { by: galina } })
	// Another regulation has a task of the same id.
	expect(await state('elena', 'surgut')).toBeUndefined()
	expect(await state('pyotr')).toBeUndefined()
})

it('[T19] a task whose day the regulation sets is not set by the curator, nor is one that it lacks, nor the year 226', async () => {
	const mark = async (taskId: string, given: TaskMark) =>
		(await town.put('elena', `/api/regulations/tomsk-city/tasks/${taskId}`, given)).status
	expect(await mark('list-update', { dueOn: '2026-12-25' })).toBe(404)
	expect(await mark('none-such', { isDone: true })).toBe(404)
	expect(await mark('effectiveness', { dueOn: '0226-12-25' })).toBe(400)
})

it('the marks of a copy go with it', async () => {
	await save('elena', own, null)
	await town.put('elena', `/api/regulations/${own.id}/tasks/effectiveness`, { isDone: true })
	expect((await town.delete('elena', `/api/regulations/${own.id}`)).status).toBe(204)
	await save('elena', own, null)
	const reading = (await (await town.get('elena', `/api/regulations/${own.id}`)).json()) as RegulationReading
	expect(reading.tasks).toEqual({})
})

it('the curator of another town neither sees nor touches it', async () => {
	await save('elena', own, null)
	expect((await list('pyotr')).regulations).toHaveLength(5)
	expect((await town.get('pyotr', `/api/regulations/${own.id}`)).status).toBe(404)
	expect((await town.delete('pyotr', `/api/regulations/${own.id}`)).status).toBe(404)
	const choice = { id: own.id, was: 'tomsk-city' }
	expect((await town.post('pyotr', '/api/regulations/current', choice)).status).toBe(404)
	expect(await save('pyotr', { ...own, title: 'Другой город' }, null)).toMatchObject([200, { outcome: 'saved' }])
	const reading = (await (await town.get('elena', `/api/regulations/${own.id}`)).json()) as RegulationReading
	expect(reading.regulation.title).toBe('Томск: год')
})
