import { describe, expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { OfficeAssignment, OfficeListing } from '#protocol/api/staff.ts'
import { groupOffices, hasRoom } from './office-groups.ts'

function assignment(officeId: string, name: string): OfficeAssignment {
	const person = { id: name, name, familyName: name, givenName: '', patronymic: '' }
	const of = { organisation: null, workplace: '', post: '', since: '2026-02-12', order: null, holders: 'one' } as const
	return { id: `${officeId} ${name}`, officeId, wording: `${officeId} по-прежнему`, person, ...of }
}

const listing: OfficeListing = {
	composition: dinskoy.composition,
	foundedOn: '2021-02-12',
	held: [assignment('moderator', 'Белик'), assignment('secretary', 'Кравец'), assignment('member', 'Мороз')],
	ended: [],
	without: { 'school-curator': [{ id: 'school-5', name: 'Школа № 5' }] },
	today: '2026-09-30'
}

describe('[D2] the composition', () => {
	it('has each office of the regulation, and those of another one that are still held', () => {
		const grouped = groupOffices(listing).map(({ id, assignments }) => [
			id,
			...assignments.map(({ person }) => person.name)
		])
		expect(grouped).toEqual([
			['member', 'Мороз'],
			['school-curator'],
			['moderator', 'Белик'],
			['institute-curator'],
			['secretary', 'Кравец']
		])
	})

	it('has room where nobody holds the office or several may', () => {
		const open = groupOffices(listing).filter(hasRoom)
		expect(open.map(({ id }) => id)).toEqual(['member', 'school-curator', 'institute-curator'])
	})

	it('[D29] names the schools without a curator', () => {
		const without = groupOffices(listing).flatMap((group) => group.without.map(({ name }) => `${group.id} ${name}`))
		expect(without).toEqual(['school-curator Школа № 5'])
	})

	it('under a regulation that founds no body is what is still held', () => {
		const groups = groupOffices({ ...listing, composition: null, without: {} })
		expect(groups.map(({ wording, office }) => [wording, office])).toEqual([
			['moderator по-прежнему', null],
			['secretary по-прежнему', null],
			['member по-прежнему', null]
		])
	})
})
