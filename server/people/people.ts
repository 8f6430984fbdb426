import { sql } from 'kysely'
import { isParticipantRole, isOrganisationRole, type InvitedRole } from '#domain/access.ts'
import type { Order, Person } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'

export interface NewPerson {
	id: string
	municipalityId: string
	familyName: string
	givenName: string
	patronymic: string
	/** A staff role becomes an assignment. A mentor or mentee enters the bank, and may enter a programme later. */
	roles: readonly InvitedRole[]
	/** The workplace, and the organisation of a role in an organisation. */
	organisationId?: string | null
	/** The order of such a role. */
	order?: Order | null
	/** The id of the person who gives the staff role; null: not known. */
	appointedBy?: string | null
}

export interface PersonNames {
	family_name: string
	given_name: string
	patronymic: string
}

/** With the person's municipality; null for an unknown id, and for an erased person. */
export async function findPerson(
	{ query }: Registry,
	id: string
): Promise<{ person: Person; municipality: { id: string; name: string; timeZone: string } } | null> {
	const row = await query
		.selectFrom('people')
		.innerJoin('municipalities', 'municipalities.id', 'people.municipality_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'municipality_id', 'name', 'time_zone'])
		.where('people.id', '=', id)
		.where(isErased, '=', 0)
		.executeTakeFirst()
	if (row === undefined) return null
	return {
		person: toPerson(row),
		municipality: { id: row.municipality_id, name: row.name, timeZone: row.time_zone }
	}
}

/** Family name first; '' for an unknown id, and for an erased person. */
export async function readName(registry: Registry, id: string): Promise<string> {
	return (await findPerson(registry, id))?.person.name ?? ''
}

/** Those that exist, in no order; erased ones as `ERASED_NAME`. */
export async function listPeople({ query }: Registry, ids: ReadonlySet<string>): Promise<Person[]> {
	if (ids.size === 0) return []
	const columns = ['id', 'family_name', 'given_name', 'patronymic'] as const
	const rows = await query
		.selectFrom('people')
		.select(columns)
		.where('id', 'in', [...ids])
		.execute()
	return rows.map(toPerson)
}

/** Everybody of the municipality, in no order. */
export async function listPeopleIds({ query }: Registry, municipalityId: string): Promise<string[]> {
	const rows = await query.selectFrom('people').select('id').where('municipality_id', '=', municipalityId).execute()
	return rows.map(({ id }) => id)
}

/** The queries that create a person, for `commitTogether`; repeating them changes nothing. */
export function insertPerson({ query }: Registry, person: NewPerson, at: string) {
	const { id: person_id, municipalityId: municipality_id, organisationId: organisation_id = null } = person
	return [
		query
			.insertInto('people')
			.values({
				id: person_id,
				municipality_id,
				family_name: person.familyName,
				given_name: person.givenName,
				patronymic: person.patronymic,
				created_at: at,
				organisation_id
			})
			.onConflict((conflict) => conflict.doNothing()),
		...person.roles.map((role) =>
			isParticipantRole(role)
				? query
						.insertInto('bank')
						.values({ person_id, municipality_id, role })
						.onConflict((conflict) => conflict.doNothing())
				: query
						.insertInto('assignments')
						.values({
							person_id,
							municipality_id,
							role,
							...((person.appointedBy ?? null) !== null && { appointed_by: person.appointedBy, appointed_at: at }),
							...(isOrganisationRole(role) && {
								organisation_id,
								...orderColumns(person.order)
							})
						})
						.onConflict((conflict) => conflict.doNothing())
		)
	]
}

/** For a row of `people`, whether the person is erased (erasures.ts). 0 or 1. */
export const isErased = sql<0 | 1>`case when exists (
	select 1 from erasures where erasures.kind = 'person' and erasures.id = people.id) then 1 else 0 end`

export function toOrder({
	order_number,
	order_on
}: {
	order_number: string | null
	order_on: string | null
}): Order | null {
	return order_number === null || order_on === null ? null : { number: order_number, date: order_on }
}

export function orderColumns(order: Order | null | undefined) {
	return { order_number: order?.number ?? null, order_on: order?.date ?? null }
}

export function toPerson(row: PersonNames & { id: string }): Person {
	return {
		id: row.id,
		name: fullName(row),
		familyName: row.family_name,
		givenName: row.given_name,
		patronymic: row.patronymic
	}
}

/** «Ковалёв Виктор Андреевич» */
export function fullName({ family_name, given_name, patronymic }: PersonNames): string {
	return [family_name, given_name, patronymic].filter((part) => part !== '').join(' ')
}
