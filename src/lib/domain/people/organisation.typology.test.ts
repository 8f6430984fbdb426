import { describe, expect, it } from 'vitest'
import { classifySchools, statusesOf, type SchoolYear } from './organisation.ts'

/** Eight schools of a district; by default `results` and `wellBeing` rise from the first to the eighth. */
function district(year: number, change: Record<string, Partial<SchoolYear>> = {}): SchoolYear[] {
	return [1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({
		organisationId: `school-${number}`,
		year,
		results: number / 10,
		wellBeing: number / 10,
		differentiation: 1.2,
		partTimeShare: 0,
		isAdvanced: false,
		...change[`school-${number}`]
	}))
}

const of = (years: SchoolYear[], id: string, year = 2023) => classifySchools(years, year).get(id)

describe('[D7] quartiles', () => {
	it.each([
		[1, 1],
		[2, 1],
		[3, 2],
		[5, 3],
		[7, 4],
		[8, 4]
	])('of eight schools, the one with the results 0.%i is in the quartile %i', (number, quartile) => {
		expect(of(district(2023), `school-${number}`)?.resultsQuartile).toBe(quartile)
	})

	it('among equals nobody is high', () => {
		const equals = district(2023).map((one) => ({ ...one, results: 0.5 }))
		expect(equals.map(({ organisationId }) => of(equals, organisationId)?.resultsQuartile)).toEqual(Array(8).fill(1))
	})
})

describe('[D9] four types', () => {
	it.each([
		['high in a good place', 'school-8', 0.9, 'effective'],
		['high in a hard place', 'school-8', 0.01, 'resilient'],
		['low in a good place', 'school-1', 0.9, 'ineffective'],
		['low in a hard place', 'school-1', 0.01, 'failing'],
		['in between', 'school-4', 0.9, null],
		['high, its place unknown', 'school-8', null, null]
	])('%s', (_, id, wellBeing, type) => {
		expect(of(district(2023, { [id]: { wellBeing } }), id)?.type).toBe(type)
	})
})

describe('[D11] three years', () => {
	const years = [2021, 2022, 2023].flatMap((year) => district(year))

	it('in the fourth quartile are stably high, in the first stably low', () => {
		expect(of(years, 'school-8')).toMatchObject({ isStablyHigh: true, isStablyLow: false })
		expect(of(years, 'school-1')).toMatchObject({ isStablyHigh: false, isStablyLow: true })
		expect(of(years, 'school-4')).toMatchObject({ isStablyHigh: false, isStablyLow: false })
	})

	it('two are not enough, nor three with a gap', () => {
		expect(of([...district(2022), ...district(2023)], 'school-8')?.isStablyHigh).toBe(false)
		expect(of([...district(2020), ...district(2022), ...district(2023)], 'school-8')?.isStablyHigh).toBe(false)
	})

	it('one year lower breaks it', () => {
		const fallen = [...district(2021, { 'school-8': { results: 0.05 } }), ...district(2022), ...district(2023)]
		expect(of(fallen, 'school-8')?.isStablyHigh).toBe(false)
	})
})

describe('[D10] the zone of risk', () => {
	const threeYears = (...results: number[]) =>
		results.flatMap((result, index) => district(2021 + index, { 'school-4': { results: result } }))

	it.each([
		['unstable: 0.30, 0.40, 0.50', threeYears(0.3, 0.4, 0.5), ['unstable']],
		['steady: 0.38, 0.40, 0.42', threeYears(0.38, 0.4, 0.42), []],
		['a year without any result', threeYears(0, 0.4, 0.4), ['unstable']],
		['only two years known', threeYears(0.2, 0.6).map((one) => ({ ...one, year: one.year + 1 })), []],
		['results 1.5 times apart', district(2023, { 'school-4': { differentiation: 1.5 } }), ['differentiated']],
		['results 1.49 times apart', district(2023, { 'school-4': { differentiation: 1.49 } }), []],
		['many part-time students', district(2023, { 'school-4': { partTimeShare: 0.3 } }), ['part-time']],
		['a lyceum below the average', district(2023, { 'school-4': { isAdvanced: true } }), ['advanced-below-average']],
		['a lyceum above the average', district(2023, { 'school-4': { isAdvanced: true, results: 0.46 } }), []]
	])('%s', (_, years, risks) => {
		expect(of(years, 'school-4')?.risks).toEqual(risks)
	})
})

it('[D12] says what a mentor’s school is in the words of the packs', () => {
	const years = [2021, 2022, 2023].flatMap((year) => district(year, { 'school-8': { differentiation: 2 } }))
	const typology = of(years, 'school-8')
	expect(typology && statusesOf(typology)).toEqual(['effective', 'stably-high', 'at-risk'])
})

it('a year nobody has indices of classifies nobody', () => {
	expect(classifySchools(district(2023), 2024).size).toBe(0)
})
