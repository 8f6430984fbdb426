import type { CreatedInvitation } from '#protocol/api/program.ts'
import { listingsOf } from '../people/invitation-rows.ts'
import type { MadeInvitation } from '../people/invitations.ts'
import type { ApiContext } from './serve/answers.ts'
import type { ApiParts } from './serve/api-parts.ts'

/** Its link and its code are told here, and nowhere again. */
export async function toCreated(
	context: ApiContext,
	parts: ApiParts,
	{ row, token, code }: MadeInvitation
): Promise<CreatedInvitation> {
	const [invitation] = await listingsOf(parts.registry, [row])
	if (invitation === undefined) throw new Error('A row without a listing')
	return { invitation, link: invitationLink(originOf(context, parts), token), code }
}

/** `origin` without a slash at its end. */
export function invitationLink(origin: string, token: string): string {
	return `${origin}/invite/${token}`
}

function originOf(context: ApiContext, { origin }: ApiParts): string {
	return origin ?? new URL(context.req.url).origin
}
