import { addCookies, type ApiContext } from './answers.ts'
import type { ApiParts } from './api.ts'

/** Answers with the new session. The one the browser came with ends: nobody could end it any more. */
export async function startSession(
	context: ApiContext,
	{ accounts, relay }: Pick<ApiParts, 'accounts' | 'relay'>,
	personId: string,
	cookies: readonly string[]
): Promise<Response> {
	const leftBy = await accounts.leaveSession(context.req.raw.headers)
	if (leftBy !== null) relay.readmit({ personId: leftBy })
	addCookies(context, cookies)
	return context.json({ person: personId })
}
