import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { call } from './api.ts'

afterEach(() => void vi.unstubAllGlobals())

function answer(body: string, status = 200) {
	const fetch = vi.fn<typeof globalThis.fetch>(() =>
		Promise.resolve(new Response(status === 204 ? null : body, { status }))
	)
	vi.stubGlobal('fetch', fetch)
	return fetch
}

it('an answer is a value', async () => {
	answer('{"status":"ok","version":"1"}')
	expect(await call('GET /api/health')).toEqual({ ok: true, value: { status: 'ok', version: '1' } })
})

it('an empty answer is a success', async () => {
	answer('', 204)
	expect(await call('POST /api/sign-out', { body: {} })).toEqual({ ok: true, value: null })
})

it.each([
	['a wrong password', 401, '{"error":{"code":"unauthorized"}}', { code: 'unauthorized' }],
	['a login that is taken', 409, '{"error":{"code":"conflict","field":"login"}}', { code: 'conflict', field: 'login' }],
	['a code of a newer server', 418, '{"error":{"code":"teapot"}}', { code: 'internal' }],
	['the page of a school’s gateway', 200, '<html>Доступ ограничен</html>', { code: 'offline' }],
	['a proxy whose server is away', 502, 'Bad gateway', { code: 'offline' }],
	['a server that is starting', 503, '{"error":{"code":"internal"}}', { code: 'offline' }]
])('%s is a code', async (_, status, body, failure) => {
	answer(body, status)
	expect(await call('POST /api/sign-in', { body: { login: 'irina', password: 'x' } })).toEqual({
		ok: false,
		...failure
	})
})

it('no network is a code', async () => {
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
	expect(await call('GET /api/me', { query: { or: 'nobody' } })).toEqual({ ok: false, code: 'offline' })
})

it('the board is asked with what was asked of it', async () => {
	const fetch = answer('{}')
	await call('GET /api/board', { query: { q: 'Ковалёв', attention: 'silent', page: 2 } })
	expect(fetch.mock.calls[0]?.[0]).toBe(`/api/board?q=${encodeURIComponent('Ковалёв')}&attention=silent&page=2`)
	await call('GET /api/board', { query: { q: '' } })
	expect(fetch.mock.calls[1]?.[0]).toBe('/api/board')
})

it('a command names its endpoint, whose parameters stand in the path', async () => {
	const fetch = answer('', 204)
	await call('PUT /api/preferences/:personId', { personId: 'a/b', body: { role: 'mentee', liking: null } })
	const [path, init] = fetch.mock.calls[0] ?? []
	expect([init?.method, path, init?.body]).toEqual(['PUT', '/api/preferences/a%2Fb', '{"role":"mentee","liking":null}'])
})

describe('a reading that the server puts off', () => {
	beforeEach(() => void vi.useFakeTimers())
	afterEach(() => void vi.useRealTimers())
	const tooMany = (seconds: number) =>
		new Response('{"error":{"code":"conflict"}}', { status: 429, headers: { 'retry-after': String(seconds) } })

	it('is made after the time that the server names, and Elena sees no failure', async () => {
		const fetch = answer('{"rows":[]}').mockResolvedValueOnce(tooMany(2))
		const board = call('GET /api/board', { query: {} })
		await vi.advanceTimersByTimeAsync(1_999)
		expect(fetch).toHaveBeenCalledTimes(1)
		await vi.advanceTimersByTimeAsync(1)
		expect(await board).toEqual({ ok: true, value: { rows: [] } })
	})

	it('is tried again later like one without an answer, if there is not so much time', async () => {
		answer('{}').mockResolvedValueOnce(tooMany(60))
		expect(await call('GET /api/board', { query: {} })).toEqual({ ok: false, code: 'offline' })
	})

	it.each([
		['no time', undefined],
		['a date', 'Wed, 25 Nov 2026 08:00:00 GMT']
	])('is not made again at once by a gateway that names %s', async (_, header) => {
		const headers: HeadersInit = header === undefined ? {} : { 'retry-after': header }
		const fetch = answer('{}').mockResolvedValueOnce(new Response('', { status: 429, headers }))
		expect(await call('GET /api/board', { query: {} })).toEqual({ ok: false, code: 'offline' })
		expect(fetch).toHaveBeenCalledTimes(1)
	})

	it('is not a command: that is refused at once', async () => {
		answer('{}').mockResolvedValueOnce(tooMany(1))
		expect(await call('POST /api/sign-in', { body: { login: 'irina', password: 'x' } })).toEqual({
			ok: false,
			code: 'conflict'
		})
	})
})
