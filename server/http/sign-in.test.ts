import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { CreatedInvitation, Me } from '#protocol/api/program.ts'
import { openTown, type Town } from '../../tests/support/town.ts'

let town: Town
beforeAll(async () => {
	town = await openTown()
	const invited = await town.post('elena', '/api/invitations', {
		familyName: 'Новикова',
		givenName: 'Дарья',
		role: 'mentee'
	})
	const { link } = (await invited.json()) as CreatedInvitation
	const token = link.split('/').at(-1)
	await town.post('stranger', `/api/invitations/by-token/${token}/accept`, { login: 'Дарья', password: 'десять букв' })
})
afterAll(() => town.stop())

/** Each test comes from an address of its own, as proxies send it, because tries are counted per address. */
function signIn(login: string, password: string, from: string): Promise<Response> {
	return town.post('stranger', '/api/sign-in', { login, password }, { 'x-forwarded-for': `spoofed, ${from}` })
}

async function openSession(from: string): Promise<{ cookie: string; session: string }> {
	const cookie = (await signIn('Дарья', 'десять букв', from)).headers.getSetCookie()[0]?.split(';')[0] ?? ''
	const me = await fetch(`${town.server.address}/api/me`, { headers: { cookie } })
	return { cookie, session: ((await me.json()) as Me).session }
}

async function statusOf(cookie: string): Promise<number> {
	return (await fetch(`${town.server.address}/api/me`, { headers: { cookie } })).status
}

function signOut(cookie: string, session: string): Promise<Response> {
	const headers = { cookie, 'content-type': 'application/json' }
	return fetch(`${town.server.address}/api/sign-out`, { method: 'POST', headers, body: JSON.stringify({ session }) })
}

describe('signing in', () => {
	it('[L5] Darya signs in on any spelling of her login, stays signed in for half a year, and signs out', async () => {
		const answer = await signIn(' дАРЬЯ', 'десять букв', '10.0.0.1')
		expect(answer.status).toBe(200)
		const [cookie = ''] = answer.headers.getSetCookie()
		expect(cookie).toMatch(/; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/)
		const headers = { cookie: cookie.split(';')[0] ?? '' }
		const me = await fetch(`${town.server.address}/api/me`, { headers })
		expect(await me.json()).toMatchObject({ person: { name: 'Новикова Дарья' }, roles: ['mentee'], programs: [] })

		await fetch(`${town.server.address}/api/sign-out`, { method: 'POST', headers })
		expect((await fetch(`${town.server.address}/api/me`, { headers })).status).toBe(401)
	})

	it('a sign-out that was long on its way ends the session it names, not the one Darya has opened since', async () => {
		const [first, second] = [await openSession('10.0.1.1'), await openSession('10.0.1.2')]
		expect(first.session).not.toBe(second.session)
		const late = await signOut(second.cookie, first.session)
		expect(late.status).toBe(204)
		expect(late.headers.getSetCookie()).toEqual([])
		expect([await statusOf(first.cookie), await statusOf(second.cookie)]).toEqual([401, 200])
		expect((await signOut(second.cookie, first.session)).status).toBe(204)
		expect(await statusOf(second.cookie)).toBe(200)
		await signOut(second.cookie, second.session)
		expect(await statusOf(second.cookie)).toBe(401)
	})

	it('a sign-out whose words did not arrive whole is refused, and ends no session', async () => {
		const { cookie, session } = await openSession('10.0.1.5')
		const headers = { cookie, 'content-type': 'application/json' }
		const body = JSON.stringify({ session }).slice(0, -2)
		const answer = await fetch(`${town.server.address}/api/sign-out`, { method: 'POST', headers, body })
		expect(answer.status).toBe(400)
		expect(await statusOf(cookie)).toBe(200)
	})

	it('nobody ends the session of somebody else by naming it', async () => {
		const { cookie, session } = await openSession('10.0.1.3')
		expect((await town.post('elena', '/api/sign-out', { session })).status).toBe(204)
		expect((await town.post('stranger', '/api/sign-out', { session })).status).toBe(204)
		expect(await statusOf(cookie)).toBe(200)
		expect((await town.get('elena', '/api/me')).status).toBe(200)
	})

	it('a sign-out that ends no session of Elena’s leaves her connections alone, and one that ends hers closes them', async () => {
		const { session } = await openSession('10.0.1.4')
		const socket = new WebSocket(`${town.server.address.replace('http', 'ws')}/sync/plan:program-1?v=1`, {
			headers: { cookie: town.cookieOf('elena') }
		})
		const closed = new Promise((resolve) => socket.on('close', resolve))
		await new Promise((resolve) => socket.once('message', resolve))
		expect((await town.post('elena', '/api/sign-out', { session })).status).toBe(204)
		// Everything sent before a pong arrives before it, also a close.
		socket.ping()
		const answered = new Promise((resolve) => socket.once('pong', () => resolve('answered')))
		expect(await Promise.race([answered, closed])).toBe('answered')
		const me = (await (await town.get('elena', '/api/me')).json()) as Me
		await town.post('elena', '/api/sign-out', { session: me.session })
		expect(await closed).toBe(1012)
	})

	it('signing out again and again is told to wait', async () => {
		const again = () => town.post('oleg', '/api/sign-out', { session: 'no-such-session' })
		for (let count = 0; count < 30; count++) expect((await again()).status).toBe(204)
		const answer = await again()
		expect(answer.status).toBe(429)
		expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
		expect((await town.get('oleg', '/api/me')).status).toBe(200)
	})

	it.each([
		['a wrong password', 'Дарья', 'одиннадцать букв'],
		['an unknown login', 'Мария', 'десять букв'],
		['somebody without a password', 'elena', 'elena'],
		['a login no account can have', 'a b', 'десять букв']
	])('%s is refused, and nobody learns which of the two was wrong', async (_what, login, password) => {
		const answer = await signIn(login, password, '10.0.0.2')
		expect(answer.status).toBe(401)
		expect(await answer.json()).toEqual({ error: { code: 'unauthorized' } })
	})

	it('guessing one login ends after ten wrong tries from one address, for the right password too', async () => {
		for (let attempt = 0; attempt < 10; attempt++) await signIn('Дарья', `guess ${attempt}`, '10.0.0.3')
		const answer = await signIn('Дарья', 'десять букв', '10.0.0.3')
		expect(answer.status).toBe(429)
		expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
		expect((await signIn('Дарья', 'десять букв', '10.0.0.4')).status).toBe(200)
	})

	it('signing out without a session is nothing special', async () => {
		expect((await town.post('stranger', '/api/sign-out', {})).status).toBe(204)
	})
})
