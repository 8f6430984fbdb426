/** Administrators as whoever runs the server sees them: ways back in that nobody in the app could give. */
import type { Registry } from './database/database.ts'
import { inviteKnown } from './people/access-resets.ts'
import type { InvitationCodes } from './people/invitation-code.ts'
import { createInvitation, type MadeInvitation } from './people/invitations.ts'
import { toPerson } from './people/people.ts'

/** Whoever asks at the server's command line waits for it. */
const LASTS_HOURS = 24

/** By name. `municipality`: where they are entered. */
export async function listAdministrators(registry: Registry) {
	const rows = await selectAdministrators(registry).orderBy('family_name').execute()
	return rows.map((row) => ({ ...toPerson(row), municipality: row.municipality }))
}

/** What opens the account now goes on to do so until the invitation is accepted. Null: no administrator has this id. */
export async function inviteBack(
	registry: Registry,
	codes: InvitationCodes,
	personId: string,
	now: Date
): Promise<MadeInvitation | null> {
	const row = await selectAdministrators(registry).where('people.id', '=', personId).executeTakeFirst()
	if (row === undefined) return null
	const inviting = { municipalityId: row.municipality_id, madeBy: null, now, lastsHours: LASTS_HOURS }
	return inviteKnown(registry, codes, toPerson(row), inviting, true)
}

/** For when the last one is gone for good: somebody new, entered in the oldest municipality that is open. Null: there is none yet. */
export async function inviteAnotherAdministrator(
	registry: Registry,
	codes: InvitationCodes,
	now: Date
): Promise<MadeInvitation | null> {
	const oldest = await registry.query
		.selectFrom('municipalities')
		.select('id')
		.where('closed_at', 'is', null)
		.orderBy('created_at')
		.executeTakeFirst()
	if (oldest === undefined) return null
	const unnamed = { familyName: '', givenName: '', patronymic: '', role: 'administrator' as const }
	const inviting = { municipalityId: oldest.id, madeBy: null, now, lastsHours: LASTS_HOURS }
	return createInvitation(registry, codes, unnamed, inviting)
}

function selectAdministrators({ query }: Registry) {
	return query
		.selectFrom('assignments')
		.innerJoin('people', 'people.id', 'person_id')
		.innerJoin('municipalities', 'municipalities.id', 'assignments.municipality_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'assignments.municipality_id'])
		.select('municipalities.name as municipality')
		.where('role', '=', 'administrator')
}
