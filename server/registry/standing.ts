import type { Standing } from '#domain/access.ts'
import type { Me } from '#protocol/api.ts'
import type { Registry } from './database.ts'

/** Empty for an unknown person: nothing is permitted to them. */
export async function standingOf({ query }: Registry, personId: string): Promise<Standing> {
	const [memberships, assignments] = await Promise.all([
		query
			.selectFrom('memberships')
			.select(['program_id', 'role', 'ended_at'])
			.where('person_id', '=', personId)
			.execute(),
		query.selectFrom('assignments').select(['municipality_id', 'role']).where('person_id', '=', personId).execute()
	])
	const toMemberships = (rows: typeof memberships) =>
		rows.map(({ program_id, role }) => ({ programId: program_id, role }))
	return {
		memberships: toMemberships(memberships.filter(({ ended_at }) => ended_at === null)),
		endedMemberships: toMemberships(memberships.filter(({ ended_at }) => ended_at !== null)),
		assignments: assignments.map(({ municipality_id, role }) => ({ municipalityId: municipality_id, role }))
	}
}

/** Each role once, also that of a mentor or mentee who is not in a programme yet. */
export async function rolesOf({ query }: Registry, personId: string, standing: Standing): Promise<Me['roles']> {
	const banked = await query.selectFrom('bank').select('role').where('person_id', '=', personId).execute()
	return [...new Set([...standing.assignments, ...standing.memberships, ...banked].map(({ role }) => role))]
}
