import type { DemoPeople } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import { toPerson } from '../people/people.ts'

/** Everybody of the demonstration municipality, staff first, with the titles of their programmes. */
export async function listDemoPeople({ query }: Registry): Promise<DemoPeople['people']> {
	const people = await query
		.selectFrom('people')
		.innerJoin('municipalities', 'municipalities.id', 'people.municipality_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic'])
		.where('is_demo', '=', 1)
		.orderBy('people.id')
		.execute()
	const [assignments, bank, memberships] = await Promise.all([
		query
			.selectFrom('assignments')
			.leftJoin('organisations', 'organisations.id', 'organisation_id')
			.select(['person_id', 'role', 'name as organisation'])
			.execute(),
		query.selectFrom('bank').select(['person_id', 'role']).execute(),
		query
			.selectFrom('memberships')
			.innerJoin('programs', 'programs.id', 'program_id')
			.select(['person_id', 'title'])
			.where('ended_at', 'is', null)
			.where('deleted_at', 'is', null)
			.orderBy('title')
			.execute()
	])
	const staff = new Set(assignments.map(({ person_id }) => person_id))
	return people
		.map((person) => ({
			id: person.id,
			name: toPerson(person).name,
			organisation:
				assignments.find(({ person_id, organisation }) => person_id === person.id && organisation !== null)
					?.organisation ?? null,
			roles: [...assignments, ...bank].filter(({ person_id }) => person_id === person.id).map(({ role }) => role),
			programs: memberships.filter(({ person_id }) => person_id === person.id).map(({ title }) => title)
		}))
		.sort((one, other) => Number(staff.has(other.id)) - Number(staff.has(one.id)))
}
