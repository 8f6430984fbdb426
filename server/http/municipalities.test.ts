/** More municipalities in one installation: Anna opens them, heads whom she invites lead them, and none sees another's data. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InvitedPeople, OwnAccount } from '#protocol/api/account.ts'
import type { Board, CreatedInvitation, InvitationListing, Me } from '#protocol/api/program.ts'
import type { Municipalities, MunicipalityListing } from '#protocol/api/staff.ts'
import { closeCodes } from '#protocol/close-codes.ts'
import type { RegionNumbers } from '#protocol/api/region.ts'
import { request, requisites } from '#domain/ledger/testing/story.ts'
import { knock } from '../../tests/support/knock.ts'
import { openTown, townFoundedAt, type Town } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const surgut = { name: 'Сургут', timeZone: 'Asia/Yekaterinburg', regulationId: 'surgut' }
const alla = { familyName: 'Громова', givenName: 'Алла', patronymic: 'Юрьевна' }

async function open(body: object = surgut): Promise<MunicipalityListing> {
	const answer = await town.post('anna', '/api/municipalities', body)
	expect(answer.status).toBe(201)
	return (await answer.json()) as MunicipalityListing
}

async function inviteHead(municipalityId: string, path = '', body: object = alla): Promise<CreatedInvitation> {
	const answer = await town.post('anna', `/api/municipalities/${municipalityId}/heads${path}`, body)
	expect(answer.status).toBe(201)
	return (await answer.json()) as CreatedInvitation
}

/** The session of the person who accepts; null: the link opens nothing. */
async function accept({ link }: CreatedInvitation, login: string): Promise<string | null> {
	const body = { login, password: 'три старых трамвая' }
	const answer = await town.post('stranger', `/api/invitations/by-token/${link.split('/').at(-1)}/accept`, body)
	return answer.status === 200 ? (answer.headers.getSetCookie()[0]?.split(';')[0] ?? '') : null
}

async function as<Answer>(cookie: string | null, path: string, body?: object): Promise<Answer> {
	const answer = await fetch(town.server.address + path, {
		headers: { cookie: cookie ?? '', 'content-type': 'application/json' },
		...(body !== undefined && { method: 'POST', body: JSON.stringify(body) })
	})
	return (await answer.json()) as Answer
}

async function listed(): Promise<MunicipalityListing[]> {
	return ((await (await town.get('anna', '/api/municipalities')).json()) as Municipalities).municipalities
}

describe('a further municipality', () => {
	it('is opened with its regulation and calendar, and its head builds it up from nothing', async () => {
		const { id } = await open()
		const head = await accept(await inviteHead(id), 'gromova')
		const me = await as<Me>(head, '/api/me')
		expect(me.municipality).toEqual({ id, name: 'Сургут', timeZone: 'Asia/Yekaterinburg' })
		expect(me.roles).toEqual(['head'])
		expect(await as(head, '/api/regulations')).toMatchObject({ currentId: 'surgut' })

		const curator = { familyName: 'Панова', givenName: 'Ольга', role: 'curator' }
		const invited = await as<CreatedInvitation>(head, '/api/invitations', curator)
		const olga = await accept(invited, 'panova')
		expect((await as<Me>(olga, '/api/me')).municipality?.name).toBe('Сургут')
	})

	it('has the requisites that Anna entered with it; without them its curator and head are to enter them', async () => {
		const { id } = await open({ ...surgut, requisites })
		const head = await accept(await inviteHead(id), 'gromova')
		expect(await as(head, '/api/paper-texts')).toMatchObject({
			requisites: { value: requisites, saved: { by: { id: 'anna' } } }
		})

		const other = await open({ ...surgut, name: 'Когалым' })
		const alone = await accept(await inviteHead(other.id), 'alone')
		expect(await as(alone, '/api/paper-texts')).toMatchObject({ requisites: { saved: null } })
	})

	it('sees nothing of the others, nor they of it; the region counts both', async () => {
		const { id } = await open()
		const head = await accept(await inviteHead(id), 'gromova')
		expect((await as<Board>(head, '/api/board')).rows).toEqual([])
		const { created } = await as<InvitedPeople>(head, '/api/invitations/for-people', {
			personIds: ['viktor'],
			reset: true
		})
		expect(created).toEqual([])
		expect(await as(head, '/api/municipalities')).toEqual({ error: { code: 'unauthorized' } })
		for (const path of ['/api/bank/mentors', '/api/organisations', '/api/staff', '/api/access', '/api/invitations']) {
			const [own, theirs] = [JSON.stringify(await as(head, path)), await (await town.get('elena', path)).text()]
			expect([path, own]).not.toEqual([path, expect.stringContaining('Воронцова')])
			expect([path, own]).not.toEqual([path, expect.stringContaining('Ковалёв')])
			expect([path, theirs]).not.toEqual([path, expect.stringContaining('Громова')])
		}
		const { municipalities } = (await (await town.get('tamara', '/api/region')).json()) as RegionNumbers
		expect(municipalities.map(({ name }) => name)).toEqual(['Город', 'Другой город', 'Сургут'])
	})

	it('has a name of its own, also when it is sent twice at the same moment', async () => {
		const answers = await Promise.all([
			town.post('anna', '/api/municipalities', surgut),
			town.post('anna', '/api/municipalities', surgut)
		])
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
		const again = await town.post('anna', '/api/municipalities', { ...surgut, name: '  СУРГУТ ' })
		expect(await again.json()).toEqual({ error: { code: 'conflict', field: 'name' } })
		expect((await listed()).filter(({ name }) => name === 'Сургут')).toHaveLength(1)
	})

	it.each([
		['no name', { name: '   ' }, 'name'],
		['a place that no calendar knows', { timeZone: 'Asia/Surgut' }, 'timeZone'],
		['another municipality’s own copy of a regulation', { regulationId: 'our-copy' }, 'regulationId']
	])('is not opened with %s', async (_what, wrong, field) => {
		const before = await listed()
		const answer = await town.post('anna', '/api/municipalities', { ...surgut, ...wrong })
		expect(answer.status).toBe(400)
		expect(await answer.json()).toEqual({ error: { code: 'invalid', field } })
		expect(await listed()).toEqual(before)
	})
})

describe('the head of a municipality', () => {
	it('is awaited, gets in, and is listed with it; nobody else of it is', async () => {
		const { id } = await open()
		const heads = async () => (await listed()).find((one) => one.id === id)?.heads
		expect(await heads()).toEqual([])
		const invitation = await inviteHead(id)
		expect(await heads()).toMatchObject([{ person: { name: 'Громова Алла Юрьевна' }, state: 'invited' }])
		await accept(invitation, 'gromova')
		expect(await heads()).toMatchObject([{ person: { name: 'Громова Алла Юрьевна' }, state: 'open' }])
		expect(JSON.stringify(await listed())).not.toContain('Воронцова')
	})

	it('whose link went to the wrong person gets another one, and the first opens nothing', async () => {
		const { id } = await open()
		const lost = await inviteHead(id)
		const renewed = await inviteHead(id, `/${lost.invitation.personId}`, {})
		expect(await accept(lost, 'stranger')).toBeNull()
		expect(await accept(renewed, 'gromova')).not.toBeNull()
		expect((await listed()).find((one) => one.id === id)?.heads).toHaveLength(1)
	})

	it('whose link ran out is listed without a way in, and gets another one', async () => {
		const { id } = await open()
		const late = await inviteHead(id)
		await town.restart(() => new Date(townFoundedAt.getTime() + 15 * 24 * 60 * 60 * 1000))
		expect((await listed()).find((one) => one.id === id)?.heads).toMatchObject([{ state: 'none' }])
		expect(await accept(await inviteHead(id, `/${late.invitation.personId}`, {}), 'gromova')).not.toBeNull()
	})

	it('who cannot get in any more is given another way in by Anna: the former ends, and it is recorded', async () => {
		const { id } = await open()
		const first = await inviteHead(id)
		const before = await accept(first, 'gromova')
		const again = await inviteHead(id, `/${first.invitation.personId}`, {})
		expect(await as(before, '/api/me')).toEqual({ error: { code: 'unauthorized' } })
		const after = await accept(again, 'gromova2')
		expect((await as<Me>(after, '/api/me')).roles).toEqual(['head'])
		expect((await as<OwnAccount>(after, '/api/account')).lastReset?.by).toBe('Белова Имя')
		const { invitations } = await as<{ invitations: InvitationListing[] }>(after, '/api/invitations')
		expect(invitations.map(({ madeBy }) => madeBy)).toEqual(['Белова Имя', 'Белова Имя'])
	})

	it('is none of another municipality', async () => {
		const { id } = await open()
		expect((await town.post('anna', `/api/municipalities/${id}/heads/arkady`, {})).status).toBe(404)
		expect((await town.get('arkady', '/api/me')).status).toBe(200)
	})
})

describe('a municipality that is renamed', () => {
	const was = { name: 'Другой город', timeZone: 'Asia/Tomsk' }
	const seaside = { name: 'Приморск', timeZone: 'Asia/Vladivostok', was }
	const rename = (body: object, id = 'other') => town.put('anna', `/api/municipalities/${id}`, body)

	it('is called so wherever its people look, and keeps its calendar', async () => {
		const answer = await rename(seaside)
		expect(await answer.json()).toMatchObject({ id: 'other', name: 'Приморск', timeZone: 'Asia/Vladivostok' })
		const me = (await (await town.get('pyotr', '/api/me')).json()) as Me
		expect(me.municipality).toEqual({ id: 'other', name: 'Приморск', timeZone: 'Asia/Vladivostok' })
		expect((await rename(seaside)).status).toBe(200)
	})

	it.each([
		['takes the name of another one', { ...seaside, name: 'ГОРОД' }, 409, { code: 'conflict', field: 'name' }],
		[
			'was renamed by somebody else meanwhile',
			{ ...seaside, was: { ...was, name: 'Третий' } },
			409,
			{ code: 'conflict' }
		],
		['is given no name', { ...seaside, name: ' ' }, 400, { code: 'invalid', field: 'name' }],
		['is given no calendar', { ...seaside, timeZone: 'Луна' }, 400, { code: 'invalid', field: 'timeZone' }]
	])('stays as it is when it %s', async (_what, body, status, error) => {
		const before = await listed()
		const answer = await rename(body)
		expect([answer.status, await answer.json()]).toEqual([status, { error }])
		expect(await listed()).toEqual(before)
	})

	it('is one that there is', async () => {
		expect((await rename(seaside, 'none')).status).toBe(404)
	})
})

describe('a municipality that is closed', () => {
	const close = (id: string) => town.post('anna', `/api/municipalities/${id}/closing`, {})
	const reopen = (id: string) => town.delete('anna', `/api/municipalities/${id}/closing`)
	const signIn = () => town.post('stranger', '/api/sign-in', { login: 'gromova', password: 'три старых трамвая' })

	it('lets none of its people in, neither by their session nor by their password, until it is opened again', async () => {
		const { id } = await open()
		const head = await accept(await inviteHead(id), 'gromova')
		const closed = (await (await close(id)).json()) as MunicipalityListing
		expect(closed.closed).toEqual({ at: townFoundedAt.toISOString(), by: 'Белова Имя' })
		expect(await as(head, '/api/me')).toEqual({ error: { code: 'unauthorized' } })
		const refused = await signIn()
		expect([refused.status, await refused.json()]).toEqual([
			409,
			{ error: { code: 'conflict', field: 'municipality' } }
		])
		expect(refused.headers.getSetCookie()).toEqual([])

		await reopen(id)
		expect((await listed()).find((one) => one.id === id)?.closed).toBeNull()
		expect((await as<Me>(head, '/api/me')).roles).toEqual(['head'])
		expect((await signIn()).status).toBe(200)
	})

	it('opens none of its documents', async () => {
		expect(await knock(town, 'pyotr', 'plan:program-1')).toBe(closeCodes['no-right'].code)
		await close('other')
		expect(await knock(town, 'pyotr', 'plan:program-1')).toBe(closeCodes['signed-out'].code)
	})

	it('takes nobody in by an invitation, and its heads are not invited', async () => {
		const { id } = await open()
		const invitation = await inviteHead(id)
		await close(id)
		const token = invitation.link.split('/').at(-1)
		const looked = await town.get('stranger', `/api/invitations/by-token/${token}`)
		expect(await looked.json()).toEqual({ error: { code: 'conflict', field: 'municipality' } })
		const coded = await town.post('stranger', '/api/invitations/by-code', { code: invitation.code })
		expect(await coded.json()).toEqual({ error: { code: 'conflict', field: 'municipality' } })
		expect(await accept(invitation, 'gromova')).toBeNull()
		const again = `/api/municipalities/${id}/heads/${invitation.invitation.personId}`
		expect((await town.post('anna', `/api/municipalities/${id}/heads`, alla)).status).toBe(409)
		expect((await town.post('anna', again, {})).status).toBe(409)
		await reopen(id)
		expect(await accept(invitation, 'gromova')).not.toBeNull()
	})

	it('is told to the region as closed', async () => {
		await close('other')
		const { municipalities } = (await (await town.get('tamara', '/api/region')).json()) as RegionNumbers
		expect(municipalities.map(({ name, isClosed }) => [name, isClosed])).toEqual([
			['Город', false],
			['Другой город', true]
		])
	})

	it('has nothing under way: what stands in the way is told, and nothing is closed', async () => {
		const obstacles = async () => (await listed()).find(({ id }) => id === 'town')?.obstacles
		expect(await obstacles()).toEqual({ programs: 2, requests: 0, staff: 2 })
		const said = { id: 'c1', programId: 'new-one', role: 'curator', saidAt: '2026-09-29T09:00:00.000Z' }
		const statement = { ...request, menteeIds: ['darya'] }
		await town.post('elena', '/api/ledger', { personId: 'elena', commands: [{ ...said, statement }] })
		expect(await obstacles()).toEqual({ programs: 2, requests: 1, staff: 2 })
		expect((await close('town')).status).toBe(409)
		expect((await town.get('elena', '/api/me')).status).toBe(200)
		for (const program of ['program-1', 'program-2']) await town.delete('elena', `/api/programs/${program}`)
		expect(await obstacles()).toEqual({ programs: 0, requests: 1, staff: 2 })
		expect((await close('town')).status).toBe(409)
	})
})

it('a head of another municipality is relieved by Anna, and by nobody else', async () => {
	const { id } = await open()
	const invitation = await inviteHead(id)
	const { personId } = invitation.invitation
	const ending = { personId, role: 'head', on: '2026-09-30', order: null }
	const isAppointed = async () => (await listed()).find((one) => one.id === id)?.heads[0]?.isAppointed
	expect(await isAppointed()).toBe(false)
	expect((await town.post('anna', '/api/staff/endings', ending)).status).toBe(404)
	const head = await accept(invitation, 'gromova')
	expect(await isAppointed()).toBe(true)
	expect((await town.post('arkady', '/api/staff/endings', ending)).status).toBe(404)
	expect((await town.post('anna', '/api/staff/endings', ending)).status).toBe(201)
	expect((await as<Me>(head, '/api/me')).roles).toEqual([])
	expect((await listed()).find((one) => one.id === id)?.heads).toEqual([])
})
