/** What people are in a municipality, and the order by which they became it. */
import { sql } from 'kysely'
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { HeldRole } from '#protocol/api/people.ts'
import type { Order } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'

export async function readHeldRoles(
	{ query }: Registry,
	municipalityId: string,
	personId: string
): Promise<HeldRole[]> {
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

/** `conflict`: the order is another by now than `was`, or the person is not in this role. */
export async function setOrder(
	{ query }: Registry,
	municipalityId: string,
	{ personId, role }: { personId: string; role: ProgramRole | StaffRole },
	order: Order | null,
	was: Order | null
): Promise<'saved' | 'conflict'> {
	const fields = { order_number: order?.number ?? null, order_on: order?.date ?? null }
	const table = role === 'mentor' || role === 'mentee' ? ('bank' as const) : ('assignments' as const)
	const { numUpdatedRows } = await query
		.updateTable(table)
		.set(fields)
		.where('person_id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.where(sql<boolean>`role = ${role}`)
		.where(sql<boolean>`order_number is ${was?.number ?? null}`)
		.where(sql<boolean>`order_on is ${was?.date ?? null}`)
		.executeTakeFirst()
	return numUpdatedRows > 0n ? 'saved' : 'conflict'
}

export function toOrder({
	order_number,
	order_on
}: {
	order_number: string | null
	order_on: string | null
}): Order | null {
	return order_number === null || order_on === null ? null : { number: order_number, date: order_on }
}
