import type { MiddlewareHandler } from 'hono'
import { refuse, type ApiEnv } from './answers.ts'
import type { ApiParts } from './api-parts.ts'

/**
 * 403 with the field `signIn` unless the session is of the last quarter of an hour; behind `requireSession`. Whoever finds a phone
 * unlocked makes no way in of their own, which would outlast the phone's return (ASVS 7.5.1).
 */
export function requireRecentSignIn({ accounts }: Pick<ApiParts, 'accounts'>): MiddlewareHandler<ApiEnv> {
	return async (context, next) => {
		const isRecent = await accounts.isRecent(context.get('personId'), context.get('sessionId'))
		if (!isRecent) return refuse(context, 'unauthorized', { field: 'signIn', status: 403 })
		await next()
	}
}
