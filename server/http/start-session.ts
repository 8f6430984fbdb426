import type { StartedSession } from '#protocol/account-api.ts'
import { addCookies, type ApiContext } from './answers.ts'
import type { ApiParts } from './api.ts'

type Parts = Pick<ApiParts, 'accounts' | 'relay'>

/** Answers with the new session. */
export async function startSession(
	context: ApiContext,
	parts: Parts,
	personId: string,
	cookies: readonly string[]
): Promise<Response> {
	await takeSession(context, parts, cookies)
	return context.json<StartedSession>({ person: personId })
}

/** The new session goes with the answer. The one the browser came with ends: nobody could end it any more. */
export async function takeSession(
	context: ApiContext,
	{ accounts, relay }: Parts,
	cookies: readonly string[]
): Promise<void> {
	const leftBy = await accounts.leaveSession(context.req.raw.headers)
	if (leftBy !== null) relay.readmit({ personId: leftBy })
	addCookies(context, cookies)
}
