import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { findOffice } from '#domain/regulation/roles.ts'
import type { OfficeAssignment } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import { returnRefusalText } from './office.ts'

const conflict = { code: 'conflict', field: 'held' } as const
const school26 = { id: 'school-26', name: 'Школа № 26' }
const school5 = { id: 'school-5', name: 'Школа № 5' }

function createAssignment(
	name: string,
	officeId: string,
	organisation: typeof school26 | null = null
): OfficeAssignment {
	const person = { id: name, name, familyName: name, givenName: '', patronymic: '' }
	const holders = findOffice(dinskoy, officeId)?.holders ?? 'several'
	const of = { wording: '', holders, workplace: '', post: '', since: '2021-02-12', order: null }
	return { id: `${officeId} ${name}`, officeId, person, organisation, ...of }
}

function refusalOf(
	ended: OfficeAssignment,
	assignments: OfficeAssignment[],
	composition = dinskoy.composition
): string {
	return returnRefusalText(conflict, ended, { composition, held: assignments })
}

it('[D2] of an office that several hold, only the same person stands in the way', () => {
	const [viktor, irina] = [createAssignment('Виктор', 'member'), createAssignment('Ирина', 'member')]
	expect(refusalOf(irina, [viktor, irina])).toBe(m.people_office_taken({ name: 'Ирина' }))
	expect(refusalOf(irina, [viktor])).toBe(m.people_office_busy())
})

it('[D2] of an office that one holds, whoever it is stands in the way, also under another regulation', () => {
	expect(refusalOf(createAssignment('Ирина', 'moderator'), [createAssignment('Виктор', 'moderator')])).toContain(
		'Виктор'
	)
	expect(refusalOf(createAssignment('Ирина', 'moderator'), [createAssignment('Виктор', 'moderator')], null)).toContain(
		'Виктор'
	)
})

it('[D29] of a school’s office, whoever holds it in that school stands in the way, also under another regulation', () => {
	const ended = createAssignment('Ирина', 'school-curator', school26)
	const assignments = [
		createAssignment('Павел', 'school-curator', school5),
		createAssignment('Виктор', 'school-curator', school26)
	]
	expect(refusalOf(ended, assignments)).toBe(m.people_office_taken({ name: 'Виктор' }))
	expect(refusalOf(ended, assignments, null)).toBe(m.people_office_taken({ name: 'Виктор' }))
})

it('whoever has left is to be put back into the bank first, and what has changed just now is told', () => {
	const irina = createAssignment('Ирина', 'member')
	const listing = { composition: dinskoy.composition, held: [] }
	expect(returnRefusalText({ code: 'conflict', field: 'left' }, irina, listing)).toBe(m.people_office_left())
	expect(returnRefusalText({ code: 'conflict' }, irina, listing)).toBe(m.people_office_busy())
	expect(returnRefusalText({ code: 'offline' }, irina, listing)).toBe(m.failed_offline())
})
