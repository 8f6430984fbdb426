import { describe, expect, it } from 'vitest'
import type { IsoDate } from '../calendar.ts'
import { copyRegulation } from './copy-regulation.ts'
import { dinskoy } from './packs/dinskoy.ts'
import { findHolderInTheWay, findOffice, foundedOn, needsHolder, type OfficeHolder } from './roles.ts'
import { tomskCity } from './packs/tomsk-city.ts'

const assignments: OfficeHolder[] = [
	{ officeId: 'member', personId: 'lidia', organisationId: null },
	{ officeId: 'moderator', personId: 'roman', organisationId: null },
	{ officeId: 'school-curator', personId: 'taras', organisationId: 'school-26' }
]

function inTheWay(officeId: string, personId: string, organisationId: string | null = null): string | null {
	const office = findOffice(dinskoy, officeId)
	if (office === null) throw new Error(`${officeId} is none`)
	return findHolderInTheWay(office, assignments, { personId, organisationId })?.personId ?? null
}

describe('[D2] who stands in the way of another holder', () => {
	it.each([
		['members are several', inTheWay('member', 'vera'), null],
		['nobody is a member twice', inTheWay('member', 'lidia'), 'lidia'],
		['there is one moderator', inTheWay('moderator', 'vera'), 'roman'],
		['nobody is the institute’s curator yet', inTheWay('institute-curator', 'roman'), null],
		['[D29] a school has one curator', inTheWay('school-curator', 'vera', 'school-26'), 'taras'],
		['[D29] another school may have the same one', inTheWay('school-curator', 'taras', 'school-5'), null]
	])('%s', (_, found, expected) => {
		expect(found).toBe(expected)
	})
})

describe('[D2] nobody has held an office before the body was founded', () => {
	const today = '2026-11-22'
	const from = (day: IsoDate) => {
		const copy = copyRegulation(dinskoy, 'own', 'Наша редакция')
		return { ...copy, inForce: { ...copy.inForce, value: { from: day, until: null } } }
	}

	it.each([
		['on the first day of the regulation', foundedOn(dinskoy, dinskoy, today), '2021-02-12'],
		['before it was adopted again', foundedOn(from('2026-09-01'), dinskoy, today), '2021-02-12'],
		['by a copy that is older', foundedOn(from('2019-09-01'), dinskoy, today), '2019-09-01'],
		['at the latest today', foundedOn(dinskoy, dinskoy, '2021-02-01'), '2021-02-01'],
		['nobody knows when, by one’s own copy', foundedOn(from('2026-09-01'), tomskCity, today), null],
		['nobody knows when, by a copy of what is shipped no more', foundedOn(from('2026-09-01'), null, today), null],
		['never', foundedOn(tomskCity, tomskCity, today), null]
	])('%s', (_, day, expected) => {
		expect(day).toBe(expected)
	})
})

it('a regulation that founds no body has no offices', () => {
	expect(findOffice(tomskCity, 'member')).toBeNull()
	expect(findOffice(dinskoy, 'head')).toBeNull()
})

it.each([
	['one of low results', ['low-results', 'difficult-conditions'], true],
	['one in difficult conditions alone', ['difficult-conditions'], false],
	['one nobody has said anything of', [], false]
] as const)('[D29] a school has to have a curator: %s', (_, known, expected) => {
	const office = findOffice(dinskoy, 'school-curator')
	expect(office && needsHolder(office, known)).toBe(expected)
})

it('[D29] nobody must be a member for a school', () => {
	const office = findOffice(dinskoy, 'member')
	expect(office && needsHolder(office, ['low-results'])).toBe(false)
})
