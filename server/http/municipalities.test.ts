/** Further municipalities in one installation: opened by Anna, led by whom she invites, and none of the other's business. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InvitedPeople, OwnAccount } from '#protocol/account-api.ts'
import type { Board, CreatedInvitation, InvitationListing, Me } from '#protocol/api.ts'
import type { Municipalities, MunicipalityListing } from '#protocol/municipality-api.ts'
import type { RegionNumbers } from '#protocol/region-api.ts'
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

/** The session of who accepts it; null: the link opens nothing. */
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
