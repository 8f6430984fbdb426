/** Whom a request can name, and which mentors fit, on the real server. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { consentOf, orderFor, proposal, raise, request, sign } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { FormingChoices, LedgerAnswers, LedgerListings, PreferencePage, Shortlist } from '#protocol/api/ledger.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'
import { watchLedgers } from '../../tests/support/watch-ledgers.ts'

vi.setConfig({ testTimeout: 30_000 })

let town: Town
let count = 0
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const roles = { viktor: 'mentor', oleg: 'mentor', darya: 'mentee', elena: 'curator', arkady: 'head' } as const
const daryas = {
	...request,
	menteeIds: ['darya'],
	difficulties: ['Финансы школы', 'Аттестация педагогов'],
	forms: ['traditional' as const]
}

async function say(person: keyof typeof roles, statement: Statement): Promise<string> {
	const id = `c${++count}`
	const saidAt = '2026-09-29T09:00:00.000Z'
	const command = { id, programId: 'new-one', role: roles[person], saidAt, statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	if (result?.outcome !== 'entered') throw new Error(`${person}: ${JSON.stringify(result)}`)
	return id
}

async function shortlist(query = '', person: Townsperson = 'elena'): Promise<Shortlist> {
	const answer = await town.get(person, `/api/programs/new-one/shortlist${query}`)
	expect(answer.status).toBe(200)
	return (await answer.json()) as Shortlist
}

async function choices(person: Townsperson, query = ''): Promise<FormingChoices> {
	return (await (await town.get(person, `/api/forming/choices${query}`)).json()) as FormingChoices
}

const namesOf = ({ candidates }: Shortlist) => candidates.map(({ mentorId }) => mentorId)

describe('a shortlist', () => {
	it('[T20] [T39] ranks the bank for a request, and says of each part of a score what it comes from', async () => {
		await say('darya', daryas)
		const list = await shortlist()
		expect(list).toMatchObject({ phase: 'requested', proposalId: null, total: 2, found: 2, page: 1 })
		expect(list.mentees).toMatchObject([{ person: { id: 'darya' }, organisation: 'Школа № 4' }])
		const viktor = list.candidates.find(({ mentorId }) => mentorId === 'viktor')
		const because = Object.fromEntries(viktor?.parts.map((part) => [part.criterion, part.because]) ?? [])
		expect(because).toMatchObject({
			profile: {
				covered: [{ difficulty: 'Финансы школы', competence: 'Финансово-хозяйственная деятельность' }],
				uncovered: ['Аттестация педагогов']
			},
			eligibility: { met: 5, unmetConditionIds: [] },
			load: { activeMentees: 1, hoursEach: 6 },
			distance: { kilometres: null },
			form: { common: ['traditional'] }
		})
		expect(viktor).toMatchObject({ isProposed: false, isFormer: false, term: 'unappointed', hoursPerMonth: 12 })
	})

	it('[R17] counts what both sides have answered before anybody was proposed', async () => {
		const put = async (person: 'darya' | 'oleg', aboutId: string, liking: string | null, role = roles[person]) =>
			(await town.put(person, `/api/preferences/${aboutId}`, { role, liking })).status
		expect(await put('oleg', 'darya', 'wanted')).toBe(204)
		expect(await put('darya', 'viktor', 'unwanted')).toBe(204)
		expect(await put('darya', 'elena', 'wanted')).toBe(404)
		expect(await put('darya', 'viktor', 'wanted', 'mentor')).toBe(403)

		await say('darya', daryas)
		const likings = async () =>
			(await shortlist()).candidates.map(({ mentorId, parts }) => [
				mentorId,
				parts.find(({ criterion }) => criterion === 'preference')?.because
			])
		const on = '2026-09-30'
		expect(await likings()).toEqual([
			['oleg', { criterion: 'preference', likings: [{ by: 'mentor', liking: 'wanted', on }] }],
			['viktor', { criterion: 'preference', likings: [{ by: 'mentee', liking: 'unwanted', on }] }]
		])
		expect(await put('oleg', 'darya', null)).toBe(204)
		expect(await likings()).toContainEqual(['oleg', { criterion: 'preference', likings: [] }])
	})

	it('[R17] nobody reads what others have answered, and the questionnaire tells nothing of difficulties', async () => {
		await town.put('darya', '/api/preferences/viktor', { role: 'mentee', liking: 'unwanted' })
		const of = async (person: Townsperson, role: string) =>
			(await (await town.get(person, `/api/preferences?role=${role}`)).json()) as PreferencePage
		expect((await of('darya', 'mentee')).rows.map(({ id, liking }) => [id, liking])).toEqual([
			['viktor', 'unwanted'],
			['oleg', null]
		])
		const listing = await of('viktor', 'mentor')
		expect(listing.rows.map(({ liking }) => liking)).toEqual([null, null])
		expect(Object.keys(listing.rows[0] ?? {}).toSorted()).toEqual([
			'about',
			'id',
			'kind',
			'liking',
			'name',
			'number',
			'organisation',
			'post'
		])
	})

	it('[R11] [R17] where mentees may be minors, a mentor reads what they ask for and no name, and finds none', async () => {
		const of = async (person: Townsperson, query: string) =>
			(await (await town.get(person, `/api/preferences?${query}`)).json()) as PreferencePage
		const named = (await of('viktor', 'role=mentor')).rows.find(({ id }) => id === 'darya')
		expect(named).toMatchObject({ organisation: 'Школа № 4' })
		expect(named?.name).not.toBeNull()

		expect((await town.post('elena', '/api/regulations/current', { id: 'tomsk-region', was: 'tomsk-city' })).ok).toBe(
			true
		)
		const hidden = (await of('viktor', 'role=mentor')).rows.find(({ id }) => id === 'darya')
		expect(hidden).toEqual({ ...named, number: 1, name: null, organisation: null, post: '' })
		const family = named?.name?.split(' ')[0] ?? ''
		expect((await of('viktor', `role=mentor&q=${encodeURIComponent(family)}`)).rows).toEqual([])
		expect((await of('darya', 'role=mentee')).rows.every(({ name }) => name !== null)).toBe(true)
	})

	it('[R5] the form of a request knows whether it may be a pupil’s', async () => {
		const isOfMinors = async () =>
			((await (await town.get('elena', '/api/forming/choices')).json()) as FormingChoices).regulation.hasMinors
		expect(await isOfMinors()).toBe(false)
		await town.post('elena', '/api/regulations/current', { id: 'tomsk-region', was: 'tomsk-city' })
		expect(await isOfMinors()).toBe(true)
	})

	it('[R17] who is not named keeps one number, whatever is sought', async () => {
		const entry = {
			personId: 'irina',
			categoryId: 'reservist',
			mainRequest: 'Команда школы',
			difficulties: [],
			forms: [],
			assessments: [],
			bornOn: null,
			representative: null,
			enteredOn: '2026-09-01'
		}
		expect((await town.put('elena', '/api/bank/mentees/irina', { version: 0, entry })).status).toBe(200)
		await town.post('elena', '/api/regulations/current', { id: 'tomsk-region', was: 'tomsk-city' })
		const numbersOf = async (sought: string) => {
			const answer = await town.get('viktor', `/api/preferences?role=mentor&q=${encodeURIComponent(sought)}`)
			return ((await answer.json()) as PreferencePage).rows.map(({ id, number }) => [id, number])
		}
		expect(await numbersOf('')).toEqual([
			['darya', 1],
			['irina', 2]
		])
		expect(await numbersOf('команда')).toEqual([['irina', 2]])
	})

	it('[R11] [R17] a mentor whose day of birth is kept is not named to mentees either, and is not found by name', async () => {
		await town.post('elena', '/api/regulations/current', { id: 'tomsk-region', was: 'tomsk-city' })
		const of = async (query = '') =>
			((await (await town.get('darya', `/api/preferences?role=mentee${query}`)).json()) as PreferencePage).rows
		const named = (await of()).find(({ id }) => id === 'oleg')
		const { mentor } = (await (await town.get('elena', '/api/people/oleg')).json()) as PersonCard
		const entry = { ...mentor?.entry, bornOn: '2010-05-01' }
		const saved = await town.put('elena', '/api/bank/mentors/oleg', { version: mentor?.version, entry })
		expect(saved.status).toBe(200)
		expect((await of()).find(({ id }) => id === 'oleg')).toEqual({
			...named,
			number: 1,
			name: null,
			organisation: null,
			post: ''
		})
		expect(await of(`&q=${encodeURIComponent('Рябинин')}`)).toEqual([])
	})

	it('[R17] counts what both sides have said of each other', async () => {
		await say('darya', daryas)
		expect(namesOf(await shortlist())).toEqual(['viktor', 'oleg'])
		await town.put('darya', '/api/preferences/viktor', { role: 'mentee', liking: 'unwanted' })
		await town.put('oleg', '/api/preferences/darya', { role: 'mentor', liking: 'wanted' })
		const list = await shortlist()
		expect(namesOf(list)).toEqual(['oleg', 'viktor'])
		const likings = list.candidates.map(
			({ parts }) => parts.find(({ criterion }) => criterion === 'preference')?.because
		)
		expect(likings).toMatchObject([
			{ likings: [{ by: 'mentor', liking: 'wanted' }] },
			{ likings: [{ by: 'mentee', liking: 'unwanted' }] }
		])
	})

	it('is weighed as the curator asks, within bounds', async () => {
		await say('darya', daryas)
		const only = 'profile=0&eligibility=0&organisation=0&preference=0&distance=0&form=0'
		expect((await shortlist(`?${only}&load=100`)).candidates.map(({ score }) => score)).toEqual([1, 1])
		expect((await shortlist()).weights.profile).toBe(35)
		for (const bad of ['profile=101', 'load=-1', 'distance=x', 'only=nice', 'page=0']) {
			const answer = await town.get('elena', `/api/programs/new-one/shortlist?${bad}`)
			expect([bad, answer.status, await answer.json()]).toEqual([
				bad,
				400,
				{ error: { code: 'invalid', field: bad.split('=')[0] } }
			])
		}
	})

	it('is narrowed to names, competences and those without mentees', async () => {
		await say('darya', daryas)
		expect(namesOf(await shortlist('?q=ковалев'))).toEqual(['viktor'])
		expect(namesOf(await shortlist('?q=коллективом'))).toHaveLength(2)
		expect(namesOf(await shortlist('?only=eligible,profile,unloaded'))).toEqual(['oleg'])
		expect(await shortlist('?page=2')).toMatchObject({ candidates: [], found: 2 })
	})

	it('[T29] names the condition a mentor does not meet with its clause, to staff alone', async () => {
		await town.stop()
		// In 2018 Viktor has been a head for three years only, and nothing else that counts has happened yet.
		town = await openTown(() => new Date('2018-09-30T05:00:00.000Z'))
		await say('darya', daryas)
		await say('elena', proposal)
		const list = await shortlist()
		const [viktor] = list.candidates.filter(({ isProposed }) => isProposed)
		const unmet = ['years-as-head', 'contest-place', 'assessment', 'mentoring-course']
		expect(viktor).toMatchObject({ mentorId: 'viktor', unmetConditionIds: unmet })
		expect(list.regulation.mentorConditions[0]).toMatchObject({ id: 'years-as-head', source: { clause: 'п. 3.5' } })
		expect(namesOf(await shortlist('?only=eligible'))).toEqual([])
		const listed = async (person: Townsperson) =>
			((await (await town.get(person, '/api/ledgers')).json()) as LedgerListings).ledgers[0]?.unmet
		expect(await listed('arkady')).toEqual([{ personId: 'viktor', conditionIds: unmet }])
		expect(await listed('darya')).toEqual([])
	})

	it('[T16] tells of a mentor who has refused this request, and on which day, whoever is proposed since', async () => {
		await say('darya', daryas)
		const proposalId = await say('elena', { ...proposal, mentorIds: ['viktor'] })
		await say('viktor', { type: 'refuse-proposal', proposalId, ground: null })
		await say('elena', { ...proposal, insteadOf: proposalId, mentorIds: ['oleg'] })
		const { candidates } = await shortlist()
		expect(candidates.map(({ mentorId, isProposed, refusal }) => [mentorId, isProposed, refusal])).toEqual([
			['viktor', false, { by: 'mentor', at: expect.stringMatching(/^2026-09-30T/) as string }],
			['oleg', true, null]
		])
	})

	it('is no more once the order is in force, until the mentor leaves; then they are named as having been here', async () => {
		await say('darya', daryas)
		const proposalId = await say('elena', proposal)
		for (const kind of ['duties', 'personal-data'] as const) {
			for (const person of ['viktor', 'darya'] as const) await say(person, consentOf(kind))
		}
		const orderId = await say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
		await say('arkady', sign(orderId))
		expect((await town.get('elena', '/api/programs/new-one/shortlist')).status).toBe(404)
		const releaseId = await say('viktor', raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' }))
		await say('elena', sign(releaseId))
		await say('arkady', sign(releaseId))
		const { candidates } = await shortlist()
		expect(candidates.map(({ mentorId, isFormer }) => [mentorId, isFormer])).toEqual([
			['viktor', true],
			['oleg', false]
		])
		await town.delete('elena', '/api/programs/new-one')
		expect((await town.get('elena', '/api/programs/new-one/shortlist')).status).toBe(404)
	})

	it.each([
		['stranger', 401],
		['viktor', 404],
		['darya', 404],
		['anna', 404],
		['pyotr', 404],
		['galina', 200],
		['arkady', 200]
	] as const)('is not for everybody: %s %i', async (person, status) => {
		await say('darya', daryas)
		await say('elena', proposal)
		expect((await town.get(person, '/api/programs/new-one/shortlist')).status).toBe(status)
		expect((await town.get(person, '/api/programs/program-1/shortlist')).status).toBe(status === 200 ? 404 : status)
	})
})

describe('what a request can be made of', () => {
	it('[T33] [T34] the categories of the regulation, each with the roadmap it leads to', async () => {
		const { regulation, categories } = await choices('elena')
		expect(regulation).toMatchObject({ id: 'tomsk-city', programTerm: { value: { minMonths: 24 } } })
		expect(regulation.inForce?.value).toEqual({ from: '2024-02-20', until: null })
		expect(categories.map(({ id, roadmap }) => [id, roadmap.stages.length])).toEqual([
			['beginner-head', 4],
			['reservist', 4],
			['low-results-school', 4],
			['low-assessment', 4]
		])
		const [beginner] = categories
		expect(beginner?.roadmap.stages.reduce((sum, { activities }) => sum + activities, 0)).toBe(22)
	})

	it('everybody of the bank, who can be chosen first, with the programme or the request that stands against another', async () => {
		const before = await choices('elena')
		expect(before.people.map(({ person, openProgram, requestId }) => [person.id, openProgram, requestId])).toEqual([
			['darya', null, null],
			['irina', 'Начинающий руководитель', null]
		])
		await say('darya', daryas)
		const { people, found } = await choices('elena', `?q=${encodeURIComponent('новикова')}`)
		expect(people.map(({ person, requestId }) => [person.id, requestId])).toEqual([['darya', 'new-one']])
		expect(found).toBe(1)
		// The results of her school are known, and they are not low.
		expect(people[0]?.unfitCategoryIds).toContain('low-results-school')
	})

	it.each<[Townsperson, number, string[]]>([
		['stranger', 401, []],
		['viktor', 403, []],
		['anna', 403, []],
		['darya', 200, ['darya']],
		['arkady', 200, ['darya', 'irina']],
		['pyotr', 200, []]
	])('%s is told %i: %s', async (person, status, ids) => {
		const answer = await town.get(person, '/api/forming/choices')
		expect(answer.status).toBe(status)
		if (status === 200)
			expect(((await answer.json()) as FormingChoices).people.map((one) => one.person.id)).toEqual(ids)
	})
})

it('who is concerned hears of an entry at once, and nobody else does', async () => {
	const [darya, elena, oleg, pyotr] = await Promise.all(
		(['darya', 'elena', 'oleg', 'pyotr'] as const).map((person) => watchLedgers(town, person))
	)
	await say('darya', daryas)
	await expect.poll(() => [darya?.hasChanged(), elena?.hasChanged()]).toEqual([true, true])
	expect([oleg?.hasChanged(), pyotr?.hasChanged()]).toEqual([false, false])
	await Promise.all([darya, elena, oleg, pyotr].map((one) => one?.stop()))
	expect((await town.get('stranger', '/api/ledgers/events')).status).toBe(401)
})

it('an account whose person was never made is asked to sign in, not told of a failure', async () => {
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'), {
		enableForeignKeyConstraints: false
	})
	database.exec("delete from people where id = 'darya'")
	database.close()
	for (const path of ['/api/me', '/api/ledgers']) expect((await town.get('darya', path)).status).toBe(401)
})
