/**
 * Organisations where people work: their schema, the unit that answers for them, and the classes of schools by yearly indices
 * (domain.md D7–D11).
 */
import { z } from 'zod'
import { groupBy } from '../group-by.ts'
import { organisationKinds, organisationStatuses } from '../regulation/choices.ts'
import type { OrganisationKind, Regulation, Relation, OrganisationStatus } from '../regulation/schema.ts'
import { TITLE_LETTERS } from '../text.ts'

/** The level that runs it (domain.md S25). */
export const organisationLevels = ['municipal', 'regional', 'federal'] as const
export type OrganisationLevel = (typeof organisationLevels)[number]

/** At most one status of each row: a school has one of four types, and is stable in one direction (domain.md D9, D11). */
const exclusiveStatuses: readonly (readonly OrganisationStatus[])[] = [
	['effective', 'resilient', 'ineffective', 'failing'],
	['stably-high', 'stably-low']
]

const share = z.number().min(0).max(1)

export const organisationSchema = z.strictObject({
	id: z.string().regex(/^[\w-]{1,64}$/),
	name: z.string().trim().min(1).max(TITLE_LETTERS),
	kind: z.enum(organisationKinds),
	/** Null: the unit that the regulation names for its kind (domain.md T2, S2). */
	unit: z.string().trim().min(1).max(TITLE_LETTERS).nullable(),
	level: z.enum(organisationLevels),
	/** A gymnasium, a lyceum or a school with advanced study. */
	isAdvanced: z.boolean(),
	/** WGS 84, degrees. */
	place: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).nullable(),
	/** Entered by the authority; null: unknown. */
	standings: z
		.array(z.enum(organisationStatuses))
		.max(organisationStatuses.length)
		.refine((said) => exclusiveStatuses.every((group) => said.filter((one) => group.includes(one)).length <= 1), {
			params: { problem: 'contradiction' }
		})
		.nullable(),
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
		.superRefine((years, context) => {
			years.forEach(({ year }, index) => {
				const isSecond = years.findIndex((one) => one.year === year) < index
				if (isSecond) context.addIssue({ code: 'custom', path: [index, 'year'], message: 'twice' })
			})
		})
})

export type Organisation = z.infer<typeof organisationSchema>
export type IndexYear = Organisation['years'][number]

/** The unit that answers for an organisation of the kind by the regulation (domain.md T2, S2); null: it names none. */
export function unitFor(
	{ supervision }: Pick<Regulation, 'supervision'>,
	kind: OrganisationKind
): Regulation['supervision'][number] | null {
	return supervision.find(({ kinds }) => kinds.includes(kind)) ?? null
}

/**
 * The units that answer for a programme and collect its reports: those of the mentees' organisations, for a group maybe
 * several. Without any, the unit that the regulation names for the relation of mentor and mentee (domain.md T2, S2, R4).
 */
export function unitsOf(
	regulation: Pick<Regulation, 'supervision'>,
	organisations: readonly Pick<Organisation, 'kind' | 'unit'>[],
	relation: Relation | null
): string[] {
	const own = organisations.flatMap(({ kind, unit }) => unit ?? unitFor(regulation, kind)?.unit ?? [])
	const related = regulation.supervision.flatMap(({ relations, unit }) =>
		relation !== null && relations.includes(relation) ? unit : []
	)
	return [...new Set(own.length > 0 ? own : related)].sort()
}

/** The indices of a school in one year. */
export interface SchoolYear {
	organisationId: string
	year: number
	/** ИОР, the index of results, 0 to 1. */
	results: number
	/** ИСБШ, the index of social well-being, 0 to 1; null: not computed. */
	wellBeing: number | null
	/** How many times the better results of ГИА and ВПР exceed the worse ones; null: not computed. */
	differentiation: number | null
	/** The share of evening and part-time students, 0 to 1; null: unknown. */
	partTimeShare: number | null
	/** A gymnasium, a lyceum or a school with advanced study. */
	isAdvanced: boolean
}

/** 1: the lowest quarter; 4: the highest. */
export type Quartile = 1 | 2 | 3 | 4

export type SchoolType = 'effective' | 'resilient' | 'ineffective' | 'failing'

export type Risk = 'unstable' | 'differentiated' | 'part-time' | 'advanced-below-average'

export interface Typology {
	resultsQuartile: Quartile
	wellBeingQuartile: Quartile | null
	type: SchoolType | null
	isStablyHigh: boolean
	isStablyLow: boolean
	/** With any of them a school is in the risk zone. */
	risks: readonly Risk[]
}

const STABLE_YEARS = 3
/** As a share of the arithmetic mean. */
const UNSTABLE_DIFFERENCE = 0.01
const DIFFERENTIATION = 1.5

/**
 * Classifies the schools with indices of the year as strong, weak or at risk, by organisation (domain.md D7–D11). It compares
 * ИОР (results) and ИСБШ (social well-being) with all schools of the year. The regulation calls the first quartile low and the
 * fourth high; its four types are read in the same sense. A school in between has no type.
 */
export function classifySchools(years: readonly SchoolYear[], year: number): ReadonlyMap<string, Typology> {
	const now = years.filter((one) => one.year === year)
	const resultsByYear = new Map(
		[...groupBy(years, (one) => one.year)].map(([each, all]) => [each, ascending(all.map(({ results }) => results))])
	)
	const yearsBySchool = groupBy(years, ({ organisationId }) => organisationId)
	const wellBeing = ascending(now.flatMap((one) => (one.wellBeing === null ? [] : [one.wellBeing])))
	const partTime = ascending(now.flatMap((one) => (one.partTimeShare === null ? [] : [one.partTimeShare])))
	const average = mean(now.map(({ results }) => results))
	return new Map(
		now.map((school) => {
			const last = lastYears(yearsBySchool.get(school.organisationId) ?? [], year)
			const quartiles = last.map((one) => quartileAmong(one.results, resultsByYear.get(one.year) ?? []))
			const resultsQuartile = quartiles[0] ?? 1
			const wellBeingQuartile = school.wellBeing === null ? null : quartileAmong(school.wellBeing, wellBeing)
			const isStable = (quartile: Quartile) =>
				quartiles.length === STABLE_YEARS && quartiles.every((one) => one === quartile)
			const typology: Typology = {
				resultsQuartile,
				wellBeingQuartile,
				type: typeOf(resultsQuartile, wellBeingQuartile),
				isStablyHigh: isStable(4),
				isStablyLow: isStable(1),
				risks: [
					...(isUnstable(last.map(({ results }) => results)) ? ['unstable' as const] : []),
					...((school.differentiation ?? 0) >= DIFFERENTIATION ? ['differentiated' as const] : []),
					...(school.partTimeShare !== null && quartileAmong(school.partTimeShare, partTime) === 4
						? ['part-time' as const]
						: []),
					...(school.isAdvanced && school.results < average ? ['advanced-below-average' as const] : [])
				]
			}
			return [school.organisationId, typology]
		})
	)
}

/** As the statuses of the regulation packs. */
export function statusesOf({ type, isStablyHigh, isStablyLow, risks }: Typology): OrganisationStatus[] {
	return [
		...(type === null ? [] : [type]),
		...(isStablyHigh ? ['stably-high' as const] : []),
		...(isStablyLow ? ['stably-low' as const] : []),
		...(risks.length > 0 ? ['at-risk' as const] : [])
	]
}

/**
 * The quartile by the share of values below it: with three quarters below, a value is in the fourth. Equal values are in the
 * same, lower quartile, so that none of them counts as high. `all` is ascending.
 */
function quartileAmong(value: number, all: readonly number[]): Quartile {
	const below = countBelow(value, all) / Math.max(1, all.length)
	if (below >= 0.75) return 4
	if (below >= 0.5) return 3
	return below >= 0.25 ? 2 : 1
}

/** A binary search: a region has a thousand schools, and each is compared with all. */
function countBelow(value: number, all: readonly number[]): number {
	let low = 0
	let high = all.length
	while (low < high) {
		const middle = (low + high) >> 1
		if ((all[middle] ?? 0) < value) low = middle + 1
		else high = middle
	}
	return low
}

function typeOf(results: Quartile, wellBeing: Quartile | null): SchoolType | null {
	if (wellBeing === 1) return results === 1 ? 'failing' : results === 4 ? 'resilient' : null
	if (wellBeing === 4) return results === 1 ? 'ineffective' : results === 4 ? 'effective' : null
	return null
}

/** The geometric and the arithmetic mean differ more, the more the years differ. */
function isUnstable(results: readonly number[]): boolean {
	if (results.length < STABLE_YEARS) return false
	const arithmetic = mean(results)
	const geometric = results.reduce((product, each) => product * each, 1) ** (1 / results.length)
	return arithmetic > 0 && (arithmetic - geometric) / arithmetic > UNSTABLE_DIFFERENCE
}

/** The year and up to two years before it without a gap, newest first. */
function lastYears(ofSchool: readonly SchoolYear[], year: number): SchoolYear[] {
	const last: SchoolYear[] = []
	for (let back = 0; back < STABLE_YEARS; back++) {
		const one = ofSchool.find((each) => each.year === year - back)
		if (one === undefined) break
		last.push(one)
	}
	return last
}

function ascending(values: readonly number[]): number[] {
	return values.toSorted((one, other) => one - other)
}

function mean(values: readonly number[]): number {
	return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
