import { z } from 'zod'
import type { DemoPeople } from '#protocol/api.ts'
import { listDemoPeople } from '../registry/demo-people.ts'
import { addCookies, readBody, refuse } from './answers.ts'
import type { Api, ApiParts } from './api.ts'

const demoSignIn = z.object({ person: z.string().max(64) })

/** Without the demonstration mode these addresses do not exist. */
export function addDemo(api: Api, { isDemo, registry, accounts }: ApiParts): void {
	if (!isDemo) return
	api.get('/demo/people', async (context) => context.json<DemoPeople>({ people: await listDemoPeople(registry) }))

	api.post('/demo/sign-in', async (context) => {
		const input = await readBody(context, demoSignIn)
		if (!input.isValid) return input.refusal
		const people = await listDemoPeople(registry)
		if (!people.some(({ id }) => id === input.value.person)) return refuse(context, 'not_found', { field: 'person' })
		addCookies(context, await accounts.openSession(input.value.person))
		return context.json({ person: input.value.person })
	})
}
