import { expect, it } from 'vitest'
import { dinskoy } from '../regulation/packs/dinskoy.ts'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { organisationSchema, unitFor, unitsOf, type Organisation } from './organisation.ts'

const school: Organisation = {
	id: 'school-4',
	name: 'Школа № 4',
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: [{ year: 2025, results: 0.6, wellBeing: 0.5, differentiation: null, partTimeShare: null }]
}

it.each<[string, object, string]>([
	['no name', { name: ' ' }, 'name'],
	['a place beyond the pole', { place: { latitude: 91, longitude: 0 } }, 'place.latitude'],
	['an index above the whole', { years: [{ ...school.years[0], results: 1.2 }] }, 'years.0.results'],
	['two types of school', { standings: ['effective', 'ineffective'] }, 'standings'],
	['results both high and low', { standings: ['effective', 'stably-high', 'stably-low'] }, 'standings'],
	['one year twice', { years: [school.years[0], school.years[0]] }, 'years.1.year']
])('[D7] an organisation with %s is refused with its place', (_, change, path) => {
	const parsed = organisationSchema.safeParse({ ...school, ...change })
	expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
})

it('[T2] [S2] the unit that answers goes by the kind of organisation; who names none, names none', () => {
	expect(unitFor(tomskCity, 'preschool')?.unit).toBe('Комитет по дошкольному образованию')
	expect(unitFor(surgut, 'additional')?.unit).toBe('МАУ «Информационно-методический центр»')
	// The order names this coordinator without a kind of institution: chosen by hand.
	expect(unitFor(surgut, 'psychological')).toBeNull()
	expect(unitFor(dinskoy, 'enterprise')).toBeNull()
})

const ownUnit = { kind: 'school', unit: 'Отдел сельских школ' } as const
it.each([
	[
		'[T2] of the kindergarten',
		tomskCity,
		[{ kind: 'preschool', unit: null }],
		null,
		['Комитет по дошкольному образованию']
	],
	['[T2] as it was put down of the school', tomskCity, [ownUnit], null, ['Отдел сельских школ']],
	[
		'[T2] of each organisation of a group, each once',
		tomskCity,
		[
			{ kind: 'school', unit: null },
			{ kind: 'additional', unit: null },
			{ kind: 'school', unit: null }
		],
		'head-head',
		['Комитет по общему образованию', 'Отдел воспитания и дополнительного образования']
	],
	[
		'[R4] by who mentors whom',
		tomskRegion,
		[{ kind: 'school', unit: null }],
		'student-pupil',
		['ОГБУ «Региональный центр развития образования»']
	],
	['of nobody where neither is known', tomskCity, [], null, []]
] as const)('who answers for a programme: the unit %s', (_, regulation, organisations, relation, units) => {
	expect(unitsOf(regulation, organisations, relation)).toEqual(units)
})
