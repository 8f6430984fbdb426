import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Accounts, SignedIn } from '../people/accounts/accounts.ts'
import type { ApiEnv } from './serve/answers.ts'
import { serveOn } from './serve/endpoint.ts'
import { addSignIn } from './sign-in.ts'

/** A school's accounts. The test sets the library's decision and the time. */
function open() {
	let decide = (): Promise<SignedIn | null> => Promise.resolve(null)
	let atMs = 0
	const accounts = {
		signIn: () => decide(),
		findSession: () => Promise.resolve('viktor'),
		leaveSession: () => Promise.resolve(null)
	} as Partial<Accounts> as Accounts
	const api = new Hono<ApiEnv>().basePath('/api')
	addSignIn(serveOn(api, {} as never), {
		accounts,
		relay: { readmit() {} } as never,
		now: () => new Date(atMs),
		addressOf: ({ socket }) => socket.remoteAddress ?? ''
	})
	api.onError((_error, context) => context.text('', 500))
	return {
		decideBy: (next: typeof decide) => void (decide = next),
		wait: (ms: number) => void (atMs += ms),
		async guess(network: string, login = 'viktor'): Promise<number> {
			const incoming = { socket: { remoteAddress: network }, headers: {} } as HttpBindings['incoming']
			const body = JSON.stringify({ login, password: 'a guess' })
			return (await api.request('/api/sign-in', { method: 'POST', body }, { incoming })).status
		}
	}
}

async function guessTimes(count: number, guess: () => Promise<number>): Promise<number[]> {
	const statuses: number[] = []
	for (let time = 0; time < count; time++) statuses.push(await guess())
	return statuses
}

describe('the wrong passwords of an account', () => {
	it('are ten from one network, then it waits', async () => {
		const { guess } = open()
		expect(await guessTimes(11, () => guess('203.0.113.1'))).toEqual([...Array<number>(10).fill(401), 429])
	})

	it('do not count what was never compared: a library that failed', async () => {
		const { guess, decideBy } = open()
		decideBy(() => Promise.reject(new Error('disk I/O error')))
		expect(await guessTimes(60, () => guess('203.0.113.1'))).toEqual(Array(60).fill(500))
		decideBy(() => Promise.resolve(null))
		expect(await guess('203.0.113.1')).toBe(401)
	})

	it('do not count against a network what the account had to wait for', async () => {
		const { guess, wait } = open()
		for (const network of ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4', '203.0.113.5']) {
			await guessTimes(10, () => guess(network))
		}
		expect(await guessTimes(10, () => guess('203.0.113.6'))).toEqual(Array(10).fill(429))
		// A fiftieth of 15 minutes: the account may be tried once more.
		wait(18_000)
		expect(await guess('203.0.113.6')).toBe(401)
	})
})

describe('the people of a school, who share one address', () => {
	const school = '203.0.113.7'

	it('all get in, also the eleventh teacher of a minute, when a few have mistyped', async () => {
		const { guess, decideBy } = open()
		const teachers = Array.from({ length: 100 }, (_, number) => `teacher-${number}`)
		for (const teacher of teachers.slice(0, 20)) expect(await guess(school, teacher)).toBe(401)
		decideBy(() => Promise.resolve({ personId: 'viktor', cookies: ['tandem.session_token=x'] }))
		for (const teacher of teachers) expect(await guess(school, teacher)).toBe(200)
	})

	it('wait when one of them tries a password with every login; people elsewhere do not', async () => {
		const { guess, wait } = open()
		let count = 0
		const next = () => guess(school, `teacher-${count++}`)
		expect(await guessTimes(61, next)).toEqual([...Array<number>(60).fill(401), 429])
		expect(await guess('198.51.100.20', 'viktor')).toBe(401)
		wait(15_000)
		expect(await next()).toBe(401)
	})
})
