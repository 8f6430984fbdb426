import type { Person } from '#protocol/api/program.ts'
import { inviteKnown } from '../people/access-resets.ts'
import type { Inviting } from '../people/invitation-rows.ts'
import type { MadeInvitation } from '../people/invitations.ts'
import type { ApiParts } from './serve/api-parts.ts'

/** An invitation for somebody of the registry. What opened their account until now ends, and that is recorded. */
export async function giveWayIn(
	{ registry, accounts, relay, invitationCodes }: ApiParts,
	person: Person,
	inviting: Inviting
): Promise<MadeInvitation> {
	const hasAccount = await accounts.hasAccount(person.id)
	const made = await inviteKnown(registry, invitationCodes, person, inviting, hasAccount)
	await accounts.removeAccount(person.id)
	relay.readmit({ personId: person.id })
	return made
}
