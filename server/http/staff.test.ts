/** Roles by appointment end: the head Arkady and the administrator Anna end the role of Galina, a curator. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { request } from '#domain/ledger/testing/story.ts'
import type { CreatedInvitation, Me } from '#protocol/api/program.ts'
import { closeCodes } from '#protocol/close-codes.ts'
import type { LedgerReading } from '#protocol/api/ledger.ts'
import type { EndedRole, NewRoleEnding, Staff } from '#protocol/api/staff.ts'
import { knock } from '../../tests/support/knock.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const order = { number: '57-к', date: '2026-09-28' }
const galinas: NewRoleEnding = { personId: 'galina', role: 'curator', on: '2026-09-30', order }
const elenas: NewRoleEnding = { ...galinas, personId: 'elena' }
const annas: NewRoleEnding = { ...galinas, personId: 'anna', role: 'administrator' }

/** The status, and the field of a refusal. */
async function end(by: Townsperson, ending: NewRoleEnding): Promise<[status: number, field?: string]> {
	const answer = await town.post(by, '/api/staff/endings', ending)
	const body = (await answer.json()) as { error?: { field?: string } }
	const field = body.error?.field
	return field === undefined ? [answer.status] : [answer.status, field]
}

async function staff(by: Townsperson = 'arkady'): Promise<Staff> {
	return (await (await town.get(by, '/api/staff')).json()) as Staff
}

async function onlyEnding(): Promise<EndedRole> {
	const [ending, ...others] = (await staff()).ended
	if (ending === undefined || others.length > 0) throw new Error('Not one ending')
	return ending
}

const namesOf = ({ staff }: Staff) => staff.map(({ person, role }) => `${person.id} ${role}`)

describe('a role that ends', () => {
	it('is told with its day and order, and opens nothing from then on', async () => {
		await town.put('elena', '/api/people/galina/roles/curator/order', {
			was: null,
			order: { number: '3-к', date: '2024-02-20' }
		})
		expect(await end('arkady', galinas)).toEqual([201])
		expect(namesOf(await staff())).not.toContain('galina curator')
		expect(await onlyEnding()).toMatchObject({
			...{ person: { id: 'galina' }, role: 'curator', on: '2026-09-30', order, by: 'Зимин Имя', canReturn: true }
		})
		for (const path of ['/api/board', '/api/people/viktor', '/api/staff', '/api/held'])
			expect([path, (await town.get('galina', path)).status]).toEqual([path, 403])
		expect(((await (await town.get('galina', '/api/me')).json()) as Me).roles).toEqual([])
	})

	it('is lost by a plan that is open, and not only by the next one', async () => {
		const socket = new WebSocket(`${town.server.address.replace('http', 'ws')}/sync/plan:program-1?v=1`, {
			headers: { cookie: town.cookieOf('galina') }
		})
		await new Promise((resolve) => socket.once('message', resolve))
		const closed = new Promise<number>((resolve) => socket.once('close', resolve))
		await end('arkady', galinas)
		expect(await closed).toBe(closeCodes.restarting.code)
		expect(await knock(town, 'galina', 'plan:program-1')).toBe(closeCodes['no-right'].code)
	})

	it('leaves the person’s words in decisions as they were', async () => {
		const said = { id: 'c1', programId: 'new-one', role: 'curator', saidAt: '2026-09-29T09:00:00.000Z' }
		const statement = { ...request, menteeIds: ['darya'] }
		await town.post('galina', '/api/ledger', { personId: 'galina', commands: [{ ...said, statement }] })
		const entries = async () =>
			((await (await town.get('elena', '/api/programs/new-one/ledger')).json()) as LedgerReading).entries
		const before = await entries()
		expect(before).toMatchObject([{ by: { personId: 'galina', name: 'Седова Имя', role: 'curator' } }])
		await end('arkady', galinas)
		expect(await entries()).toEqual(before)
		const late = { personId: 'galina', commands: [{ ...said, id: 'c2', programId: 'another', statement }] }
		const answer: unknown = await (await town.post('galina', '/api/ledger', late)).json()
		expect(answer).toMatchObject({ answers: [{ outcome: 'refused' }] })
	})

	it('is given back with the order it rested on, once', async () => {
		const basis = { number: '3-к', date: '2024-02-20' }
		await town.put('elena', '/api/people/galina/roles/curator/order', { was: null, order: basis })
		await end('arkady', galinas)
		const { id } = await onlyEnding()
		expect((await town.post('elena', `/api/staff/endings/${id}/return`, {})).status).toBe(403)
		expect((await town.post('arkady', `/api/staff/endings/${id}/return`, {})).status).toBe(204)
		expect((await town.post('arkady', `/api/staff/endings/${id}/return`, {})).status).toBe(409)
		const back = (await staff()).staff.find(({ person }) => person.id === 'galina')
		expect(back).toMatchObject({ role: 'curator', order: basis })
		expect((await staff()).ended).toEqual([])
		expect((await town.get('galina', '/api/board')).status).toBe(200)
	})

	it('is ended once, also when two end it at the same moment', async () => {
		const answers = await Promise.all([end('arkady', galinas), end('anna', galinas)])
		expect(answers.map(([status]) => status).sort()).toEqual([201, expect.toBeOneOf([404, 409])])
		expect((await staff()).ended).toHaveLength(1)
	})

	it('is not ended on a day that is still to come, or by an order of such a day', async () => {
		expect(await end('arkady', { ...galinas, on: '2026-10-01' })).toEqual([400, 'on'])
		expect(await end('arkady', { ...galinas, order: { ...order, date: '2026-10-01' } })).toEqual([400, 'order'])
		expect(namesOf(await staff())).toContain('galina curator')
	})
})

describe('who ends it', () => {
	it.each<[Townsperson, NewRoleEnding, number]>([
		['viktor', galinas, 403],
		['elena', galinas, 403],
		['elena', { ...galinas, personId: 'arkady', role: 'head' }, 403],
		['pyotr', galinas, 404],
		['arkady', annas, 403],
		['arkady', { ...galinas, personId: 'viktor' }, 404],
		['arkady', galinas, 201],
		['anna', galinas, 201],
		['anna', { ...galinas, personId: 'arkady', role: 'head' }, 201],
		['anna', { ...galinas, personId: 'tamara', role: 'region' }, 201],
		['galina', galinas, 201]
	])('%s, of %o: %i', async (by, ending, status) => {
		const offered = (await staff(by)).staff as Staff['staff'] | undefined
		const member = offered?.find(({ person, role }) => person.id === ending.personId && role === ending.role)
		expect(member?.canEnd ?? false).toBe(status === 201)
		expect((await end(by, ending))[0]).toBe(status)
	})

	it('the last curator does not end their own role; the head does', async () => {
		expect(await end('elena', elenas)).toEqual([201])
		expect(await end('galina', galinas)).toEqual([409, 'last'])
		expect(await end('arkady', galinas)).toEqual([201])
	})

	it('the last administrator goes on to be one, however two of them end each other’s role', async () => {
		expect(await end('anna', annas)).toEqual([409, 'last'])
		const body = { familyName: 'Громова', givenName: 'Алла', patronymic: '', role: 'administrator' }
		const { link, invitation } = (await (await town.post('anna', '/api/invitations', body)).json()) as CreatedInvitation
		const accepted = await town.post('stranger', `/api/invitations/by-token/${link.split('/').at(-1)}/accept`, {
			login: 'gromova',
			password: 'три старых трамвая'
		})
		const alla = accepted.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		const [byAlla, [byAnna]] = await Promise.all([
			fetch(`${town.server.address}/api/staff/endings`, {
				method: 'POST',
				headers: { cookie: alla, 'content-type': 'application/json' },
				body: JSON.stringify(annas)
			}),
			end('anna', { ...annas, personId: invitation.personId })
		])
		expect([byAlla.status, byAnna].sort()[0]).toBe(201)
		expect(namesOf(await staff()).filter((one) => one.endsWith('administrator'))).toHaveLength(1)
	})
})

it('the order by which somebody is of the region is written down like any other', async () => {
	const saved = await town.put('arkady', '/api/people/tamara/roles/region/order', { was: null, order })
	expect(saved.status).toBe(200)
	expect((await staff()).staff.find(({ person }) => person.id === 'tamara')?.order).toEqual(order)
})
