import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError, Me } from '#protocol/api.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeAll(async () => {
	town = await openTown()
})
afterAll(() => town.stop())

const invitation = { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }

const everybody: readonly [Townsperson, Record<string, number>][] = [
	['stranger', { me: 401, board: 401, events: 401, list: 401, invite: 401 }],
	['viktor', { me: 200, board: 403, events: 403, list: 403, invite: 403 }],
	['oleg', { me: 200, board: 403, events: 403, list: 403, invite: 403 }],
	['irina', { me: 200, board: 403, events: 403, list: 403, invite: 403 }],
	['elena', { me: 200, board: 200, events: 200, list: 200, invite: 201 }],
	['arkady', { me: 200, board: 200, events: 200, list: 200, invite: 201 }],
	['anna', { me: 200, board: 403, events: 403, list: 200, invite: 201 }],
	['pyotr', { me: 200, board: 200, events: 200, list: 200, invite: 201 }]
]

describe('what each person may ask for', () => {
	it.each(everybody)('%s: %o', async (person, expected) => {
		const events = new AbortController()
		const answers = {
			me: await town.get(person, '/api/me'),
			board: await town.get(person, '/api/board'),
			events: await fetch(`${town.server.address}/api/board/events`, {
				headers: { cookie: town.cookieOf(person) },
				signal: events.signal
			}),
			list: await town.get(person, '/api/invitations'),
			invite: await town.post(person, '/api/invitations', invitation)
		}
		expect(Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))).toEqual(expected)
		events.abort()
	})

	const rights: readonly [Townsperson, Record<string, string>][] = [
		['viktor', { 'program-1': 'mentor with notes' }],
		['irina', { 'program-1': 'mentee with notes' }],
		['oleg', { 'program-2': 'mentor with notes' }],
		['elena', { 'program-1': 'curator', 'program-2': 'curator' }],
		['arkady', { 'program-1': 'head', 'program-2': 'head' }],
		['anna', {}],
		['pyotr', {}]
	]
	it.each(rights)('%s sees the programmes %o', async (person, expected) => {
		const me = (await (await town.get(person, '/api/me')).json()) as Me
		const seen = me.programs.map(({ id, role, documents }) => [id, documents.notes ? `${role} with notes` : role])
		expect(Object.fromEntries(seen)).toEqual(expected)
	})

	it('the curator of another town sees nothing of this one', async () => {
		const board = (await (await town.get('pyotr', '/api/board')).json()) as { rows: unknown[]; totals: object }
		expect(board.rows).toEqual([])
		expect(board.totals).toEqual({ programs: 0, overdue: 0, silent: 0, behind: 0 })
		const { invitations } = (await (await town.get('pyotr', '/api/invitations')).json()) as { invitations: object[] }
		expect(invitations.every((listed) => 'personName' in listed)).toBe(true)
		expect(invitations).toHaveLength(1)
	})
})

describe('bad input', () => {
	it.each([
		['an address nobody serves', () => town.get('elena', '/api/nothing'), 404, { code: 'not_found' }],
		['a body that is not JSON', () => town.post('elena', '/api/invitations', '{'), 400, { code: 'invalid' }],
		[
			'a role that is not given by invitation',
			() => town.post('elena', '/api/invitations', { ...invitation, role: 'administrator' }),
			400,
			{ code: 'invalid', field: 'role' }
		],
		[
			'an empty name',
			() => town.post('elena', '/api/invitations', { ...invitation, familyName: '  ' }),
			400,
			{ code: 'invalid', field: 'familyName' }
		],
		[
			'a body of 100 kB',
			() => town.post('elena', '/api/invitations', { ...invitation, familyName: 'я'.repeat(50_000) }),
			413,
			{ code: 'too_large' }
		],
		['a page that is no number', () => town.get('elena', '/api/board?page=x'), 400, { code: 'invalid', field: 'page' }],
		[
			'a filter that does not exist',
			() => town.get('elena', '/api/board?attention=all'),
			400,
			{ code: 'invalid', field: 'attention' }
		]
	])('%s is refused', async (_what, ask, status, error) => {
		const answer = await ask()
		expect(answer.status).toBe(status)
		expect(((await answer.json()) as ApiError).error).toEqual(error)
		expect(answer.headers.get('cache-control')).toBe('no-store')
	})

	it('a forged session is nobody', async () => {
		const [name] = town.cookieOf('elena').split('=')
		const answer = await fetch(`${town.server.address}/api/me`, {
			headers: { cookie: `${name}=${'a'.repeat(32)}.${'b'.repeat(43)}%3D` }
		})
		expect(answer.status).toBe(401)
	})

	it('a page of another origin changes nothing with the visitor’s cookie', async () => {
		const answer = await town.post('elena', '/api/invitations', invitation, { origin: 'https://evil.example' })
		expect(answer.status).toBe(403)
		const own = await town.post('elena', '/api/invitations', invitation, { origin: town.server.address })
		expect(own.status).toBe(201)
	})

	it('the demonstration’s sign-in does not exist here', async () => {
		expect((await town.get('stranger', '/api/demo/people')).status).toBe(404)
		expect((await town.post('stranger', '/api/demo/sign-in', { person: 'elena' })).status).toBe(404)
	})
})
