/**
 * How the server defends itself over HTTP: what browsers receive, and what stops a guesser. Who may do what is in
 * permissions.test.ts.
 */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import { freshConfig, removeData } from '../../tests/support/settle.ts'
import { openTown, type Town } from '../../tests/support/town.ts'
import type { Config } from '../config.ts'
import { startServer, type StartedServer } from '../wire.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const started: { server: StartedServer; config: Config }[] = []
afterEach(async () => {
	for (const { server, config } of started.splice(0)) {
		await server.stop()
		removeData(config)
	}
})

async function start(env: Record<string, string> = {}, now?: () => Date): Promise<StartedServer> {
	const config = freshConfig({ TANDEM_DEMO: '0', ...env })
	const server = await startServer(config, {
		...(now && { now }),
		serveShell: () => (_request, response) => void response.setHeader('content-type', 'text/html').end('<p>the app')
	})
	started.push({ server, config })
	return server
}

const https = { TANDEM_ORIGIN: 'https://tandem.example', TANDEM_DEMO: '1', TANDEM_DEMO_PUBLIC: '1' }

function post(address: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
	return fetch(address + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body)
	})
}

describe('every answer', () => {
	const onAll = {
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'same-origin',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()'
	}

	it.each([
		['the page', '/', `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`],
		['a deep link', '/invite/secret', `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`],
		['the API', '/api/health', `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`],
		['a refusal', '/api/me', `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`],
		['nothing there', '/api/x', `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`]
	])('of %s says what a browser may do with it', async (_what, path, policy) => {
		const answer = await fetch((await start()).address + path)
		const headers = Object.fromEntries(answer.headers)
		expect(headers).toMatchObject({ ...onAll, 'content-security-policy': policy })
		expect(headers).not.toHaveProperty('strict-transport-security')
		expect(headers).not.toHaveProperty('access-control-allow-origin')
		expect(headers).not.toHaveProperty('x-powered-by')
		if (path.startsWith('/api')) expect(headers).toMatchObject({ 'cache-control': 'no-store' })
	})

	it('keeps browsers on https for two years where people come by https', async () => {
		const { address } = await start(https)
		for (const path of ['/', '/api/health', '/api/me']) {
			const { headers } = await fetch(address + path)
			expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains')
		}
	})

	it('of the built page allows only scripts and styles it names by their hashes', () => {
		const source = readFileSync(fileURLToPath(new URL('../../svelte.config.js', import.meta.url)), 'utf8')
		expect(source).toContain(`mode: 'hash'`)
		expect(source).toContain(`'default-src': ['self']`)
		expect(source).toContain(`'script-src': ['self', pageScript]`)
		expect(source).toContain(`'style-src': ['self', pageStyle]`)
		expect(source).toContain(`'style-src-attr': ['unsafe-hashes', announcerStyle]`)
		expect(source).not.toContain('unsafe-inline')
		expect(source).toContain(`'object-src': ['none']`)
		expect(source).toContain(`'base-uri': ['none']`)
		expect(source).toContain(`'form-action': ['self']`)
	})
})

describe('the session cookie', () => {
	it('is this host’s alone over https, and no script’s', async () => {
		const { address } = await start(https)
		const answer = await post(
			address,
			'/api/demo/sign-in',
			{ person: 'mentor-1' },
			{ origin: 'https://tandem.example' }
		)
		const [cookie = '', ...others] = answer.headers.getSetCookie()
		expect(others).toEqual([])
		const [pair = '', ...flags] = cookie.split('; ')
		expect(pair).toMatch(/^__Host-tandem\.session_token=/)
		expect(flags.sort()).toEqual(['HttpOnly', 'Max-Age=15552000', 'Path=/', 'SameSite=Lax', 'Secure'])
		expect((await fetch(`${address}/api/me`, { headers: { cookie: pair } })).status).toBe(200)
		const plain = pair.replace('__Host-', '')
		expect((await fetch(`${address}/api/me`, { headers: { cookie: plain } })).status).toBe(401)
	})

	it('without https, on this machine, has all of that but the name and Secure', async () => {
		const { address } = await start({ TANDEM_DEMO: '1' })
		const [cookie = ''] = (await post(address, '/api/demo/sign-in', { person: 'mentor-1' })).headers.getSetCookie()
		expect(cookie).toMatch(/^tandem\.session_token=/)
		expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=15552000', 'Path=/', 'SameSite=Lax'])
	})

	it('is a new one after each sign-in, and the one the browser came with ends', async () => {
		const { address } = await start({ TANDEM_DEMO: '1' })
		const signIn = async (person: string, cookie = '') => {
			const answer = await post(address, '/api/demo/sign-in', { person }, { cookie })
			return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		}
		const statusOf = async (cookie: string) => (await fetch(`${address}/api/me`, { headers: { cookie } })).status
		const first = await signIn('mentor-1')
		const elsewhere = await signIn('mentor-1')
		const second = await signIn('mentee-1', first)
		expect(second).not.toBe(first)
		expect(await Promise.all([first, elsewhere, second].map(statusOf))).toEqual([401, 200, 200])
	})

	it('that is made up, or changed in one letter, is nobody’s', async () => {
		const { address } = await start({ TANDEM_DEMO: '1' })
		const answer = await post(address, '/api/demo/sign-in', { person: 'mentor-1' })
		const [cookie = ''] = answer.headers.getSetCookie()[0]?.split(';') ?? []
		const [name, value = ''] = cookie.split('=', 2)
		for (const forged of [`${value[0] === 'a' ? 'b' : 'a'}${value.slice(1)}`, value.split('.')[0], `${value}x`, '']) {
			const me = await fetch(`${address}/api/me`, { headers: { cookie: `${name}=${forged}` } })
			expect(me.status).toBe(401)
		}
	})
})

describe('a page of another site', () => {
	it.each(['https://evil.example', 'https://tandem.example.evil.example', 'http://tandem.example', 'null'])(
		'%s changes nothing with the visitor’s cookie',
		async (origin) => {
			const { address } = await start(https)
			const answer = await post(address, '/api/demo/sign-in', { person: 'mentor-1' }, { origin })
			expect(answer.status).toBe(403)
			expect(answer.headers.getSetCookie()).toEqual([])
		}
	)
})

describe('guessing', () => {
	let town: Town
	let now: Date
	let lastNetwork = 0
	beforeAll(async () => {
		now = new Date('2026-09-30T05:00:00.000Z')
		town = await openTown(() => now)
		for (const [familyName, login] of [
			['Новикова', 'darya'],
			['Серова', 'vera']
		]) {
			const invited = await town.post('elena', '/api/invitations', { familyName, givenName: 'Дарья', role: 'mentee' })
			const token = ((await invited.json()) as CreatedInvitation).link.split('/').at(-1)
			const account = { login, password: 'десять букв' }
			await town.post('stranger', `/api/invitations/by-token/${token}/accept`, account)
		}
	})
	afterAll(() => town.stop())

	function signIn(login: string, password: string, from: string): Promise<Response> {
		return town.post('stranger', '/api/sign-in', { login, password }, { 'x-forwarded-for': from })
	}
	/** A network from which nobody has come yet. */
	const anotherNetwork = () => `10.9.${Math.floor(lastNetwork / 250)}.${++lastNetwork % 250}`

	it('at one account from one network ends after ten tries, whichever of its addresses it takes', async () => {
		for (let count = 0; count < 10; count++) {
			expect((await signIn('darya', `guess ${count}`, `2001:db8:1:2::${count + 1}`)).status).toBe(401)
		}
		const answer = await signIn('darya', 'десять букв', '2001:db8:1:2:ffff::9')
		expect(answer.status).toBe(429)
		expect(await answer.json()).toEqual({ error: { code: 'conflict' } })
		expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
		for (let count = 0; count < 50; count++) await signIn('darya', 'guess', '2001:db8:1:2::1')
		expect((await signIn('darya', 'десять букв', anotherNetwork())).status).toBe(200)
	})

	it('at one account from everywhere ends after fifty, also when all come at the same moment, and goes on when the time has passed', async () => {
		const guesses = Array.from({ length: 60 }, (_, count) => signIn('vera', `guess ${count}`, anotherNetwork()))
		const statuses = (await Promise.all(guesses)).map(({ status }) => status)
		expect(statuses.filter((status) => status === 401)).toHaveLength(50)
		expect(statuses.filter((status) => status === 429)).toHaveLength(10)
		expect((await signIn('vera', 'десять букв', anotherNetwork())).status).toBe(429)
		expect((await signIn('darya', 'десять букв', anotherNetwork())).status).toBe(200)
		now = new Date(now.getTime() + 60_000)
		expect((await signIn('vera', 'десять букв', anotherNetwork())).status).toBe(200)
	})

	it('a password that cannot be one costs the server no work', async () => {
		const answer = await signIn('darya', 'я'.repeat(129), anotherNetwork())
		expect(answer.status).toBe(400)
	})
})

it('the demonstration’s sign-in is counted by network', async () => {
	const { address } = await start({ TANDEM_DEMO: '1' }, () => new Date('2026-09-30T05:00:00.000Z'))
	const signIn = (from: string) =>
		post(address, '/api/demo/sign-in', { person: 'mentor-1' }, { 'x-forwarded-for': from }).then(({ status }) => status)
	for (let count = 0; count < 60; count++) expect(await signIn('10.0.0.1')).toBe(200)
	expect(await signIn('10.0.0.1')).toBe(429)
	expect(await signIn('10.0.0.2')).toBe(200)
})

it('a request that says two things about its length is refused before anybody reads it', async () => {
	const { hostname, port } = new URL((await start()).address)
	const status = await new Promise((resolve, reject) => {
		const headers = { 'content-length': '4', 'transfer-encoding': 'chunked' }
		const sending = request({ hostname, port, path: '/api/sign-in', method: 'POST', headers }, (answer) => {
			answer.resume()
			resolve(answer.statusCode)
		})
		sending.on('error', reject)
		sending.end('{}')
	})
	expect(status).toBe(400)
})
