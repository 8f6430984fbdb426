/** Who in a municipality has an account, who is invited, and who is neither. Also invites people of the registry again. */
import type { StaffAssignment } from '#domain/access.ts'
import type { AccessListing } from '#protocol/api/account.ts'
import type { Person } from '#protocol/api/program.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Registry } from '../database/database.ts'
import { draftInvitation, type InvitationCodes, type Inviting } from './invitation-rows.ts'
import type { MadeInvitation } from './invitations.ts'
import { isErased, listPeople, toPerson } from './people.ts'
import { rolesOf, readGrants } from './grants.ts'

export interface KnownAccess extends Omit<AccessListing, 'canReset'> {
	assignments: StaffAssignment[]
	/** False: the person is only invited, and enters the registry when they accept. */
	isInRegistry: boolean
}

/** In no order; also people who will enter the registry by an open invitation. `accountIds`: everybody who has an account. */
export async function listAccess(
	{ query }: Registry,
	municipalityId: string,
	accountIds: ReadonlySet<string>,
	now: Date
): Promise<KnownAccess[]> {
	const [people, assigned, banked, open] = await Promise.all([
		query
			.selectFrom('people')
			.select(['id', 'family_name', 'given_name', 'patronymic'])
			.where('municipality_id', '=', municipalityId)
			.where(isErased, '=', 0)
			.execute(),
		// Of any municipality: a head elsewhere is a head.
		query.selectFrom('assignments').selectAll().execute(),
		query.selectFrom('bank').select(['person_id', 'role']).where('municipality_id', '=', municipalityId).execute(),
		query
			.selectFrom('invitations')
			.select(['person_id', 'family_name', 'given_name', 'patronymic', 'role', 'is_for_known'])
			.where('municipality_id', '=', municipalityId)
			.where('accepted_at', 'is', null)
			.where('expires_at', '>', now.toISOString())
			.execute()
	])
	const assignmentsOf = Map.groupBy(assigned, ({ person_id }) => person_id)
	const bankedOf = Map.groupBy(banked, ({ person_id }) => person_id)
	const invited = new Set(open.map(({ person_id }) => person_id))
	const known = people.map((row): KnownAccess => {
		const assignments = assignmentsOf.get(row.id) ?? []
		const roles = [...assignments, ...(bankedOf.get(row.id) ?? [])].map(({ role }) => role)
		return {
			person: toPerson(row),
			roles: [...new Set(roles)],
			state: accountIds.has(row.id) ? 'open' : invited.has(row.id) ? 'invited' : 'none',
			assignments: assignments.map(({ municipality_id, role }) => ({ municipalityId: municipality_id, role })),
			isInRegistry: true
		}
	})
	const awaited = open
		.filter(({ is_for_known }) => is_for_known === 0)
		.map(({ person_id, role, ...names }): KnownAccess => ({
			person: toPerson({ id: person_id, ...names }),
			roles: [role],
			state: 'invited',
			assignments: [],
			isInRegistry: false
		}))
	return [...known, ...awaited]
}

/** Those of the people who can neither sign in nor have an open invitation, in their order. */
export async function listUninvited(
	{ registry, accounts, now }: { registry: Registry; accounts: Pick<Accounts, 'hasAccount'>; now: () => Date },
	personIds: readonly string[]
): Promise<string[]> {
	const open = await registry.query
		.selectFrom('invitations')
		.select('person_id')
		.where('person_id', 'in', personIds)
		.where('accepted_at', 'is', null)
		.where('expires_at', '>', now().toISOString())
		.execute()
	const invited = new Set(open.map(({ person_id }) => person_id))
	const missing: string[] = []
	for (const personId of personIds) {
		if (!invited.has(personId) && !(await accounts.hasAccount(personId))) missing.push(personId)
	}
	return missing
}

/**
 * Makes an invitation for a person of the registry; their open invitations become void. `isReset`: records that the person got
 * another way in, and from whom.
 */
export async function inviteKnown(
	registry: Registry,
	codes: InvitationCodes,
	person: Person,
	inviting: Inviting,
	isReset: boolean
): Promise<MadeInvitation> {
	const { query } = registry
	const [role = 'mentee'] = await rolesOf(registry, person.id, await readGrants(registry, person.id))
	const made = draftInvitation(codes, { ...person, personId: person.id, role }, inviting)
	const record = { person_id: person.id, at: inviting.now.toISOString(), by_person_id: inviting.madeBy }
	await registry.commitTogether([
		query.deleteFrom('invitations').where('person_id', '=', person.id).where('accepted_at', 'is', null),
		query.insertInto('invitations').values(made.row),
		...(isReset
			? [
					query
						.insertInto('access_resets')
						.values(record)
						.onConflict((same) => same.doNothing()),
					query.deleteFrom('calendar_addresses').where('person_id', '=', person.id)
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
