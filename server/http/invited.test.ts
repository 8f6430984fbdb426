/** An invitation's short code: it opens the same account as the link, once, and cannot be guessed. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requisites } from '#domain/ledger/testing/story.ts'
import type { CreatedInvitation, InvitationPreview } from '#protocol/api/program.ts'
import { freshConfig, removeData } from '../../tests/support/settle.ts'
import { openTown, townFoundedAt, type Town } from '../../tests/support/town.ts'
import { startServer } from '../wire.ts'

let town: Town
let now: Date
beforeEach(async () => {
	now = townFoundedAt
	town = await openTown(() => now)
})
afterEach(() => town.stop())

const account = { login: 'darya', password: 'три старых трамвая' }
const wait = (minutes: number) => void (now = new Date(now.getTime() + minutes * 60_000))

async function invite(): Promise<{ code: string; token: string; id: string }> {
	const darya = { familyName: 'Новикова', givenName: 'Дарья', role: 'mentee' }
	const created = (await (await town.post('elena', '/api/invitations', darya)).json()) as CreatedInvitation
	return { code: created.code, token: created.link.split('/').at(-1) ?? '', id: created.invitation.id }
}

function enter(code: string, from = '10.0.0.1'): Promise<Response> {
	return town.post('stranger', '/api/invitations/by-code', { code }, { 'x-forwarded-for': from })
}

async function tokenOf(code: string): Promise<string> {
	const answer = await enter(code)
	expect(answer.status).toBe(200)
	return ((await answer.json()) as { token: string }).token
}

function accept(token: string, body: object = account): Promise<Response> {
	return town.post('stranger', `/api/invitations/by-token/${token}/accept`, body)
}

describe('the code of an invitation', () => {
	it('leads to it however it is typed, and both code and link are used up by either', async () => {
		const { code, token } = await invite()
		const entered = await tokenOf(` ${code.toLowerCase().replace('-', ' ')}`)
		expect(entered).not.toBe(token)
		const preview = await town.get('stranger', `/api/invitations/by-token/${entered}`)
		expect(await preview.json()).toMatchObject({ personName: 'Новикова Дарья', role: 'mentee' })
		expect((await accept(entered)).status).toBe(200)
		expect((await accept(token, { ...account, login: 'late' })).status).toBe(409)
		const again = await enter(code)
		expect(again.status).toBe(409)
		expect(await again.json()).toEqual({ error: { code: 'conflict', field: 'acceptedAt' } })
	})

	it('is used once, also when link and code are accepted at the same moment', async () => {
		const { code, token } = await invite()
		const entered = await tokenOf(code)
		const answers = await Promise.all([accept(token), accept(entered, { ...account, login: 'somebody' })])
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
	})

	it('leaves the link good for whoever tries the code first, and only the last way from the code', async () => {
		const { code, token } = await invite()
		const [first, second] = [await tokenOf(code), await tokenOf(code)]
		expect((await accept(first)).status).toBe(404)
		expect((await town.get('stranger', `/api/invitations/by-token/${second}`)).status).toBe(200)
		expect((await accept(token)).status).toBe(200)
	})

	it('ends with the invitation: withdrawn or too late', async () => {
		const [withdrawn, late] = [await invite(), await invite()]
		await town.delete('elena', `/api/invitations/${withdrawn.id}`)
		expect((await enter(withdrawn.code)).status).toBe(404)
		wait(14 * 24 * 60)
		const answer = await enter(late.code)
		expect(await answer.json()).toEqual({ error: { code: 'conflict', field: 'expiresAt' } })
	})

	it('is in no list and nowhere in the database', async () => {
		const { code } = await invite()
		const listed = await (await town.get('elena', '/api/invitations')).text()
		expect(listed).not.toContain(code)
		expect(listed).not.toContain('hash')
	})
})

describe('guessing a code', () => {
	it('ends after ten from one network, also for the right one, and goes on one by one', async () => {
		const { code } = await invite()
		for (let guess = 0; guess < 10; guess++) expect((await enter(`АВ234-КМ5${60 + guess}`)).status).toBe(404)
		expect((await enter(code)).status).toBe(429)
		expect((await enter(code, '10.0.0.2')).status).toBe(200)
		wait(1.5)
		expect((await enter(code)).status).toBe(200)
	})

	it('ends after two hundred from everywhere, while links go on', async () => {
		const { code, token } = await invite()
		const guesses = Array.from({ length: 210 }, (_, count) => enter('АВ234-КМ567', `10.1.${count}.1`))
		const statuses = (await Promise.all(guesses)).map(({ status }) => status)
		expect(statuses.filter((status) => status === 404)).toHaveLength(200)
		expect(statuses.filter((status) => status === 429)).toHaveLength(10)
		expect((await enter(code, '10.2.0.1')).status).toBe(429)
		expect((await accept(token)).status).toBe(200)
	})

	it('is not what a right one counts for', async () => {
		const { code } = await invite()
		for (let time = 0; time < 15; time++) expect((await enter(code)).status).toBe(200)
	})
})

it('[L3] whoever founds the municipality gives it name, time zone, regulation and requisites, before anybody signs', async () => {
	const config = freshConfig({ TANDEM_DEMO: '0' })
	const server = await startServer(config)
	try {
		const link = server.notices.find((line) => line.includes('/invite/')) ?? ''
		const path = `${server.address}/api/invitations/by-token/${link.split('/').at(-1)}`
		const preview = (await (await fetch(path)).json()) as InvitationPreview
		expect(preview.regulations?.map(({ id }) => id)).toContain('surgut')
		const accepted = await fetch(`${path}/accept`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				...account,
				familyName: 'Белова',
				givenName: 'Анна',
				municipality: 'Город Сургут',
				timeZone: 'Asia/Yekaterinburg',
				regulationId: 'surgut',
				requisites
			})
		})
		expect(accepted.status).toBe(200)
		const cookie = accepted.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		expect(await (await fetch(`${server.address}/api/me`, { headers: { cookie } })).json()).toMatchObject({
			municipality: { name: 'Город Сургут', timeZone: 'Asia/Yekaterinburg' }
		})
		const database = new DatabaseSync(join(config.dataDirectory, 'tandem.sqlite'), { readOnly: true })
		expect(database.prepare('select regulation_id from municipalities').get()).toEqual({ regulation_id: 'surgut' })
		const stored = database.prepare(`select text from paper_texts where kind = 'requisites'`).get()
		expect(JSON.parse(String(stored?.text))).toEqual(requisites)
		database.close()
	} finally {
		await server.stop()
		removeData(config)
	}
})

describe('whoever holds an invitation', () => {
	const network = { 'x-forwarded-for': '203.0.113.7' }
	const acceptFrom = (token: string, login: string) =>
		town.post('stranger', `/api/invitations/by-token/${token}/accept`, { ...account, login }, network)

	it('may find a few logins taken, and then has to wait: they do not learn who has an account', async () => {
		expect((await accept((await invite()).token, { ...account, login: 'serova' })).status).toBe(200)
		const { token } = await invite()
		for (let count = 0; count < 10; count++) {
			const taken = await acceptFrom(token, 'serova')
			expect([taken.status, await taken.json()]).toEqual([409, { error: { code: 'conflict', field: 'login' } }])
		}
		const answer = await acceptFrom(token, 'darya')
		expect([answer.status, await answer.json()]).toEqual([429, { error: { code: 'conflict', field: 'retryAfter' } }])
		expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
		const another = await invite()
		expect((await acceptFrom(another.token, 'darya-2')).status).toBe(200)
		wait(6)
		expect((await acceptFrom(token, 'darya')).status).toBe(200)
	})

	it('cannot go on with many invitations at one address', async () => {
		expect((await accept((await invite()).token, { ...account, login: 'serova' })).status).toBe(200)
		const statuses: number[] = []
		for (let holder = 0; holder < 7; holder++) {
			const { token } = await invite()
			for (let count = 0; count < 9; count++) statuses.push((await acceptFrom(token, 'serova')).status)
		}
		expect(statuses.filter((status) => status === 409)).toHaveLength(60)
		expect(statuses.slice(60)).toEqual([429, 429, 429])
	})
})
