import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError, CreatedInvitation, Me, ProgramListing } from '#protocol/api/program.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'
import { pairOf } from './testing/made-for-askers.ts'
import { askers, type Asker, type PermissionRow } from './testing/permission-row.ts'
import { permissionRows } from './testing/permission-rows/all.ts'
import { listEndpoints } from './testing/registered-endpoints.ts'

let town: Town
beforeAll(async () => {
	town = await openTown()
})
afterAll(() => town.stop())

const invitation = { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }

async function statusOf(row: PermissionRow, asker: Asker, of = town): Promise<number> {
	const [method = '', pattern = ''] = row.endpoint.split(' ')
	const { at = pattern, body } = { ...row, ...(await row.made?.(of, asker)) }
	const answer = await fetch(of.server.address + at, {
		method: method === 'ALL' ? 'GET' : method,
		headers: {
			cookie: of.cookieOf(asker),
			'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json',
			// Each asker has a network of their own, so that limits per network are not reached.
			'x-forwarded-for': `10.8.0.${askers.indexOf(asker) + 1}`
		},
		...(body !== undefined && { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
		redirect: 'manual'
	})
	// Some answers never end.
	await answer.body?.cancel()
	return answer.status
}

describe('what each person may ask for', () => {
	it('is said of every endpoint, in server/http/testing/permission-rows', () => {
		const listed = permissionRows.map(({ endpoint }) => endpoint)
		expect(listEndpoints().toSorted()).toEqual([...new Set<string>(listed)].toSorted())
	})

	it.each(permissionRows)('$endpoint', async (row) => {
		const answers = []
		for (const asker of askers) answers.push([asker, await statusOf(row, asker)])
		expect(Object.fromEntries(answers)).toEqual(row.expected)
	})

	it('who took part once may ask for no more than somebody who never did', async () => {
		const former = await openTown()
		try {
			await former.post('elena', '/api/programs/program-1/participants/irina/end', {})
			for (const row of permissionRows) {
				const expected = row.afterwards ?? row.expected.oleg
				expect([row.endpoint, await statusOf(row, 'irina', former)]).toEqual([row.endpoint, expected])
			}
		} finally {
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

	it('the curator of another town sees nothing of this one', async () => {
		const board = (await (await town.get('pyotr', '/api/board')).json()) as { rows: unknown[]; totals: object }
		expect(board.rows).toEqual([])
		expect(board.totals).toEqual({
			programs: 0,
			ahead: 0,
			overdue: 0,
			silent: 0,
			reports: 0,
			behind: 0,
			held: 0,
			closed: 0
		})
		const { invitations } = (await (await town.get('pyotr', '/api/invitations')).json()) as { invitations: object[] }
		expect(invitations.every((listed) => 'personName' in listed)).toBe(true)
		expect(invitations).toHaveLength(1)
	})

	it('the curator of another town sees in the bank only those they have entered themselves', async () => {
		const person = { familyName: 'Чужой', givenName: 'Иван', patronymic: '', organisationId: null, post: '' }
		await town.post('pyotr', '/api/people', { ...person, role: 'mentor', isNamesake: true })
		const { rows } = (await (await town.get('pyotr', '/api/bank/mentors')).json()) as {
			rows: { person: { familyName: string } }[]
		}
		const names = rows.map((row) => row.person.familyName)
		expect(names).toContain('Чужой')
		expect(names).not.toContain('Ковалёв')
	})
})

describe('what one person may read', () => {
	/** Everybody may ask for these, without a session. */
	const open = [
		'GET /api/health',
		'GET /api/demo/people',
		'GET /api/sign-in/ways',
		'GET /api/sign-in/oidc/return',
		'GET /api/invitations/by-token/:token',
		'GET /api/erased/:personId',
		'GET /api/calendars/:token',
		'GET /api/check/:entryId'
	]
	const readings = permissionRows.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint.startsWith('GET '))

	it('has a rate for all listings together; another person is not limited', async () => {
		const busy = await openTown()
		try {
			let statuses: number[] = []
			do {
				const loop = Array.from({ length: 20 }, () => busy.get('galina', '/api/access?q='))
				statuses = await Promise.all((await Promise.all(loop)).map(({ status }) => status))
			} while (!statuses.includes(429))
			const unlimited = []
			for (const endpoint of new Set<string>(readings)) {
				const answer = await busy.get('galina', endpoint.slice('GET '.length))
				await answer.body?.cancel()
				if (answer.status !== 429) unlimited.push(endpoint)
				else expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
			}
			expect(unlimited.toSorted()).toEqual(open.toSorted())
			expect((await busy.get('elena', '/api/access?q=')).status).toBe(200)
			expect((await busy.get('elena', '/api/board')).status).toBe(200)
		} finally {
			await busy.stop()
		}
	})

	it('is enough for somebody who types into a search, in five tabs with a board', async () => {
		for (const letters of 'Ковалёв Виктор Сергеевич') {
			expect((await town.get('arkady', `/api/access?q=${encodeURIComponent(letters)}`)).status).toBe(200)
		}
		for (const _tab of [1, 2, 3, 4, 5]) {
			const paths = ['/api/me', '/api/board', '/api/ledgers', '/api/held', '/api/staff', '/api/regulations']
			const answers = await Promise.all(paths.map((path) => town.get('arkady', path)))
			expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200))
		}
	})
})

describe('the programmes of each person, those of Viktor with Irina, of Oleg alone, and of Viktor with Darya', () => {
	let paired: Town
	beforeAll(async () => {
		paired = await openTown()
		await pairOf(paired)
	})
	afterAll(() => paired.stop())

	const rights: readonly [Townsperson, Record<string, string>][] = [
		['viktor', { 'program-1': 'mentor with notes', one: 'mentor with notes' }],
		['irina', { 'program-1': 'mentee with notes' }],
		['oleg', { 'program-2': 'mentor with notes' }],
		['darya', { one: 'mentee with notes' }],
		['elena', { 'program-1': 'curator', 'program-2': 'curator', one: 'curator' }],
		['arkady', { 'program-1': 'head', 'program-2': 'head', one: 'head' }],
		['nina', { 'program-1': 'organisation-curator' }],
		['pavel', { 'program-1': 'organisation-head' }],
		['raisa', { one: 'organisation-curator' }],
		['semyon', { one: 'organisation-head' }],
		['anna', {}],
		['tamara', {}],
		['pyotr', {}]
	]
	it.each(rights)('%s sees %o', async (person, expected) => {
		const sight = ({ id, role, documents }: ProgramListing) => [id, documents.notes ? `${role} with notes` : role]
		const seen: string[][] = []
		for (const id of ['program-1', 'program-2', 'one']) {
			const answer = await paired.get(person, `/api/programs/${id}`)
			if (answer.ok) seen.push(sight((await answer.json()) as ProgramListing))
		}
		expect(Object.fromEntries(seen)).toEqual(expected)
		const me = (await (await paired.get(person, '/api/me')).json()) as Me
		expect(me.programs.map(sight)).toEqual(seen.filter(([, role]) => role?.includes('with notes')))
	})
})

describe('bad input', () => {
	it.each([
		['an address nobody serves', () => town.get('elena', '/api/nothing'), 404, { code: 'not_found' }],
		['a body that is not JSON', () => town.post('elena', '/api/invitations', '{'), 400, { code: 'invalid' }],
		[
			'a role that there is not',
			() => town.post('elena', '/api/invitations', { ...invitation, role: 'mayor' }),
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
})
