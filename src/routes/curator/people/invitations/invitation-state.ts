import type { InvitationListing } from '#protocol/api/program.ts'

export type InvitationState = 'waiting' | 'accepted' | 'expired'

/** `now` is an ISO instant. An invitation accepted in time stays accepted after its last day. */
export function invitationStateOf(
	{ acceptedAt, expiresAt }: Pick<InvitationListing, 'acceptedAt' | 'expiresAt'>,
	now: string
): InvitationState {
	if (acceptedAt !== null) return 'accepted'
	return Date.parse(expiresAt) <= Date.parse(now) ? 'expired' : 'waiting'
}
