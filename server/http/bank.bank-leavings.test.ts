/** How curators take people out of the banks, and how these people return. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { request } from '#domain/ledger/testing/story.ts'
import type { ApiError } from '#protocol/api/program.ts'
import type { KnownBank } from '#protocol/api/bank.ts'
import type { LeavingPage, MentorPage, NewLeaving, PersonCard } from '#protocol/api/people.ts'
import type { LedgerAnswers } from '#protocol/api/ledger.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const newcomer = { familyName: 'Громов', givenName: 'Пётр', patronymic: 'Ильич', organisationId: 'school-4', post: '' }

async function enterMentor(): Promise<string> {
	const answer = await town.post('elena', '/api/people', { ...newcomer, role: 'mentor', isNamesake: false })
	const { personId } = (await answer.json()) as { personId: string }
	const entry = { ...viktorsEntry, personId, term: { from: '2024-09-01', until: '2026-08-31' } }
	await town.put('elena', `/api/bank/mentors/${personId}`, { version: 0, entry })
	const order = { number: '12', date: '2024-09-01' }
	await town.put('elena', `/api/people/${personId}/roles/mentor/order`, { was: null, order })
	return personId
}

async function read<Answer>(path: string): Promise<Answer> {
	return (await (await town.get('elena', path)).json()) as Answer
}

const cardOf = (personId: string) => read<PersonCard>(`/api/people/${personId}`)
const leftMentors = () => read<LeavingPage>('/api/bank/leavings?role=mentor')

/** The status, and the field or the code of a refusal. */
async function outcomeOf(answering: Promise<Response>): Promise<[number, string | null]> {
	const answer = await answering
	if (answer.ok) return [answer.status, null]
	const { error } = (await answer.json()) as ApiError
	return [answer.status, error.field ?? error.code]
}

async function leave(personId: string, given: Partial<NewLeaving> = {}, person: Townsperson = 'elena') {
	const body = {
		personId,
		role: 'mentor',
		version: 1,
		on: '2026-09-30',
		reasonId: 'term-over',
		ground: '',
		order: null
	}
	return outcomeOf(town.post(person, '/api/bank/leavings', { ...body, ...given }))
}

it('[T28] [T22] a mentor whose term is over leaves the bank by an order, is found among those who left, and returns as they were', async () => {
	const personId = await enterMentor()
	const before = await cardOf(personId)
	expect(before.mentor?.leaving.reasons[0]).toEqual({
		id: 'term-over',
		source: { rule: 'T28', clause: 'п. 3.4' },
		needsGround: false
	})
	const order = { number: '31', date: '2026-09-29' }
	expect(await leave(personId, { order })).toEqual([200, null])

	const left = await cardOf(personId)
	expect([left.mentor, left.roles]).toEqual([null, []])
	const leaving = {
		role: 'mentor',
		on: '2026-09-30',
		reasonId: 'term-over',
		clause: 'п. 3.4',
		order,
		by: 'Воронцова Имя',
		returned: null,
		canReturn: true
	}
	expect(left.leavings).toMatchObject([leaving])
	expect((await read<MentorPage>('/api/bank/mentors')).rows.map(({ person }) => person.familyName)).not.toContain(
		'Громов'
	)
	expect((await leftMentors()).rows).toMatchObject([{ person: { familyName: 'Громов' }, leaving }])
	const known = await read<Extract<KnownBank, { kind: 'mentors' }>>('/api/imports/known?kind=mentors')
	expect(known.left).toEqual([{ id: personId, on: '2026-09-30' }])

	const id = left.leavings[0]?.id ?? ''
	expect(await outcomeOf(town.post('pyotr', `/api/bank/leavings/${id}/return`, {}))).toEqual([404, 'not_found'])
	expect(await outcomeOf(town.post('galina', `/api/bank/leavings/${id}/return`, {}))).toEqual([200, null])
	const back = await cardOf(personId)
	expect(back.mentor?.entry).toEqual(before.mentor?.entry)
	expect(back.mentor?.version).toBe((before.mentor?.version ?? 0) + 1)
	expect(back.roles).toEqual(before.roles)
	expect(back.leavings).toMatchObject([{ canReturn: false, returned: { by: 'Седова Имя' } }])
	expect((await leftMentors()).rows).toEqual([])
	expect(await read('/api/imports/known?kind=mentors')).toMatchObject({ left: [] })
	expect(await outcomeOf(town.post('elena', `/api/bank/leavings/${id}/return`, {}))).toEqual([409, 'conflict'])
})

it('[T25] nobody is taken out of a programme that goes on, or of a request: that is decided first', async () => {
	expect(await leave('viktor', { version: 0, reasonId: 'moved' })).toEqual([409, 'programs'])
	expect((await cardOf('viktor')).mentor?.leaving.underWay).toMatchObject([
		{ programId: 'program-1', isRequest: false }
	])

	const statement = { ...request, menteeIds: ['darya'] }
	const command = { id: 'ask', programId: 'asked', role: 'mentee', saidAt: '2026-09-30T05:00:00.000Z', statement }
	await town.post('darya', '/api/ledger', { personId: 'darya', commands: [command] })
	const asMentee = { role: 'mentee', version: 0, reasonId: 'list-review' } as const
	expect(await leave('darya', asMentee)).toEqual([409, 'programs'])
	expect((await cardOf('darya')).mentee?.leaving.underWay).toMatchObject([{ programId: 'asked', isRequest: true }])

	const withdrawal = { type: 'withdraw-request', ground: 'Передумала' }
	const taken = { ...command, id: 'withdraw', statement: withdrawal }
	await town.post('darya', '/api/ledger', { personId: 'darya', commands: [taken] })
	expect(await leave('darya', asMentee)).toEqual([200, null])
	expect((await cardOf('darya')).leavings).toMatchObject([{ reasonId: 'list-review', clause: 'п. 3.3' }])
})

it('a programme that was deleted holds nobody: Irina asks for a mentor anew, and is taken out of the bank', async () => {
	const statement = { ...request, menteeIds: ['irina'] }
	const ask = async (programId: string) => {
		const command = { id: `ask-${programId}`, programId, role: 'mentee', saidAt: '2026-09-30T05:00:00.000Z', statement }
		const answer = await town.post('irina', '/api/ledger', { personId: 'irina', commands: [command] })
		return ((await answer.json()) as LedgerAnswers).answers[0]
	}
	expect(await ask('program-1')).toMatchObject({ outcome: 'entered' })
	expect((await town.delete('elena', '/api/programs/program-1')).status).toBe(204)
	expect((await cardOf('irina')).mentee?.leaving.underWay).toEqual([])
	expect(await ask('anew')).toMatchObject({ outcome: 'entered' })

	const withdrawal = { type: 'withdraw-request', ground: 'Передумала' }
	const said = { id: 'withdraw', programId: 'anew', role: 'mentee', saidAt: '2026-09-30T05:00:00.000Z' }
	await town.post('irina', '/api/ledger', { personId: 'irina', commands: [{ ...said, statement: withdrawal }] })
	expect(await leave('irina', { role: 'mentee', version: 0, reasonId: 'list-review' })).toEqual([200, null])
})

it.each<[string, Partial<NewLeaving>, [number, string]]>([
	['a day that is still to come', { on: '2026-10-01' }, [400, 'on']],
	['[T28] the end of a term that is not over on that day', { on: '2026-08-30' }, [400, 'reasonId']],
	['[T29] a condition that nobody names', { reasonId: 'conditions' }, [400, 'ground']],
	['[T19] what is a reason for mentees', { reasonId: 'list-review' }, [400, 'reasonId']],
	['an order dated tomorrow', { order: { number: '31', date: '2026-10-01' } }, [400, 'order']],
	['an order without a number', { order: { number: '', date: '2026-09-30' } }, [400, 'order']],
	['an entry that somebody has changed since', { version: 0 }, [409, 'conflict']],
	['a bank they are not in', { role: 'mentee', reasonId: 'moved' }, [404, 'not_found']]
])('is refused with %s, and they stay', async (_, given, refusal) => {
	const personId = await enterMentor()
	expect(await leave(personId, given)).toEqual(refusal)
	const card = await cardOf(personId)
	expect([card.mentor?.version, card.leavings]).toEqual([1, []])
})

it('two curators take out the same mentor: the second is told, and there is one leaving', async () => {
	const personId = await enterMentor()
	const both = await Promise.all([leave(personId), leave(personId, { reasonId: 'moved' }, 'galina')])
	expect(both.map(([status]) => status).toSorted()).not.toEqual([200, 200])
	expect((await cardOf(personId)).leavings).toHaveLength(1)
})

it('who was entered again returns nowhere, and may leave once more', async () => {
	const personId = await enterMentor()
	await leave(personId)
	const id = (await cardOf(personId)).leavings[0]?.id ?? ''
	await town.put('elena', `/api/bank/mentors/${personId}`, { version: null, entry: null })
	expect(await outcomeOf(town.post('elena', `/api/bank/leavings/${id}/return`, {}))).toEqual([409, 'conflict'])
	expect((await cardOf(personId)).mentor?.entry).toBeNull()
	expect(await leave(personId, { version: 0, reasonId: 'mistake' })).toEqual([200, null])
	expect((await cardOf(personId)).leavings.map(({ canReturn }) => canReturn)).toEqual([true, false])
})

it('what the bank knew is kept for a year: who returns later returns without it', async () => {
	const personId = await enterMentor()
	await leave(personId)
	const id = (await cardOf(personId)).leavings[0]?.id ?? ''
	const aYearOn = new Date(townFoundedAt.getTime() + 366 * 24 * 60 * 60 * 1000)
	await town.restart(() => aYearOn)
	expect(await outcomeOf(town.post('elena', `/api/bank/leavings/${id}/return`, {}))).toEqual([200, null])
	expect((await cardOf(personId)).mentor).toMatchObject({ entry: null, version: 2 })
})
