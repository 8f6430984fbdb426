import { expect } from 'vitest'
import type { Town, Townsperson } from './town.ts'

export interface LedgersWatch {
	/** Whether the server has told of a change since. */
	heard(): boolean
	stop(): Promise<void>
}

/** Listens to GET /api/ledgers/events as the person; resolves once the server listens to them. */
export async function watchLedgers(town: Town, person: Townsperson): Promise<LedgersWatch> {
	const heard: string[] = []
	const ending = new AbortController()
	const answer = await fetch(`${town.server.address}/api/ledgers/events`, {
		headers: { cookie: town.cookieOf(person) },
		signal: ending.signal
	})
	expect(answer.status).toBe(200)
	const reading = (async () => {
		for await (const chunk of answer.body ?? []) heard.push(new TextDecoder().decode(chunk))
		// Aborting rejects it.
	})().catch(() => {})
	await expect.poll(() => heard.join('')).toContain('heartbeat')
	return {
		heard: () => heard.join('').includes('event: changed'),
		async stop() {
			ending.abort()
			await reading
		}
	}
}
