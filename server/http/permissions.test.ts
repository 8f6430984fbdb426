import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError, CreatedInvitation, Me } from '#protocol/api.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeAll(async () => {
	town = await openTown()
})
afterAll(() => town.stop())

const invitation = { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }

/** 403: is somebody, and may not. 404: may, but not there, or not theirs. 409: may, but there is nothing to be done. */
/** Whom a ledger concerns is told in ledger-permissions.test.ts; program-1 has none. */
const mine = { me: 200, exchange: 200, say: 200, ledgers: 200, ledger: 404, papers: 404 }
/** One's own account, which everybody has. 403: another password is the present one. */
const account = {
	own: 200,
	change: 403,
	addPassword: 400,
	beginPasskey: 200,
	addPasskey: 400,
	removePasskey: 404,
	bind: 404,
	unbind: 404,
	endSession: 404,
	endOthers: 204
}
const nobodys = {
	...{ board: 403, events: 403, held: 403, heldOne: 403, decide: 403, end: 403, return: 403, delete: 403 },
	...{ rules: 403, rule: 403, saveRule: 403, chooseRule: 403, dropRule: 403, incentives: 403, region: 403 }
}
const curators = {
	...{ board: 200, events: 200, held: 200, heldOne: 404, decide: 404, end: 409, return: 409, delete: 404 },
	...{ rules: 200, rule: 200, saveRule: 200, chooseRule: 404, dropRule: 404, incentives: 200, region: 403 }
}
const inviters = { list: 200, invite: 201, withdraw: 404, access: 200, invitePeople: 201 }
const invited = { list: 403, invite: 403, withdraw: 403, access: 403, invitePeople: 403 }

const everybody: readonly [Townsperson, Record<string, number>][] = [
	[
		'stranger',
		Object.fromEntries(
			Object.keys({ ...mine, ...account, ...nobodys, ...invited, history: 0, moment: 0 }).map((endpoint) => [
				endpoint,
				401
			])
		)
	],
	['viktor', { ...mine, ...account, ...nobodys, ...invited, history: 200, moment: 200 }],
	['irina', { ...mine, ...account, ...nobodys, ...invited, history: 200, moment: 200 }],
	['oleg', { ...mine, ...account, ...nobodys, ...invited, history: 404, moment: 404 }],
	['elena', { ...mine, ...account, ...curators, ...inviters, history: 200, moment: 200 }],
	['arkady', { ...mine, ...account, ...curators, ...inviters, history: 200, moment: 200 }],
	['anna', { ...mine, ...account, ...nobodys, ...inviters, history: 404, moment: 404 }],
	['tamara', { ...mine, ...account, ...nobodys, ...invited, region: 200, history: 404, moment: 404 }],
	['pyotr', { ...mine, ...account, ...curators, ...inviters, end: 404, return: 404, history: 404, moment: 404 }]
]

async function askEverything(person: Townsperson): Promise<Record<string, number>> {
	const events = new AbortController()
	const part = '/api/programs/program-1/participants/oleg'
	const answers = {
		me: await town.get(person, '/api/me'),
		exchange: await town.post(person, '/api/exchange', createExchangeDevice(() => town, person).request()),
		board: await town.get(person, '/api/board'),
		events: await fetch(`${town.server.address}/api/board/events`, {
			headers: { cookie: town.cookieOf(person) },
			signal: events.signal
		}),
		held: await town.get(person, '/api/held'),
		heldOne: await town.get(person, '/api/held/none'),
		decide: await town.post(person, '/api/held/none', { decision: 'accepted' }),
		end: await town.post(person, `${part}/end`, {}),
		return: await town.post(person, `${part}/return`, {}),
		delete: await town.delete(person, '/api/programs/program-9'),
		say: await town.post(person, '/api/ledger', { personId: person, commands: [{ id: 'nothing' }] }),
		ledgers: await town.get(person, '/api/ledgers'),
		ledger: await town.get(person, '/api/programs/program-1/ledger'),
		rules: await town.get(person, '/api/regulations'),
		rule: await town.get(person, '/api/regulations/tomsk-city'),
		saveRule: await town.post(person, '/api/regulations/none', { base: null, regulation: { id: 'none' } }),
		chooseRule: await town.post(person, '/api/regulations/current', { id: 'none', was: 'tomsk-city' }),
		dropRule: await town.delete(person, '/api/regulations/none'),
		incentives: await town.get(person, '/api/incentives'),
		region: await town.get(person, '/api/region'),
		papers: await town.get(person, '/api/programs/program-1/paper-facts'),
		list: await town.get(person, '/api/invitations'),
		invite: await town.post(person, '/api/invitations', invitation),
		withdraw: await town.delete(person, '/api/invitations/none'),
		access: await town.get(person, '/api/access'),
		invitePeople: await town.post(person, '/api/invitations/for-people', { personIds: ['nobody'], reset: true }),
		own: await town.get(person, '/api/account'),
		change: await town.post(person, '/api/account/password', { present: 'no', password: 'три старых трамвая' }),
		addPassword: await town.put(person, '/api/account/password', { login: 'x', password: 'x' }),
		beginPasskey: await town.post(person, '/api/account/passkeys/options', {}),
		addPasskey: await town.post(person, '/api/account/passkeys', {}),
		removePasskey: await town.delete(person, '/api/account/passkeys/none'),
		bind: await town.post(person, '/api/account/oidc', {}),
		unbind: await town.delete(person, '/api/account/oidc'),
		endSession: await town.delete(person, '/api/account/sessions/none'),
		endOthers: await town.post(person, '/api/account/sessions/end-others', {}),
		history: await town.get(person, '/api/programs/program-1/history'),
		moment: await town.get(person, '/api/programs/program-1/history/1')
	}
	events.abort()
	return Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))
}

describe('what each person may ask for', () => {
	it.each(everybody)('%s: %o', async (person, expected) => {
		expect(await askEverything(person)).toEqual(expected)
	})

	it('who took part once may ask for no more than somebody who never did', async () => {
		const former = await openTown()
		const served = town
		try {
			town = former
			await former.post('elena', '/api/programs/program-1/participants/irina/end', {})
			expect(await askEverything('irina')).toEqual(Object.fromEntries(everybody)['oleg'])
		} finally {
			town = served
			await former.stop()
		}
	})

	it('a curator of another town touches no programme, invitation or held edit of this one', async () => {
		const created = await town.post('elena', '/api/invitations', invitation)
		const { invitation: open } = (await created.json()) as CreatedInvitation
		expect((await town.delete('pyotr', `/api/invitations/${open.id}`)).status).toBe(404)
		expect((await town.delete('pyotr', '/api/programs/program-2')).status).toBe(404)
		expect((await town.post('pyotr', '/api/programs/program-1/participants/irina/end', {})).status).toBe(404)
		const { programs } = (await (await town.get('irina', '/api/me')).json()) as Me
		expect(programs).toMatchObject([{ id: 'program-1', endedAt: null }])
	})

	const rights: readonly [Townsperson, Record<string, string>][] = [
		['viktor', { 'program-1': 'mentor with notes' }],
		['irina', { 'program-1': 'mentee with notes' }],
		['oleg', { 'program-2': 'mentor with notes' }],
		['elena', { 'program-1': 'curator', 'program-2': 'curator' }],
		['arkady', { 'program-1': 'head', 'program-2': 'head' }],
		['anna', {}],
		['tamara', {}],
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
		expect(board.totals).toEqual({ programs: 0, overdue: 0, silent: 0, behind: 0, held: 0 })
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
