import { expect } from 'vitest'
import type { Town, Townsperson } from './town.ts'

export interface LedgersWatch {
	/** Whether the server has reported a change since the start. */
	hasChanged(): boolean
	stop(): Promise<void>
}

/** Listens to GET /api/ledgers/events as the person; resolves once the server watches the ledgers. */
export async function watchLedgers(town: Town, person: Townsperson): Promise<LedgersWatch> {
	const chunks: string[] = []
	const ending = new AbortController()
	const answer = await fetch(`${town.server.address}/api/ledgers/events`, {
		headers: { cookie: town.cookieOf(person) },
		signal: ending.signal
	})
	expect(answer.status).toBe(200)
	const reading = (async () => {
		for await (const chunk of answer.body ?? []) chunks.push(new TextDecoder().decode(chunk))
		// The abort in `stop` rejects it.
	})().catch(() => {})
	await expect.poll(() => chunks.join('')).toContain('heartbeat')
	return {
		hasChanged: () => chunks.join('').includes('event: changed'),
		async stop() {
			ending.abort()
			await reading
		}
	}
}
