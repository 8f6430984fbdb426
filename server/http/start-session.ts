import type { StartedSession } from '#protocol/api/account.ts'
import { addCookies, refuse, type ApiContext } from './serve/answers.ts'
import type { ApiParts } from './serve/api-parts.ts'

type Parts = Pick<ApiParts, 'accounts' | 'relay'>

/** Answers with the new session. 409 with the field `municipality`: theirs is closed. */
export async function startSession(
	context: ApiContext,
	parts: Parts,
	personId: string,
	cookies: readonly string[]
): Promise<Response> {
	if (!(await takeSession(context, parts, cookies))) return refuse(context, 'conflict', { field: 'municipality' })
	return context.json<StartedSession>({ person: personId })
}

/**
 * The new session goes with the answer. The one the browser came with ends: nobody could end it any more. False: the new one is of
 * somebody whose municipality is closed, and ends instead.
 */
export async function takeSession(
	context: ApiContext,
	{ accounts, relay }: Parts,
	cookies: readonly string[]
): Promise<boolean> {
	const given = new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') })
	if ((await accounts.findSession(given)) === null) {
		await accounts.leaveSession(given)
		return false
	}
	const leftBy = await accounts.leaveSession(context.req.raw.headers)
	if (leftBy !== null) relay.readmit({ personId: leftBy })
	addCookies(context, cookies)
	return true
}
