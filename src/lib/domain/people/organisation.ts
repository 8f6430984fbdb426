/** Where people work: what a regulation asks of it, and the yearly indices by which it is strong, weak or at risk (domain.md D7–D11). */
import { z } from 'zod'
import { groupBy } from '../group-by.ts'
import {
	type OrganisationKind,
	organisationKinds,
	type Regulation,
	type Relation,
	type Standing,
	standings
} from '../regulation/schema.ts'
import { TITLE_LETTERS } from '../text.ts'

/** Whose contour it belongs to (domain.md S25). */
export const organisationLevels = ['municipal', 'regional', 'federal'] as const
export type OrganisationLevel = (typeof organisationLevels)[number]

/** Of each row an organisation is one at most: schools are of one of four types, and stable in one direction (domain.md D9, D11). */
const rivalStandings: readonly (readonly Standing[])[] = [
	['effective', 'resilient', 'ineffective', 'failing'],
	['stably-high', 'stably-low']
]

const share = z.number().min(0).max(1)

export const organisationSchema = z.strictObject({
	id: z.string().regex(/^[\w-]{1,64}$/),
	name: z.string().trim().min(1).max(TITLE_LETTERS),
	kind: z.enum(organisationKinds),
	/** Null: whichever the regulation names for its kind (domain.md T2, S2). */
	unit: z.string().trim().min(1).max(TITLE_LETTERS).nullable(),
	level: z.enum(organisationLevels),
	/** A gymnasium, a lyceum, a school with advanced study. */
	isAdvanced: z.boolean(),
	/** WGS 84, degrees. */
	place: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).nullable(),
	/** Put down by the authority; null: nobody has said. */
	standings: z
		.array(z.enum(standings))
		.max(standings.length)
		.refine((said) => rivalStandings.every((rivals) => said.filter((one) => rivals.includes(one)).length <= 1), {
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

/** Who answers for an organisation of the kind by the regulation (domain.md T2, S2); null: it names nobody. */
export function unitFor(
	{ supervision }: Pick<Regulation, 'supervision'>,
	kind: OrganisationKind
): Regulation['supervision'][number] | null {
	return supervision.find(({ kinds }) => kinds.includes(kind)) ?? null
}

/**
 * Who answers for a programme and organises the collection of its reports: the units of the mentees' organisations, of a group
 * maybe several; where the regulation goes by who mentors whom, the one of the relation (domain.md T2, S2, R4).
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

/**
 * Which schools are strong, which weak, and which at risk, by their yearly indices (domain.md D7–D11): ИОР, the index of
 * results, and ИСБШ, the index of social well-being, both from 0 to 1 and both compared with all schools of the year.
 *
 * The regulation calls the first quartile low and the fourth high; «low» and «high» of its four types are read as just
 * these. A school in between is of no type.
 */
export interface SchoolYear {
	organisationId: string
	year: number
	/** ИОР */
	results: number
	/** ИСБШ; null: not computed. */
	wellBeing: number | null
	/** How many times the better results of ГИА and ВПР exceed the worse; null: not computed. */
	differentiation: number | null
	/** 0 to 1, of evening and part-time students; null: not known. */
	partTimeShare: number | null
	/** A gymnasium, a lyceum, a school with advanced study. */
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
	/** In any of them a school is in the zone of risk. */
	risks: readonly Risk[]
}

const STABLE_YEARS = 3
/** Of the arithmetic mean. */
const UNSTABLE_DIFFERENCE = 0.01
const DIFFERENTIATION = 1.5

/** By organisation, those that have indices of the year. */
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

/** In the words of the regulation packs. */
export function standingsOf({ type, isStablyHigh, isStablyLow, risks }: Typology): Standing[] {
	return [
		...(type === null ? [] : [type]),
		...(isStablyHigh ? ['stably-high' as const] : []),
		...(isStablyLow ? ['stably-low' as const] : []),
		...(risks.length > 0 ? ['at-risk' as const] : [])
	]
}

/**
 * By how many lie below it: above three quarters of all is the fourth quartile. Equal values are in one quartile, the lower
 * one, so that among equals nobody is high.
 */
export function quartileOf(value: number, all: readonly number[]): Quartile {
	return quartileAmong(value, ascending(all))
}

/** `all` ascending. */
function quartileAmong(value: number, all: readonly number[]): Quartile {
	const below = countBelow(value, all) / Math.max(1, all.length)
	if (below >= 0.75) return 4
	if (below >= 0.5) return 3
	return below >= 0.25 ? 2 : 1
}

/** By halves: a region has a thousand schools, and each is compared with all. */
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

/** Geometric and arithmetic mean are the further apart the more the years differ. */
function isUnstable(results: readonly number[]): boolean {
	if (results.length < STABLE_YEARS) return false
	const arithmetic = mean(results)
	const geometric = results.reduce((product, each) => product * each, 1) ** (1 / results.length)
	return arithmetic > 0 && (arithmetic - geometric) / arithmetic > UNSTABLE_DIFFERENCE
}

/** The year and the two before it, as far as there are any without a gap; the newest first. */
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
