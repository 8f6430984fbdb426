/** Roles by appointment and how they end: the assignment is deleted, and its content stays with the ending, so that it can return. */
import { sql } from 'kysely'
import {
	can,
	isParticipantRole,
	canChangePerson,
	type OrganisationRole,
	type ProgramRole,
	type StaffAssignment,
	type StaffRole
} from '#domain/access.ts'
import type { RoleAssignment } from '#protocol/api/people.ts'
import type { Order } from '#protocol/api/program.ts'
import type { EndedRole, NewRoleEnding, StaffMember } from '#protocol/api/staff.ts'
import type { Registry } from '../database/database.ts'
import { readGrants } from './grants.ts'
import { isErased, orderColumns, toOrder, toPerson } from './people.ts'

/** By role, then by name. */
export async function listStaff({ query }: Registry, municipalityId: string): Promise<Omit<StaffMember, 'canEnd'>[]> {
	const rows = await query
		.selectFrom('assignments')
		.innerJoin('people', 'people.id', 'person_id')
		.leftJoin('organisations', 'organisations.id', 'assignments.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'role', 'order_number', 'order_on'])
		.select('organisations.name as organisation')
		.where('assignments.municipality_id', '=', municipalityId)
		.orderBy('role')
		.orderBy('family_name')
		.execute()
	return rows.map((row) => ({
		person: toPerson(row),
		role: row.role,
		organisation: row.organisation,
		order: toOrder(row)
	}))
}

/** The municipality where the person has the role; null: none. */
export async function findAssignment(
	{ query }: Registry,
	personId: string,
	role: StaffRole
): Promise<StaffAssignment | null> {
	const row = await query
		.selectFrom('assignments')
		.select(['municipality_id', 'role'])
		.where('person_id', '=', personId)
		.where('role', '=', role)
		.executeTakeFirst()
	return row === undefined ? null : { municipalityId: row.municipality_id, role: row.role }
}

/** Appoints in one organisation. False, changing nothing: the person has this role already, there or in another organisation. */
export async function appoint(
	{ query }: Registry,
	{ personId, municipalityId, organisationId, role }: StaffAssignment & { personId: string; role: OrganisationRole },
	order: Order | null,
	by: { id: string; at: Date }
): Promise<boolean> {
	const { numInsertedOrUpdatedRows = 0n } = await query
		.insertInto('assignments')
		.values({
			person_id: personId,
			municipality_id: municipalityId,
			role,
			organisation_id: organisationId,
			...orderColumns(order),
			appointed_by: by.id,
			appointed_at: by.at.toISOString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst()
	return numInsertedOrUpdatedRows > 0n
}

/** People of the municipality who rank above this one, wherever they have their role. */
export async function listIdsAbove(registry: Registry, municipalityId: string, personId: string): Promise<Set<string>> {
	const rows = await registry.query
		.selectFrom('assignments')
		.innerJoin('people', 'people.id', 'person_id')
		.select(['person_id', 'assignments.municipality_id', 'role'])
		.where('people.municipality_id', '=', municipalityId)
		.execute()
	const own = await readGrants(registry, personId)
	const above = rows.filter(
		({ municipality_id, role }) =>
			!canChangePerson(own, municipalityId, { assignments: [{ municipalityId: municipality_id, role }] })
	)
	return new Set(above.map(({ person_id }) => person_id))
}

/** People who have a role in an organisation of the municipality. */
export async function listOrganisationStaffIds({ query }: Registry, municipalityId: string): Promise<string[]> {
	const rows = await query
		.selectFrom('assignments')
		.select('person_id')
		.distinct()
		.where('municipality_id', '=', municipalityId)
		.where('organisation_id', 'is not', null)
		.execute()
	return rows.map(({ person_id }) => person_id)
}

/**
 * `last`, changing nothing: people end their own role and nobody else has it in the municipality, or nobody else administers the
 * installation. `gone`: the person does not have this role any more.
 */
export async function endAssignment(
	registry: Registry,
	municipalityId: string,
	{ personId, role, on, order }: NewRoleEnding,
	made: { id: string; by: { id: string; name: string }; at: Date }
): Promise<'ended' | 'last' | 'gone'> {
	const { query } = registry
	const assignment = query
		.selectFrom('assignments')
		.where('person_id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.where('role', '=', role)
	const others = query
		.selectFrom('assignments as other')
		.select('other.person_id')
		.where('other.role', '=', role)
		.where('other.person_id', '<>', personId)
		.$if(!can(role, 'administer'), (all) => all.where('other.municipality_id', '=', municipalityId))
	const needsOthers = can(role, 'administer') || personId === made.by.id
	const ended = query
		.insertInto('assignment_endings')
		.columns([
			'id',
			'person_id',
			'municipality_id',
			'role',
			'ended_on',
			'order_number',
			'order_on',
			'at',
			'by_name',
			'organisation_id',
			'basis_number',
			'basis_on'
		])
		.expression(
			assignment
				.select((is) => [
					is.val(made.id).as('id'),
					'person_id',
					'municipality_id',
					'role',
					is.val(on).as('ended_on'),
					is.val(order?.number ?? null).as('order_number'),
					is.val(order?.date ?? null).as('order_on'),
					is.val(made.at.toISOString()).as('at'),
					is.val(made.by.name).as('by_name'),
					'organisation_id',
					'order_number as basis_number',
					'order_on as basis_on'
				])
				.$if(needsOthers, (one) => one.where(({ exists }) => exists(others)))
		)
	const removal = query
		.deleteFrom('assignments')
		.where('person_id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.where('role', '=', role)
	if (await registry.commitIf(ended, [removal])) return 'ended'
	return (await assignment.select('person_id').executeTakeFirst()) === undefined ? 'gone' : 'last'
}

/** Null: there is no ending with this id, or the person is erased. */
export async function findEnding(
	{ query }: Registry,
	id: string
): Promise<(StaffAssignment & { personId: string }) | null> {
	const row = await query
		.selectFrom('assignment_endings')
		.innerJoin('people', 'people.id', 'person_id')
		.selectAll('assignment_endings')
		.where('assignment_endings.id', '=', id)
		.where(isErased, '=', 0)
		.executeTakeFirst()
	return row === undefined ? null : { municipalityId: row.municipality_id, role: row.role, personId: row.person_id }
}

/** False, changing nothing: it was returned already, or the person has this role again. */
export async function returnAssignment(
	registry: Registry,
	id: string,
	by: { id: string; name: string; at: Date }
): Promise<boolean> {
	const { query } = registry
	const claim = query
		.updateTable('assignment_endings')
		.set({ returned_at: by.at.toISOString(), returned_by: by.name })
		.where('id', '=', id)
		.where('returned_at', 'is', null)
		.where(isAssignedAgain(), '=', 0)
	const back = query
		.insertInto('assignments')
		.columns([
			'person_id',
			'municipality_id',
			'role',
			'organisation_id',
			'order_number',
			'order_on',
			'appointed_by',
			'appointed_at'
		])
		.expression(
			query
				.selectFrom('assignment_endings')
				.select(['person_id', 'municipality_id', 'role', 'organisation_id', 'basis_number', 'basis_on'])
				.select((is) => [is.val(by.id).as('appointed_by'), is.val(by.at.toISOString()).as('appointed_at')])
				.where('id', '=', id)
		)
	return registry.commitIf(claim, [back])
}

/** Endings of people who do not have that role again, the newest first. */
export async function listEndings(
	{ query }: Registry,
	municipalityId: string
): Promise<Omit<EndedRole, 'canReturn'>[]> {
	const rows = await query
		.selectFrom('assignment_endings')
		.innerJoin('people', 'people.id', 'person_id')
		.leftJoin('organisations', 'organisations.id', 'assignment_endings.organisation_id')
		.selectAll('assignment_endings')
		.select(['family_name', 'given_name', 'patronymic', 'organisations.name as organisation'])
		.where('assignment_endings.municipality_id', '=', municipalityId)
		.where('returned_at', 'is', null)
		.where(isAssignedAgain(), '=', 0)
		.where(isErased, '=', 0)
		.orderBy('at', 'desc')
		.execute()
	return rows.map((row) => ({
		id: row.id,
		person: toPerson({ ...row, id: row.person_id }),
		role: row.role,
		organisation: row.organisation,
		on: row.ended_on,
		order: toOrder(row),
		at: row.at,
		by: row.by_name
	}))
}

const isAssignedAgain = () => sql<number>`case when exists (
	select 1 from assignments where assignments.person_id = assignment_endings.person_id
		and assignments.role = assignment_endings.role
		and assignments.municipality_id = assignment_endings.municipality_id) then 1 else 0 end`

/** The person's roles in a municipality, and the order of each. */
export async function readRoleAssignments(
	{ query }: Registry,
	municipalityId: string,
	personId: string
): Promise<RoleAssignment[]> {
	const [staff, banked] = await Promise.all([
		query
			.selectFrom('assignments')
			.leftJoin('organisations', 'organisations.id', 'organisation_id')
			.select(['role', 'order_number', 'order_on', 'name as organisation'])
			.where('assignments.municipality_id', '=', municipalityId)
			.where('person_id', '=', personId)
			.execute(),
		query
			.selectFrom('bank')
			.select(['role', 'order_number', 'order_on'])
			.where('municipality_id', '=', municipalityId)
			.where('person_id', '=', personId)
			.orderBy('role', 'desc')
			.execute()
	])
	return [
		...staff.map(({ role, organisation, ...row }) => ({ role, organisation, order: toOrder(row) })),
		...banked.map(({ role, ...row }) => ({ role, organisation: null, order: toOrder(row) }))
	]
}

/** `conflict`: the order is not `was` any more, or the person does not have this role. */
export async function setOrder(
	{ query }: Registry,
	municipalityId: string,
	{ personId, role }: { personId: string; role: ProgramRole | StaffRole },
	order: Order | null,
	was: Order | null
): Promise<'saved' | 'conflict'> {
	const table = isParticipantRole(role) ? ('bank' as const) : ('assignments' as const)
	const { numUpdatedRows } = await query
		.updateTable(table)
		.set(orderColumns(order))
		.where('person_id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.where(sql<boolean>`role = ${role}`)
		.where(sql<boolean>`order_number is not distinct from ${was?.number ?? null}`)
		.where(sql<boolean>`order_on is not distinct from ${was?.date ?? null}`)
		.executeTakeFirst()
	return numUpdatedRows > 0n ? 'saved' : 'conflict'
}
