import { expect, it } from 'vitest'
import type { Office } from '#domain/regulation/schema.ts'
import { setHolders, setStatuses } from './office-holders.ts'

const ofSchools: Office = {
	id: 'school-curator',
	wording: 'Куратор школы',
	holders: 'one-per-organisation',
	standings: ['low-results'],
	source: { rule: null, clause: 'п. 1' }
}

it('[D29] which schools must have a curator is forgotten with an office that is no school’s', () => {
	const office = structuredClone(ofSchools)
	setHolders(office, 'one')
	expect(office).toStrictEqual({
		id: 'school-curator',
		wording: 'Куратор школы',
		holders: 'one',
		source: ofSchools.source
	})
	setHolders(office, 'one-per-organisation')
	expect(office.standings).toBeUndefined()
})

it('with nothing marked no organisation must have one, as though nothing had been said', () => {
	const office = structuredClone(ofSchools)
	setStatuses(office, ['stably-low', 'low-results'])
	expect(office.standings).toEqual(['stably-low', 'low-results'])
	setStatuses(office, [])
	expect('standings' in office).toBe(false)
})
