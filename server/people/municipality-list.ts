/** The municipalities of an installation as its administrators see them: names, and who leads each. */
import type { Person } from '#protocol/api/program.ts'
import type { MunicipalityHead, MunicipalityListing } from '#protocol/api/staff.ts'
import { obstacles } from './change-municipality.ts'
import type { Registry } from '../database/database.ts'
import { fullName, toPerson } from './people.ts'

/** By name. `accountIds`: of everybody who has an account. `onlyId`: this one alone. */
export async function listMunicipalities(
	{ query }: Registry,
	accountIds: ReadonlySet<string>,
	now: Date,
	onlyId: string | null = null
): Promise<MunicipalityListing[]> {
	const [municipalities, heads, invited] = await Promise.all([
		query
			.selectFrom('municipalities')
			.select(['id', 'name', 'time_zone', 'created_at', 'closed_at', 'closed_by'])
			.select([obstacles.programs.as('programs'), obstacles.requests.as('requests'), obstacles.staff.as('staff')])
			.$if(onlyId !== null, (all) => all.where('id', '=', onlyId ?? ''))
			.execute(),
		query
			.selectFrom('assignments')
			.innerJoin('people', 'people.id', 'person_id')
			.select(['people.id', 'family_name', 'given_name', 'patronymic', 'assignments.municipality_id'])
			.where('role', '=', 'head')
			.execute(),
		query
			.selectFrom('invitations')
			.select(['person_id as id', 'family_name', 'given_name', 'patronymic', 'municipality_id', 'expires_at'])
			.where('role', '=', 'head')
			.where('accepted_at', 'is', null)
			.execute()
	])
	const waiting = new Set(invited.filter(({ expires_at }) => expires_at > now.toISOString()).map(({ id }) => id))
	const rows = [...heads, ...invited.filter(({ id }) => heads.every((head) => head.id !== id))]
	return municipalities
		.map(({ id, name, time_zone, created_at, closed_at, closed_by, programs, requests, staff }) => ({
			id,
			name,
			timeZone: time_zone,
			openedAt: created_at,
			closed: closed_at === null ? null : { at: closed_at, by: closed_by ?? '' },
			obstacles: { programs, requests, staff },
			heads: rows
				.filter(({ municipality_id }) => municipality_id === id)
				.map((row): MunicipalityHead => {
					const state = accountIds.has(row.id) ? 'open' : waiting.has(row.id) ? 'invited' : 'none'
					return { person: toPerson(row), isAppointed: heads.some((head) => head.id === row.id), state }
				})
				.sort((one, other) => one.person.name.localeCompare(other.person.name, 'ru'))
		}))
		.sort((one, other) => one.name.localeCompare(other.name, 'ru'))
}

/** A head of the municipality, or somebody invited to become one, who is nobody yet; null: neither. */
export async function findHead(
	{ query }: Registry,
	municipalityId: string,
	personId: string
): Promise<{ person: Person; isKnown: boolean } | null> {
	const head = await query
		.selectFrom('assignments')
		.innerJoin('people', 'people.id', 'person_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic'])
		.where('role', '=', 'head')
		.where('assignments.municipality_id', '=', municipalityId)
		.where('person_id', '=', personId)
		.executeTakeFirst()
	if (head !== undefined) return { person: toPerson(head), isKnown: true }
	const invited = await query
		.selectFrom('invitations')
		.select(['person_id as id', 'family_name', 'given_name', 'patronymic'])
		.where('role', '=', 'head')
		.where('municipality_id', '=', municipalityId)
		.where('person_id', '=', personId)
		.where('accepted_at', 'is', null)
		.executeTakeFirst()
	return invited === undefined || fullName(invited) === '' ? null : { person: toPerson(invited), isKnown: false }
}
