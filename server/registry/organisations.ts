/** Where people work: what a regulation asks of it, and the yearly indices by which it is strong, weak or at risk (domain.md D7–D11). */
import type { Compilable } from 'kysely'
import { z } from 'zod'
import type { Workplace } from '#domain/eligibility.ts'
import { classifySchools, standingsOf, type SchoolYear } from '#domain/organisation/typology.ts'
import { organisationKinds, standings, type Standing } from '#domain/regulation/schema.ts'
import type { Registry } from './database.ts'

/** Whose contour it belongs to (domain.md S25). */
export const organisationLevels = ['municipal', 'regional', 'federal'] as const
export type OrganisationLevel = (typeof organisationLevels)[number]

const share = z.number().min(0).max(1)

export const organisationSchema = z.strictObject({
	id: z.string().regex(/^[\w-]{1,64}$/),
	name: z.string().trim().min(1).max(300),
	kind: z.enum(organisationKinds),
	/** Null: whichever the regulation names for its kind (domain.md T2, S2). */
	unit: z.string().trim().min(1).max(300).nullable(),
	level: z.enum(organisationLevels),
	/** A gymnasium, a lyceum, a school with advanced study. */
	isAdvanced: z.boolean(),
	/** WGS 84, degrees. */
	place: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).nullable(),
	/** Put down by the authority; null: nobody has said. */
	standings: z.array(z.enum(standings)).nullable(),
	years: z
		.array(
			z.strictObject({
				year: z.int().min(2000).max(2100),
				results: share,
				wellBeing: share.nullable(),
				differentiation: z.number().min(0).max(100).nullable(),
				partTimeShare: share.nullable()
			})
		)
		.max(50)
})

export type Organisation = z.infer<typeof organisationSchema>

/** For `commitTogether`; takes the place of what was known of it. Throws on what is no organisation. */
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
			.onConflict((conflict) => conflict.column('id').doUpdateSet(fields)),
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

/** For `commitTogether`. */
export function assignWorkplace(
	{ query }: Registry,
	personId: string,
	organisationId: string,
	post: string
): Compilable {
	return query.updateTable('people').set({ organisation_id: organisationId, post }).where('id', '=', personId)
}

/** Where a person works and as what; '' where nobody has said. */
export async function readPost({ query }: Registry, personId: string): Promise<{ post: string; organisation: string }> {
	const row = await query
		.selectFrom('people')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['post', 'organisations.name'])
		.where('people.id', '=', personId)
		.executeTakeFirst()
	return { post: row?.post ?? '', organisation: row?.name ?? '' }
}

/** By person, those whose organisation is known, as the indices of the year and before have it. */
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
	const computed = await computeStandings(registry, municipalityId, year)
	return new Map(
		rows.map(({ personId, organisationId, kind, standings }) => {
			const said = standings === null ? null : (JSON.parse(standings) as Standing[])
			const found = computed.get(organisationId) ?? null
			const all = said === null && found === null ? null : [...new Set([...(said ?? []), ...(found ?? [])])]
			return [personId, { kind, standings: all }]
		})
	)
}

/** By person, those whose organisation is known. */
export async function placesOfWork(
	{ query }: Registry,
	personIds: readonly string[]
): Promise<Map<string, { name: string; place: Organisation['place'] }>> {
	if (personIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('people')
		.innerJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'organisations.name', 'latitude', 'longitude'])
		.where('people.id', 'in', personIds)
		.execute()
	return new Map(
		rows.map(({ id, name, latitude, longitude }) => [
			id,
			{ name, place: latitude === null || longitude === null ? null : { latitude, longitude } }
		])
	)
}

/** Each name once, of those whose organisation is known; in the order of the people. */
export async function organisationNamesOf(registry: Registry, personIds: readonly string[]): Promise<string[]> {
	const places = await placesOfWork(registry, personIds)
	return [...new Set(personIds.flatMap((personId) => places.get(personId)?.name ?? []))]
}

/** By organisation, as of the newest year up to this one that has indices. */
async function computeStandings(
	{ query }: Registry,
	municipalityId: string,
	year: number
): Promise<Map<string, Standing[]>> {
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
	const newest = Math.max(0, ...years.map((one) => one.year))
	return new Map([...classifySchools(years, newest)].map(([id, typology]) => [id, standingsOf(typology)]))
}
