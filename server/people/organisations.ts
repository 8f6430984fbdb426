/** The organisations where people work: stored as entered, and classified by their indices. */
import type { Compilable } from 'kysely'
import type { Workplace } from '#domain/people/eligibility.ts'
import {
	classifySchools,
	type Organisation,
	organisationSchema,
	type SchoolYear,
	statusesOf,
	type Typology
} from '#domain/people/organisation.ts'
import type { OrganisationKind, OrganisationStatus } from '#domain/regulation/schema.ts'
import { newestOf, type Registry } from '../database/database.ts'

/** For `commitTogether`; replaces what was stored. Throws on an invalid organisation. */
export function storeOrganisation({ query }: Registry, municipalityId: string, given: Organisation): Compilable[] {
	const { id, name, kind, unit, level, isAdvanced, place, standings, years } = organisationSchema.parse(given)
	const fields = {
		name,
		kind,
		unit,
		level,
		is_advanced: isAdvanced ? (1 as const) : (0 as const),
		latitude: place?.latitude ?? null,
		longitude: place?.longitude ?? null,
		standings: standings === null ? null : JSON.stringify(standings)
	}
	return [
		query
			.insertInto('organisations')
			.values({ id, municipality_id: municipalityId, ...fields })
			.onConflict((conflict) =>
				conflict.column('id').doUpdateSet((is) => ({ ...fields, version: is('organisations.version', '+', 1) }))
			),
		query.deleteFrom('organisation_years').where('organisation_id', '=', id),
		...years.map(({ year, results, wellBeing, differentiation, partTimeShare }) =>
			query.insertInto('organisation_years').values({
				organisation_id: id,
				year,
				results,
				well_being: wellBeing,
				differentiation,
				part_time_share: partTimeShare
			})
		)
	]
}

/** Of any municipality; null: there is none. */
export async function findOrganisation(
	{ query }: Registry,
	id: string
): Promise<{ municipalityId: string; name: string; kind: Organisation['kind'] } | null> {
	const row = await query
		.selectFrom('organisations')
		.select(['municipality_id', 'name', 'kind'])
		.where('id', '=', id)
		.executeTakeFirst()
	return row === undefined ? null : { municipalityId: row.municipality_id, name: row.name, kind: row.kind }
}

/**
 * Organisations that cannot be deleted: somebody works there, has or had a role or an office there, or is invited to one; or they have
 * a plan of their own.
 */
export function selectReferred({ query }: Registry) {
	const referred = query
		.selectFrom('people')
		.select('organisation_id')
		.union(query.selectFrom('assignments').select('organisation_id'))
		.union(query.selectFrom('assignment_endings').select('organisation_id'))
		.union(query.selectFrom('programs').select('organisation_id'))
		.union(query.selectFrom('office_holders').select('organisation_id'))
		.union(query.selectFrom('invitations').select('organisation_id').where('accepted_at', 'is', null))
	return query.selectFrom(referred.as('referred')).select('organisation_id').where('organisation_id', 'is not', null)
}

/** For `commitTogether`. */
export function assignWorkplace(
	{ query }: Registry,
	personId: string,
	organisationId: string | null,
	post: string
): Compilable {
	return query
		.updateTable('people')
		.set((is) => ({ organisation_id: organisationId, post, version: is('version', '+', 1) }))
		.where('id', '=', personId)
}

/** Null: unknown. */
export async function readWorkplaceId({ query }: Registry, personId: string): Promise<string | null> {
	const row = await query.selectFrom('people').select('organisation_id').where('id', '=', personId).executeTakeFirst()
	return row?.organisation_id ?? null
}

/** Where a person works, and their post; '' where unknown. */
export async function readPost({ query }: Registry, personId: string): Promise<{ post: string; organisation: string }> {
	const row = await query
		.selectFrom('people')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['post', 'organisations.name'])
		.where('people.id', '=', personId)
		.executeTakeFirst()
	return { post: row?.post ?? '', organisation: row?.name ?? '' }
}

/** By person, where the organisation is known; classified by the indices up to this year. */
export async function readWorkplaces(
	registry: Registry,
	municipalityId: string,
	personIds: readonly string[],
	year: number
): Promise<Map<string, Workplace>> {
	if (personIds.length === 0) return new Map()
	const rows = await registry.query
		.selectFrom('people')
		.innerJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id as personId', 'organisations.id as organisationId', 'kind', 'standings'])
		.where('people.id', 'in', personIds)
		.execute()
	if (rows.length === 0) return new Map()
	const { typologies } = await readTypologies(registry, municipalityId, year)
	return new Map(
		rows.map(({ personId, organisationId, ...row }) => [personId, toWorkplace(row, typologies.get(organisationId))])
	)
}

/** The organisation as a regulation checks it. */
export function toWorkplace(
	{ kind, standings }: { kind: Workplace['kind']; standings: string | null },
	typology: Typology | undefined
): Workplace {
	const said = standings === null ? null : (JSON.parse(standings) as OrganisationStatus[])
	const found = typology === undefined ? null : statusesOf(typology)
	return { kind, standings: said === null && found === null ? null : [...new Set([...(said ?? []), ...(found ?? [])])] }
}

/** By person, where the organisation is known. */
export async function readOrganisationsOf(
	{ query }: Registry,
	personIds: readonly string[]
): Promise<Map<string, Pick<Organisation, 'name' | 'kind' | 'unit' | 'place'>>> {
	if (personIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('people')
		.innerJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'organisations.name', 'kind', 'unit', 'latitude', 'longitude'])
		.where('people.id', 'in', personIds)
		.execute()
	return new Map(
		rows.map(({ id, name, kind, unit, latitude, longitude }) => [
			id,
			{ name, kind, unit, place: latitude === null || longitude === null ? null : { latitude, longitude } }
		])
	)
}

/** Each name once, where the organisation is known; in the order of the people. */
export async function organisationNamesOf(registry: Registry, personIds: readonly string[]): Promise<string[]> {
	const organisations = await readOrganisationsOf(registry, personIds)
	return [...new Set(personIds.flatMap((personId) => organisations.get(personId)?.name ?? []))]
}

/** Where the organisation is known; each kind once. */
export async function organisationKindsOf(
	registry: Registry,
	personIds: readonly string[]
): Promise<OrganisationKind[]> {
	const organisations = await readOrganisationsOf(registry, personIds)
	return [...new Set([...organisations.values()].map(({ kind }) => kind))].sort()
}

/** By organisation, for the newest year up to this one that has indices; `year` is null where there is none. */
export async function readTypologies(
	{ query }: Registry,
	municipalityId: string,
	year: number
): Promise<{ year: number | null; typologies: ReadonlyMap<string, Typology> }> {
	const rows = await query
		.selectFrom('organisation_years')
		.innerJoin('organisations', 'organisations.id', 'organisation_id')
		.select(['organisation_id', 'year', 'results', 'well_being', 'differentiation', 'part_time_share', 'is_advanced'])
		.where('municipality_id', '=', municipalityId)
		.where('year', '<=', year)
		.execute()
	const years: SchoolYear[] = rows.map((row) => ({
		organisationId: row.organisation_id,
		year: row.year,
		results: row.results,
		wellBeing: row.well_being,
		differentiation: row.differentiation,
		partTimeShare: row.part_time_share,
		isAdvanced: row.is_advanced === 1
	}))
	const newest = newestOf(years.map((one) => one.year))
	return { year: newest, typologies: newest === null ? new Map() : classifySchools(years, newest) }
}
