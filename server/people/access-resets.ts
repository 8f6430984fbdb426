/** Invitations for people the registry has already: those who never had a way in, and those who lost theirs. */
import type { Person } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import type { InvitationCodes } from './invitation-code.ts'
import { draftInvitation, type Inviting } from './invitation-rows.ts'
import type { MadeInvitation } from './invitations.ts'
import { listPeople } from './people.ts'
import { rolesOf, standingOf } from './standing.ts'

/** Whose open invitations become void by it. `isReset`: it is recorded that they were given another way in, and by whom. */
export async function inviteKnown(
	registry: Registry,
	codes: InvitationCodes,
	person: Person,
	inviting: Inviting,
	isReset: boolean
): Promise<MadeInvitation> {
	const { query } = registry
	const [role = 'mentee'] = await rolesOf(registry, person.id, await standingOf(registry, person.id))
	const made = draftInvitation(codes, { ...person, personId: person.id, role }, inviting)
	const record = { person_id: person.id, at: inviting.now.toISOString(), by_person_id: inviting.madeBy }
	registry.commitTogether([
		query.deleteFrom('invitations').where('person_id', '=', person.id).where('accepted_at', 'is', null),
		query.insertInto('invitations').values(made.row),
		...(isReset
			? [
					query
						.insertInto('access_resets')
						.values(record)
						.onConflict((same) => same.doNothing())
				]
			: [])
	])
	return made
}

export async function lastReset(
	registry: Registry,
	personId: string
): Promise<{ at: string; by: string | null } | null> {
	const row = await registry.query
		.selectFrom('access_resets')
		.selectAll()
		.where('person_id', '=', personId)
		.orderBy('at', 'desc')
		.executeTakeFirst()
	if (row === undefined) return null
	if (row.by_person_id === null) return { at: row.at, by: null }
	const [by] = await listPeople(registry, new Set([row.by_person_id]))
	return { at: row.at, by: by?.name ?? '' }
}
