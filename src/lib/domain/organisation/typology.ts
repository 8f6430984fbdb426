/**
 * Which schools are strong, which weak, and which at risk, by their yearly indices (domain.md D7–D11): ИОР, the index of
 * results, and ИСБШ, the index of social well-being, both from 0 to 1 and both compared with all schools of the year.
 *
 * The regulation calls the first quartile low and the fourth high; «low» and «high» of its four types are read as just
 * these. A school in between is of no type.
 */
import type { Standing } from '../regulation/schema.ts'

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
	const wellBeing = now.flatMap((one) => (one.wellBeing === null ? [] : [one.wellBeing]))
	const partTime = now.flatMap((one) => (one.partTimeShare === null ? [] : [one.partTimeShare]))
	const average = mean(now.map(({ results }) => results))
	return new Map(
		now.map((school) => {
			const quartiles = lastQuartiles(years, school)
			const resultsQuartile = quartiles[0] ?? quartileOf(school.results, [school.results])
			const wellBeingQuartile = school.wellBeing === null ? null : quartileOf(school.wellBeing, wellBeing)
			const isStable = (quartile: Quartile) =>
				quartiles.length === STABLE_YEARS && quartiles.every((one) => one === quartile)
			const typology: Typology = {
				resultsQuartile,
				wellBeingQuartile,
				type: typeOf(resultsQuartile, wellBeingQuartile),
				isStablyHigh: isStable(4),
				isStablyLow: isStable(1),
				risks: [
					...(isUnstable(lastYears(years, school)) ? ['unstable' as const] : []),
					...((school.differentiation ?? 0) >= DIFFERENTIATION ? ['differentiated' as const] : []),
					...(school.partTimeShare !== null && quartileOf(school.partTimeShare, partTime) === 4
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
	const below = all.filter((other) => other < value).length / Math.max(1, all.length)
	if (below >= 0.75) return 4
	if (below >= 0.5) return 3
	return below >= 0.25 ? 2 : 1
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

/** Of the school's year and the two before it, as far as there are any without a gap; the newest first. */
function lastYears(years: readonly SchoolYear[], school: SchoolYear): number[] {
	const results: number[] = []
	for (let back = 0; back < STABLE_YEARS; back++) {
		const one = years.find(
			({ organisationId, year }) => organisationId === school.organisationId && year === school.year - back
		)
		if (one === undefined) break
		results.push(one.results)
	}
	return results
}

function lastQuartiles(years: readonly SchoolYear[], school: SchoolYear): Quartile[] {
	return lastYears(years, school).map((results, back) => {
		const all = years.filter(({ year }) => year === school.year - back).map((one) => one.results)
		return quartileOf(results, all)
	})
}

function mean(values: readonly number[]): number {
	return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
