/** Ways in for people of the registry: the first one, and a new one that ends the former. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessPage, InvitedPeople, OwnAccount } from '#protocol/api/account.ts'
import type { CreatedInvitation, InvitationListing, Me } from '#protocol/api/program.ts'
import { insertPerson } from '../people/people.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { openData } from '../data.ts'
import { openTown, townFoundedAt, townspeople, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const DAY_MS = 24 * 60 * 60 * 1000
const account = { login: 'irina', password: 'три старых трамвая' }

async function invite(by: Townsperson, personIds: string[], reset = true): Promise<InvitedPeople> {
	return (await (await town.post(by, '/api/invitations/for-people', { personIds, reset })).json()) as InvitedPeople
}

async function accept(created: CreatedInvitation | undefined, body = account): Promise<string> {
	const token = created?.link.split('/').at(-1)
	const answer = await town.post('stranger', `/api/invitations/by-token/${token}/accept`, body)
	expect(answer.status).toBe(200)
	return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function as<Answer>(cookie: string, path: string): Promise<Answer> {
	return (await (await fetch(town.server.address + path, { headers: { cookie } })).json()) as Answer
}

async function access(query = ''): Promise<AccessPage> {
	return (await (await town.get('elena', `/api/access${query}`)).json()) as AccessPage
}

describe('resetting somebody’s access', () => {
	it('ends what opened the account until now, and the new way in opens the same one', async () => {
		const before = (await (await town.get('irina', '/api/me')).json()) as Me
		const { created, refused } = await invite('elena', ['irina'])
		expect(refused).toEqual([])
		expect(created[0]?.invitation).toMatchObject({ personId: 'irina', isForKnown: true, role: 'mentee' })
		expect((await town.get('irina', '/api/me')).status).toBe(401)
		const cookie = await accept(created[0])
		const after = await as<Me>(cookie, '/api/me')
		const programs = ({ programs }: Me) => programs.map(({ id, role, documents }) => ({ id, role, documents }))
		expect([after.person, after.roles, programs(after)]).toEqual([before.person, before.roles, programs(before)])

		const again = await invite('elena', ['irina'])
		expect((await town.post('stranger', '/api/sign-in', account)).status).toBe(401)
		await accept(again.created[0], { ...account, login: 'лаптева' })
	})

	it('is recorded: the person is told who did it and when, after that invitation is long forgotten', async () => {
		const { created } = await invite('elena', ['irina'])
		expect((await town.delete('elena', `/api/invitations/${created[0]?.invitation.id}`)).status).toBe(204)
		const cookie = await accept((await invite('galina', ['irina'], false)).created[0])
		const own = await as<OwnAccount>(cookie, '/api/account')
		expect(own.lastReset).toEqual({ at: '2026-09-30T05:00:00.000Z', by: 'Воронцова Имя' })
		const { invitations } = (await (await town.get('elena', '/api/invitations')).json()) as {
			invitations: InvitationListing[]
		}
		expect(invitations.map(({ personName, madeBy }) => [personName, madeBy])).toEqual([['Лаптева Имя', 'Седова Имя']])
	})

	it('makes the invitation before it void', async () => {
		const [first, second] = [await invite('elena', ['irina']), await invite('elena', ['irina'])]
		const token = first.created[0]?.link.split('/').at(-1)
		expect((await town.get('stranger', `/api/invitations/by-token/${token}`)).status).toBe(404)
		await accept(second.created[0])
	})

	const ofSchools = ['nina', 'pavel', 'raisa', 'semyon'] as const
	const may: readonly [Townsperson, Townsperson[]][] = [
		['viktor', []],
		['irina', []],
		['elena', ['viktor', 'irina', 'oleg', 'darya', ...ofSchools]],
		['arkady', ['viktor', 'irina', 'oleg', 'darya', 'elena', 'galina', ...ofSchools]],
		['anna', ['viktor', 'irina', 'oleg', 'darya', 'elena', 'galina', 'arkady', 'tamara', ...ofSchools]],
		['tamara', []],
		['nina', []],
		['pavel', []],
		['pyotr', []],
		['stranger', []]
	]
	it.each(may)('%s may do it for %o', async (by, expected) => {
		const done: Townsperson[] = []
		for (const person of townspeople.filter((each) => each !== by)) {
			await invite(by, [person])
			if ((await town.get(person, '/api/me')).status === 401) done.push(person)
		}
		await invite(by, [by])
		expect(done).toEqual(expected)
		if (by !== 'stranger') expect((await town.get(by, '/api/me')).status).toBe(200)
	})

	it('says of each whom it cannot be done for, and does it for the others', async () => {
		const { created, refused } = await invite('elena', ['irina', 'irina', 'arkady', 'pyotr', 'nobody', 'elena'])
		expect(created.map(({ invitation }) => invitation.personId)).toEqual(['irina'])
		expect(refused).toEqual([
			{ personId: 'arkady', why: 'forbidden' },
			{ personId: 'pyotr', why: 'unknown' },
			{ personId: 'nobody', why: 'unknown' },
			{ personId: 'elena', why: 'forbidden' }
		])
	})
})

describe('people invited by a link who are not in the registry yet', () => {
	const mira = { familyName: 'Ясная', givenName: 'Мира', patronymic: '', role: 'mentor' }

	it('are awaited with everybody else, until they come or their link is taken back', async () => {
		const [came, gone] = await Promise.all(
			[mira, { ...mira, familyName: 'Якушев', givenName: 'Пётр', role: 'mentee' }].map(
				async (invited) => (await (await town.post('elena', '/api/invitations', invited)).json()) as CreatedInvitation
			)
		)
		const { uninvited, count } = await access()
		expect(await access('?state=invited')).toMatchObject({
			rows: [
				{ person: { name: 'Якушев Пётр' }, roles: ['mentee'], state: 'invited', canReset: false },
				{ person: { name: 'Ясная Мира' }, roles: ['mentor'], state: 'invited', canReset: false }
			],
			count: 2,
			uninvited
		})
		await accept(came, { ...account, login: 'mira' })
		expect((await town.delete('elena', `/api/invitations/${gone?.invitation.id}`)).status).toBe(204)
		expect(await access('?state=invited')).toMatchObject({ rows: [], count: 0 })
		expect(await access('?q=ясная')).toMatchObject({ rows: [{ state: 'open', canReset: true }], count: 1 })
		expect((await access()).count).toBe(count - 1)
	})

	it('are not awaited once their link has run out', async () => {
		await town.post('elena', '/api/invitations', mira)
		await town.restart(() => new Date(townFoundedAt.getTime() + 13 * DAY_MS))
		expect(await access('?q=ясная')).toMatchObject({ rows: [{ state: 'invited' }] })
		await town.restart(() => new Date(townFoundedAt.getTime() + 15 * DAY_MS))
		expect(await access('?q=ясная')).toMatchObject({ rows: [] })
	})
})

describe('people of the registry who never got in', () => {
	beforeEach(async () => {
		await town.server.stop()
		const data = openData(town.config)
		const registry = createSqliteRegistry(data.database)
		const person = { municipalityId: 'town', givenName: 'Имя', patronymic: '' }
		await registry.commitTogether([
			...insertPerson(registry, { ...person, id: 'zoya', familyName: 'Королёва', roles: ['mentor'] }, ''),
			...insertPerson(registry, { ...person, id: 'lev', familyName: 'Титов', roles: ['mentee'] }, '')
		])
		data.close()
		await town.restart()
	})

	it('are found, invited, and get in; whoever gets in keeps what they have', async () => {
		expect((await access('?state=none')).rows.map(({ person }) => person.id)).toEqual(['zoya', 'lev'])
		expect((await access('?q=королев')).rows).toMatchObject([{ state: 'none', canReset: true, roles: ['mentor'] }])
		const { created, refused } = await invite('elena', ['zoya', 'lev', 'irina'], false)
		expect(refused).toEqual([{ personId: 'irina', why: 'hasAccount' }])
		expect(await access()).toMatchObject({ uninvited: 0, count: 15 })
		const cookie = await accept(created[0], { ...account, login: 'zoya' })
		expect(await as<Me>(cookie, '/api/me')).toMatchObject({ person: { id: 'zoya' }, roles: ['mentor'] })
		expect((await as<OwnAccount>(cookie, '/api/account')).lastReset).toBeNull()
		const states = (await access()).rows.map(({ person, state, canReset }) => [person.id, state, canReset])
		expect(Object.fromEntries(states.map(([id, ...rest]) => [id, rest]))).toMatchObject({
			zoya: ['open', true],
			lev: ['invited', true],
			arkady: ['open', false],
			elena: ['open', false]
		})
	})
})
