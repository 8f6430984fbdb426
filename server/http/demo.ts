import { z } from 'zod'
import type { DemoPeople } from '#protocol/api/program.ts'
import { listDemoPeople } from '../demo/demo-people.ts'
import { networkOf } from '../network.ts'
import { readBody, refuse, refuseTooMany } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { clientAddressOf } from './serve/client-address.ts'
import { createRateLimit } from './serve/rate-limit.ts'
import { startSession } from './start-session.ts'

const demoSignIn = z.object({ person: z.string().max(64) })

/** From one address; a class that tries it out shares one. Each makes a session that lasts half a year. */
const SIGN_INS = { most: 60, perMs: 60_000 }

/** Without the demonstration mode these addresses do not exist. */
export function addDemo(api: Api, parts: ApiParts): void {
	const { isDemo, registry, accounts, now } = parts
	if (!isDemo) return
	const rate = createRateLimit(SIGN_INS, now)
	api.get('/demo/people', async (context) => context.json<DemoPeople>({ people: await listDemoPeople(registry) }))

	/** 429, code `conflict`: too many from there; Retry-After in seconds. */
	api.post('/demo/sign-in', async (context) => {
		const network = networkOf(clientAddressOf(context.env.incoming))
		const waitSeconds = network === null ? 0 : rate.take(network)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const input = await readBody(context, demoSignIn)
		if (!input.isValid) return input.refusal
		const people = await listDemoPeople(registry)
		if (!people.some(({ id }) => id === input.value.person)) return refuse(context, 'not_found', { field: 'person' })
		const { person } = input.value
		// Their access has been reset: the demonstration's door stays open, as the invitation does.
		if (!(await accounts.hasAccount(person))) await accounts.createAccount(person, null)
		return startSession(context, parts, person, await accounts.openSession(person, context.req.raw.headers))
	})
}
