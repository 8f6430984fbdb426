import type { Selectable } from 'kysely'
import {
	type Grants,
	installationRoles,
	type Membership,
	type Owner,
	permissionBy,
	type ProgramRole,
	type StaffAssignment,
	type StaffRole
} from '#domain/access.ts'
import type { Me } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { endingOf, participantIdsOf } from './programs.ts'

/** Empty for an unknown person, who is permitted nothing. */
export async function readGrants(registry: Registry, personId: string): Promise<Grants> {
	const { query } = registry
	const [memberships, assignments, endings, routes] = await Promise.all([
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
			.execute(),
		query
			.selectFrom('assignment_endings')
			.select(['municipality_id', 'role', 'organisation_id', 'at'])
			.where('person_id', '=', personId)
			.where('returned_at', 'is', null)
			.orderBy('at')
			.execute(),
		readRoutes(registry, personId)
	])
	return {
		memberships: memberships.flatMap((row) => (row.ended_at === null ? [membershipOf(row)] : [])),
		endedMemberships: memberships.flatMap((row) =>
			row.ended_at === null ? [] : [{ ...membershipOf(row), endedAt: row.ended_at, endedBy: endingOf(row) }]
		),
		assignments: assignments.map(assignmentOf),
		endedAssignments: endings.map((row) => ({ ...assignmentOf(row), endedAt: row.at })),
		routes
	}
}

/** The person's own route, and those of the mentees whom they mentor now (`Grants.routes`). */
async function readRoutes({ query }: Registry, personId: string): Promise<Membership[]> {
	const routes = query.selectFrom('programs as routes').select('routes.id').where('routes.deleted_at', 'is', null)
	const [own, guided] = await Promise.all([
		routes.where('routes.route_person_id', '=', personId).execute(),
		routes
			.innerJoin('memberships as mentee', 'mentee.person_id', 'routes.route_person_id')
			.innerJoin('memberships as mentor', 'mentor.program_id', 'mentee.program_id')
			.innerJoin('programs', 'programs.id', 'mentor.program_id')
			.distinct()
			.where('mentor.person_id', '=', personId)
			.where('mentor.role', '=', 'mentor')
			.where('mentor.ended_at', 'is', null)
			.where('mentee.role', '=', 'mentee')
			.where('mentee.ended_at', 'is', null)
			.where('programs.deleted_at', 'is', null)
			.execute()
	])
	return [
		...own.map(({ id }) => ({ programId: id, role: 'mentee' as const })),
		...guided.map(({ id }) => ({ programId: id, role: 'mentor' as const }))
	]
}

/** Routes of the programme's mentees, also of former ones: when its memberships change, so do the rights of its mentors there. */
export async function readRouteIds({ query }: Registry, programId: string): Promise<string[]> {
	const routes = await query
		.selectFrom('programs')
		.innerJoin('memberships', 'memberships.person_id', 'programs.route_person_id')
		.select('programs.id')
		.where('memberships.program_id', '=', programId)
		.where('programs.deleted_at', 'is', null)
		.execute()
	return routes.map(({ id }) => id)
}

/** People who may edit the owner's plan; of a programme: its participants. */
export async function editorIdsOf(registry: Registry, owner: Owner): Promise<string[]> {
	if (owner.kind.isOfPeople) return participantIdsOf(registry, owner.id)
	if (owner.personId !== undefined) return [owner.personId]
	const rows = await registry.query
		.selectFrom('assignments')
		.select(['person_id', 'municipality_id', 'role', 'organisation_id'])
		.where((is) =>
			is.or([is('municipality_id', '=', owner.municipalityId), is('role', 'in', installationRoles() as StaffRole[])])
		)
		.execute()
	const editors = rows.filter((row) => permissionBy(assignmentOf(row), { kind: 'plan', owner }) === 'edit')
	return [...new Set(editors.map(({ person_id }) => person_id))]
}

function assignmentOf(
	row: Pick<Selectable<Tables['assignments']>, 'municipality_id' | 'role' | 'organisation_id'>
): StaffAssignment {
	return { municipalityId: row.municipality_id, role: row.role, organisationId: row.organisation_id }
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
