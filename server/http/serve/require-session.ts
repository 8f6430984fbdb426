import type { MiddlewareHandler } from 'hono'
import { addCookies, refuse, type ApiEnv } from './answers.ts'
import type { ApiParts } from './api-parts.ts'

/** 401 unless a person is signed in; moves the end of their session on. */
export function requireSession({ accounts }: ApiParts): MiddlewareHandler<ApiEnv> {
	return async (context, next) => {
		const { personId, sessionId, cookies } = await accounts.continueSession(context.req.raw.headers)
		addCookies(context, cookies)
		if (personId === null) return refuse(context, 'unauthorized')
		context.set('personId', personId)
		context.set('sessionId', sessionId)
		await next()
	}
}
