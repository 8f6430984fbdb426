import { z } from 'zod'
import { MAX_LOGIN, MAX_PASSWORD, normaliseLogin } from '../accounts/credentials.ts'
import { addCookies, readBody, refuse } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { clientAddressOf } from './client-address.ts'

const signIn = z.object({
	login: z.string().min(1).max(MAX_LOGIN).transform(normaliseLogin),
	password: z.string().min(1).max(MAX_PASSWORD)
})

/** Without a body it is the cookie's. */
const signOut = z.object({ session: z.string().min(1).max(64).optional() }).optional()

export function addSignIn(api: Api, { accounts, relay }: ApiParts): void {
	/** 401: wrong login or password. 429, code `conflict`: too many tries; Retry-After in seconds. */
	api.post('/sign-in', async (context) => {
		const input = await readBody(context, signIn)
		if (!input.isValid) return input.refusal
		const result = await accounts.signIn(input.value, clientAddressOf(context.env.incoming))
		switch (result.type) {
			case 'refused':
				return refuse(context, 'unauthorized')
			case 'too-many':
				context.header('retry-after', String(result.retryAfterSeconds))
				return refuse(context, 'conflict', { status: 429 })
			case 'signed-in':
				addCookies(context, result.cookies)
				return context.json({ person: result.personId })
		}
	})

	/** 204 also for somebody who was not signed in, and for a session that is not theirs or has ended. */
	api.post('/sign-out', async (context) => {
		const input = await readBody(context, signOut)
		if (!input.isValid) return input.refusal
		const { headers } = context.req.raw
		const personId = await accounts.findSession(headers)
		addCookies(context, await accounts.signOut(headers, input.value?.session ?? null))
		if (personId !== null) relay.readmit({ personId })
		return context.body(null, 204)
	})
}
