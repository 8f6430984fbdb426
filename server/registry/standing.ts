import type { Standing } from '#domain/access.ts'
import type { Me } from '#protocol/api.ts'
import type { Registry } from './database.ts'
import { endingOf } from './memberships.ts'

/** Empty for an unknown person: nothing is permitted to them. */
export async function standingOf({ query }: Registry, personId: string): Promise<Standing> {
	const [memberships, assignments] = await Promise.all([
		query
			.selectFrom('memberships')
			.select(['program_id', 'role', 'ended_at', 'ended_by', 'until_day'])
			.where('person_id', '=', personId)
			.execute(),
		query.selectFrom('assignments').select(['municipality_id', 'role']).where('person_id', '=', personId).execute()
	])
	return {
		memberships: memberships.flatMap(({ program_id, role, ended_at }) =>
			ended_at === null ? [{ programId: program_id, role }] : []
		),
		endedMemberships: memberships.flatMap(({ program_id, role, ended_at, ...row }) =>
			ended_at === null
				? []
				: [{ programId: program_id, role, endedAt: ended_at, endedBy: endingOf({ ended_at, ...row }) }]
		),
		assignments: assignments.map(({ municipality_id, role }) => ({ municipalityId: municipality_id, role }))
	}
}

/** Each role once, also that of a mentor or mentee who is not in a programme yet. */
export async function rolesOf({ query }: Registry, personId: string, standing: Standing): Promise<Me['roles']> {
	const banked = await query.selectFrom('bank').select('role').where('person_id', '=', personId).execute()
	return [...new Set([...standing.assignments, ...standing.memberships, ...banked].map(({ role }) => role))]
}
