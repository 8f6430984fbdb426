import type { Membership, ProgramRole, Grants } from '#domain/access.ts'
import type { Me } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import { endingOf } from './programs.ts'

/** Empty for an unknown person, who is permitted nothing. */
export async function readGrants({ query }: Registry, personId: string): Promise<Grants> {
	const [memberships, assignments] = await Promise.all([
		query
			.selectFrom('memberships')
			.innerJoin('programs', 'programs.id', 'program_id')
			.select(['program_id', 'role', 'ended_at', 'ended_by', 'until_day', 'from_day', 'starts_on'])
			.where('person_id', '=', personId)
			.execute(),
		query
			.selectFrom('assignments')
			.select(['municipality_id', 'role', 'organisation_id'])
			.where('person_id', '=', personId)
			.execute()
	])
	return {
		memberships: memberships.flatMap((row) => (row.ended_at === null ? [membershipOf(row)] : [])),
		endedMemberships: memberships.flatMap((row) =>
			row.ended_at === null ? [] : [{ ...membershipOf(row), endedAt: row.ended_at, endedBy: endingOf(row) }]
		),
		assignments: assignments.map(({ municipality_id, role, organisation_id }) => ({
			municipalityId: municipality_id,
			role,
			organisationId: organisation_id
		}))
	}
}

/** The mentees of the first order begin on its first day, so `cameLater` is false for them. */
function membershipOf(row: {
	program_id: string
	role: ProgramRole
	from_day: string | null
	starts_on: string
}): Membership {
	const { program_id: programId, role, from_day, starts_on } = row
	const cameLater = role === 'mentee' && from_day !== null && from_day !== starts_on
	return { programId, role, ...(cameLater && { cameLater }) }
}

/** Each role once; includes mentors and mentees who are not in a programme yet. */
export async function rolesOf({ query }: Registry, personId: string, grants: Grants): Promise<Me['roles']> {
	const banked = await query.selectFrom('bank').select('role').where('person_id', '=', personId).execute()
	return [...new Set([...grants.assignments, ...grants.memberships, ...banked].map(({ role }) => role))]
}
