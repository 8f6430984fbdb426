import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Accounts, SignedIn } from '../people/accounts/accounts.ts'
import type { ApiEnv } from './serve/answers.ts'
import { addSignIn } from './sign-in.ts'

/** Viktor's account. The test sets the library's decision and the time. */
function open() {
	let decide = (): Promise<SignedIn> => Promise.resolve({ type: 'refused' })
	let atMs = 0
	const accounts = { signIn: () => decide() } as Partial<Accounts> as Accounts
	const api = new Hono<ApiEnv>().basePath('/api')
	addSignIn(api, { accounts, relay: { readmit() {} } as never, now: () => new Date(atMs) })
	api.onError((_error, context) => context.text('', 500))
	return {
		decideBy: (next: typeof decide) => void (decide = next),
		wait: (ms: number) => void (atMs += ms),
		async guess(network: string): Promise<number> {
			const incoming = { socket: { remoteAddress: network }, headers: {} } as HttpBindings['incoming']
			const body = JSON.stringify({ login: 'viktor', password: 'a guess' })
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

	it('do not count what was never compared: a library that failed, an address that had asked too often', async () => {
		const { guess, decideBy } = open()
		decideBy(() => Promise.reject(new Error('disk I/O error')))
		expect(await guessTimes(60, () => guess('203.0.113.1'))).toEqual(Array(60).fill(500))
		decideBy(() => Promise.resolve({ type: 'too-many', retryAfterSeconds: 60 }))
		expect(await guessTimes(60, () => guess('203.0.113.1'))).toEqual(Array(60).fill(429))
		decideBy(() => Promise.resolve({ type: 'refused' }))
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
