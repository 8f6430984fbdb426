import { expect, it } from 'vitest'
import { dinskoy } from '../regulation/dinskoy.ts'
import { surgut } from '../regulation/surgut.ts'
import { tomskCity } from '../regulation/tomsk-city.ts'
import { organisationSchema, unitFor, type Organisation } from './organisation.ts'

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
	['one year twice', { years: [school.years[0], school.years[0]] }, 'years.1.year']
])('[D7] an organisation with %s is refused with its place', (_, change, path) => {
	const parsed = organisationSchema.safeParse({ ...school, ...change })
	expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
})

it('[T2] [S2] the unit that answers goes by the kind of organisation; who names none, names none', () => {
	expect(unitFor(tomskCity, 'preschool')?.unit).toBe('Комитет по дошкольному образованию')
	expect(unitFor(surgut, 'psychological')?.unit).toBe('МКУ «Центр диагностики и консультирования»')
	expect(unitFor(dinskoy, 'enterprise')).toBeNull()
})
