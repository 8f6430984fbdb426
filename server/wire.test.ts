import { type AddressInfo, createServer } from 'node:net'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Me } from '#protocol/api/program.ts'
import { freePort } from '../tests/support/free-port.ts'
import { freshConfig, removeData } from '../tests/support/settle.ts'
import { CannotStart, type Config } from './config.ts'
import { startServer, type ServerOptions, type StartedServer } from './wire.ts'

const used: { config: Config; server?: StartedServer }[] = []
afterEach(async () => {
	for (const { config, server } of used.splice(0)) {
		await server?.stop()
		removeData(config)
	}
})

async function start(config: Config, options?: ServerOptions): Promise<StartedServer> {
	const entry: (typeof used)[number] = { config }
	used.push(entry)
	entry.server = await startServer(config, options)
	return entry.server
}

async function cannotStart(config: Config): Promise<string> {
	const error = await start(config).catch((error: unknown) => error)
	expect(error).toBeInstanceOf(CannotStart)
	return (error as CannotStart).message
}

function post(server: StartedServer, path: string, body: object): Promise<Response> {
	const headers = { 'content-type': 'application/json' }
	return fetch(server.address + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

it('says while it starts that it does: on a page that asks again, and to the app as a failure', async () => {
	const port = await freePort()
	const ask = async (path: string, accept: string) => {
		const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } })
		const { status, headers } = answer
		expect([status, Number(headers.get('retry-after')), headers.get('cache-control')]).toEqual([503, 2, 'no-store'])
		expect(headers.get('content-security-policy')).toContain("default-src 'none'")
		return [headers.get('content-type'), await answer.text()]
	}
	const answers: Record<string, Awaited<ReturnType<typeof ask>>> = {}
	const server = await start(
		{ ...freshConfig(), port },
		{
			async serveShell() {
				answers.page = await ask('/programs/program-1?tab=plan', 'text/html,application/xhtml+xml,*/*;q=0.8')
				answers.return = await ask('/api/oidc/callback?code=1', 'text/html,*/*;q=0.8')
				answers.api = await ask('/api/me', '*/*')
				answers.file = await ask('/favicon.svg', 'image/*')
				return (_request, response) => void response.end('ready')
			}
		}
	)
	const [type, page] = answers.page ?? []
	expect(type).toContain('text/html')
	for (const words of ['Сервер запускается', 'The server is starting', '<meta http-equiv="refresh" content="10">'])
		expect(page).toContain(words)
	// Nobody has to wait for the refresh: a link leads to the same address.
	for (const words of ['<a href="">Открыть сейчас</a>', '<a href="">Open now</a>']) expect(page).toContain(words)
	expect(answers.return).toEqual(answers.page)
	expect(page).not.toMatch(/<script|<style|style=/)
	expect(answers.api).toEqual(['application/json', '{"error":{"code":"internal"}}'])
	expect(answers.file?.[0]).toContain('text/plain')
	expect(await (await fetch(server.address)).text()).toBe('ready')
})

describe('the first start', () => {
	it('on this machine is a demonstration, and says so', async () => {
		const server = await start(freshConfig())
		expect(server.notices.join()).toContain('Демонстрационный режим')
		const health = await fetch(`${server.address}/api/health`)
		expect(await health.json()).toEqual({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
		const signedIn = await post(server, '/api/demo/sign-in', { person: 'curator-1' })
		expect(signedIn.status).toBe(200)
		// A page of the board is long, and phones are slow.
		const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		const board = await fetch(`${server.address}/api/board`, { headers: { cookie } })
		expect([health, board].map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip'])
		expect(await board.json()).toMatchObject({ count: expect.any(Number) })
	})

	it.each([
		['in the office', { HOST: '0.0.0.0' }],
		['behind a proxy', { TANDEM_ORIGIN: 'https://tandem.example' }],
		['with TANDEM_DEMO=0', { TANDEM_DEMO: '0' }]
	])('%s is none', async (_where, env) => {
		const server = await start(freshConfig(env))
		expect((await post(server, '/api/demo/sign-in', { person: 'mentor-1' })).status).toBe(404)
		expect(server.notices.at(-1)).toMatch(/\/invite\/[\w-]{32}$/)
	})

	it('prints the administrator’s link anew each time until it is accepted, and only the last one works', async () => {
		const config = freshConfig({ TANDEM_DEMO: '0' })
		const first = await start(config)
		const oldToken = first.notices.at(-1)?.split('/').at(-1)
		await first.stop()
		const server = await start({ ...config, demo: 'auto' })
		const token = server.notices.at(-1)?.split('/').at(-1)
		const anna = { login: 'anna', password: 'long enough', familyName: 'Белова', givenName: 'Анна' }
		const town = { municipality: 'Город Зареченск', timeZone: 'Asia/Novosibirsk' }
		expect((await post(server, `/api/invitations/by-token/${oldToken}/accept`, { ...anna, ...town })).status).toBe(404)
		const unnamed = await post(server, `/api/invitations/by-token/${token}/accept`, anna)
		expect(await unnamed.json()).toEqual({ error: { code: 'invalid', field: 'municipality' } })
		const nameless = { ...anna, ...town, givenName: undefined }
		const incomplete = await post(server, `/api/invitations/by-token/${token}/accept`, nameless)
		expect(await incomplete.json()).toEqual({ error: { code: 'invalid', field: 'givenName' } })

		const accepted = await post(server, `/api/invitations/by-token/${token}/accept`, { ...anna, ...town })
		const cookie = accepted.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		const me = (await (await fetch(`${server.address}/api/me`, { headers: { cookie } })).json()) as Me
		expect(me).toMatchObject({
			person: { name: 'Белова Анна' },
			roles: ['administrator'],
			municipality: { name: 'Город Зареченск', timeZone: 'Asia/Novosibirsk' },
			isDemo: false
		})
		await server.stop()
		const later = await start({ ...config, demo: 'auto' })
		expect(later.notices).toEqual([])
		await later.stop()
		expect(await cannotStart({ ...config, demo: 'on' })).toContain('TANDEM_DEMO=1')
	})

	it('keeps its secret for the server’s own user, so that people stay signed in', async () => {
		const config = freshConfig()
		const first = await start(config)
		const signedIn = await post(first, '/api/demo/sign-in', { person: 'mentor-1' })
		const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		await first.stop()
		const second = await start(config)
		expect((await fetch(`${second.address}/api/me`, { headers: { cookie } })).status).toBe(200)
		expect(statSync(join(config.dataDirectory, 'secret')).mode & 0o777).toBe(0o600)
	})

	it('beyond this machine gives cookies to https only', async () => {
		const server = await start(freshConfig({ HOST: '0.0.0.0', TANDEM_DEMO: '1', TANDEM_DEMO_PUBLIC: '1' }))
		const signedIn = await post(server, '/api/demo/sign-in', { person: 'mentor-1' })
		expect(signedIn.headers.getSetCookie()[0]).toMatch(/^__Host-.*; HttpOnly; Secure; SameSite=Lax$/)
	})
})

describe('a demonstration', () => {
	it('stays one, and its people keep what they wrote', async () => {
		const config = freshConfig()
		const first = await start(config)
		await first.stop()
		const second = await start(config)
		const { people } = (await (await fetch(`${second.address}/api/demo/people`)).json()) as { people: { id: string }[] }
		expect(people.map(({ id }) => id)).toEqual([
			'curator-1',
			'head-1',
			'organisation-curator-1',
			'region-1',
			...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `mentee-${number}`),
			...[1, 2, 3, 4].map((number) => `mentor-${number}`)
		])
		await second.stop()
		const inTheOffice = await start({ ...config, host: '0.0.0.0' })
		expect((await fetch(`${inTheOffice.address}/api/demo/people`)).status).toBe(404)
	})

	it('lets in its own people only', async () => {
		const server = await start(freshConfig())
		expect((await post(server, '/api/demo/sign-in', { person: 'mentor-9' })).status).toBe(404)
		expect((await post(server, '/api/demo/sign-in', {})).status).toBe(400)
	})
})

describe('a start that cannot be', () => {
	it('for a port in use names the port and touches no data', async () => {
		const other = createServer().listen(0, '127.0.0.1')
		await once(other, 'listening')
		const port = (other.address() as AddressInfo).port
		const config = { ...freshConfig(), port }
		expect(await cannotStart(config)).toMatch(new RegExp(`Порт ${port} уже занят[^]*Port ${port} is already in use`))
		expect(() => statSync(join(config.dataDirectory, 'tandem.sqlite'))).toThrow()
		other.close()
	})

	it('for an address of another machine names HOST', async () => {
		expect(await cannotStart(freshConfig({ HOST: '203.0.113.7' }))).toContain('HOST')
	})

	it('for an unreadable database names the file and leaves it as it is', async () => {
		const config = freshConfig()
		const path = join(config.dataDirectory, 'tandem.sqlite')
		writeFileSync(path, 'Это не база данных. '.repeat(300))
		const before = readFileSync(path)
		expect(await cannotStart(config)).toContain(path)
		expect(readFileSync(path)).toEqual(before)
	})

	it('for a data directory that cannot be written names it', async () => {
		const config = freshConfig()
		writeFileSync(join(config.dataDirectory, 'file'), '')
		const dataDirectory = join(config.dataDirectory, 'file', 'data')
		expect(await cannotStart({ ...config, dataDirectory })).toContain(dataDirectory)
	})

	it('for a secret that cannot be read makes no new one', async () => {
		const config = freshConfig()
		mkdirSync(join(config.dataDirectory, 'secret'))
		expect(await cannotStart(config)).toContain(config.dataDirectory)
	})

	it('for data another server works with says so, and the other goes on', async () => {
		const config = freshConfig({ TANDEM_DEMO: '0' })
		const first = await start(config)
		expect(await cannotStart({ ...config })).toMatch(/уже работает другой сервер[^]*Another server/)
		expect((await fetch(`${first.address}/api/health`)).status).toBe(200)
	}, 15_000)
})

describe('stopping', () => {
	it('ends a board that is being watched and lets go of port and data', async () => {
		const config = freshConfig()
		const server = await start(config)
		const signedIn = await post(server, '/api/demo/sign-in', { person: 'curator-1' })
		const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		const events = await fetch(`${server.address}/api/board/events`, { headers: { cookie } })
		const ended = events.text()
		await server.stop()
		expect(await ended).toContain('heartbeat')
		await expect(fetch(`${server.address}/api/health`)).rejects.toThrow()
		const port = Number(new URL(server.address).port)
		expect((await start({ ...config, port })).address).toBe(server.address)
	})
})

describe('the port of whoever runs the server', () => {
	const withMetrics = () => ({ ...freshConfig({ TANDEM_DEMO: '0' }), metricsPort: 0 })
	const ask = async (server: StartedServer, path: string) => {
		const answer = await fetch(`${server.operationsAddress}${path}`)
		return { status: answer.status, text: await answer.text() }
	}

	it('is not there unless it is asked for', async () => {
		expect((await start(freshConfig({ TANDEM_DEMO: '0' }))).operationsAddress).toBeNull()
	})

	it('is of this machine, and says that the server is ready and what it does', async () => {
		const server = await start(withMetrics())
		expect(server.operationsAddress).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
		expect((await ask(server, '/live')).status).toBe(200)
		expect((await ask(server, '/ready')).status).toBe(200)
		expect((await ask(server, '/')).status).toBe(404)
		const { text } = await ask(server, '/metrics')
		for (const name of [
			'tandem_connections 0',
			'tandem_rooms 0',
			'tandem_commit_seconds_bucket',
			'tandem_compaction_lag_seconds 0',
			'tandem_held_waiting 0',
			'tandem_documents_filling 0',
			'nodejs_eventloop_lag_p99_seconds',
			'process_resident_memory_bytes'
		]) {
			expect(text).toContain(name)
		}
	})

	it('counts what comes, what is refused and whom it sends away', async () => {
		const config = withMetrics()
		const server = await start(config)
		const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/plan:program-1`)
		await once(socket, 'close')
		expect((await ask(server, '/metrics')).text).toContain('tandem_closes_total{reason="signed-out"} 1')
	})

	it('counts who guesses at a password, and when they have to wait', async () => {
		const server = await start(withMetrics())
		for (let guess = 0; guess < 11; guess += 1)
			await post(server, '/api/sign-in', { login: 'viktor', password: `Пароль номер ${guess}` })
		for (const path of ['invitations/by-token/a-secret', 'nothing/a-secret'])
			await fetch(`${server.address}/api/${path}`)
		const { text } = await ask(server, '/metrics')
		const counted = (status: number) => `tandem_requests_total{method="POST",route="/api/sign-in",status="${status}"}`
		expect(text).toContain(`${counted(401)} 10\n`)
		expect(text).toContain(`${counted(429)} 1\n`)
		expect(text).toContain('route="/api/invitations/by-token/:token",status="404"} 1')
		expect(text).toContain('route="/api/*",status="404"} 1')
		expect(text).not.toMatch(/viktor|secret/)
	})

	it('[R13] says that the server is not ready while it starts and while it stops, and that it lives', async () => {
		const config = withMetrics()
		let address = ''
		const answers: number[] = []
		const waiting = Promise.withResolvers<ServerResponse>()
		const port = await freePort()
		const server = await start(
			{ ...config, metricsPort: port },
			{
				async serveShell() {
					address = `http://127.0.0.1:${port}`
					answers.push((await fetch(`${address}/ready`)).status, (await fetch(`${address}/live`)).status)
					return (_request, response) => waiting.resolve(response)
				}
			}
		)
		expect(answers).toEqual([503, 200])
		expect((await fetch(`${address}/ready`)).status).toBe(200)
		const asked = fetch(server.address)
		const answer = await waiting.promise
		const stopped = server.stop()
		expect((await fetch(`${address}/ready`)).status).toBe(503)
		answer.end()
		await Promise.all([asked, stopped])
		await expect(fetch(`${address}/live`)).rejects.toThrow()
	})

	it('that is in use keeps the server from starting, by its own name', async () => {
		const other = createServer().listen(0, '127.0.0.1')
		await once(other, 'listening')
		const metricsPort = (other.address() as AddressInfo).port
		expect(await cannotStart({ ...freshConfig(), metricsPort })).toMatch(/TANDEM_METRICS_PORT/)
		other.close()
	})
})

describe('a start that fails half-way', () => {
	it('lets go of the relay, the ports and the data', async () => {
		const config = freshConfig({ TANDEM_DEMO: '0' })
		const setting = vi.spyOn(globalThis, 'setInterval')
		const clearing = vi.spyOn(globalThis, 'clearInterval')
		const failing = startServer(config, { serveShell: () => Promise.reject(new Error('no shell')) })
		await expect(failing).rejects.toThrow('no shell')
		const started = setting.mock.results.map(({ value }) => value as unknown)
		expect(started.length).toBeGreaterThan(0)
		const cleared = clearing.mock.calls.map(([timer]) => timer as unknown)
		expect(started.filter((timer) => !cleared.includes(timer))).toEqual([])
		vi.restoreAllMocks()
		expect((await fetch(`${(await start(config)).address}/api/health`)).status).toBe(200)
	})
})

describe('the app', () => {
	it('can be served by somebody else during development, with the API beside it', async () => {
		const server = await start(freshConfig({ TANDEM_DEMO: '0' }), {
			serveShell: () => (request, response) => void response.end(`shell of ${request.url}`)
		})
		expect(await (await fetch(`${server.address}/programs/program-1`)).text()).toBe('shell of /programs/program-1')
		expect((await fetch(`${server.address}/api/health`)).status).toBe(200)
	})
})
