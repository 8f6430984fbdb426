import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { findOffice } from '#domain/regulation/roles.ts'
import type { HeldOffice } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import { returnRefusalText } from './office.ts'

const conflict = { code: 'conflict', field: 'held' } as const
const school26 = { id: 'school-26', name: 'Школа № 26' }
const school5 = { id: 'school-5', name: 'Школа № 5' }

function heldBy(name: string, officeId: string, organisation: typeof school26 | null = null): HeldOffice {
	const person = { id: name, name, familyName: name, givenName: '', patronymic: '' }
	const holders = findOffice(dinskoy, officeId)?.holders ?? 'several'
	const of = { wording: '', holders, workplace: '', post: '', since: '2021-02-12', order: null }
	return { id: `${officeId} ${name}`, officeId, person, organisation, ...of }
}

function told(ended: HeldOffice, held: HeldOffice[], composition = dinskoy.composition): string {
	return returnRefusalText(conflict, ended, { composition, held })
}

it('[D2] of an office that several hold, only the same person stands in the way', () => {
	const [viktor, irina] = [heldBy('Виктор', 'member'), heldBy('Ирина', 'member')]
	expect(told(irina, [viktor, irina])).toBe(m.people_office_held({ name: 'Ирина' }))
	expect(told(irina, [viktor])).toBe(m.people_office_busy())
})

it('[D2] of an office that one holds, whoever it is stands in the way, also under another regulation', () => {
	expect(told(heldBy('Ирина', 'moderator'), [heldBy('Виктор', 'moderator')])).toContain('Виктор')
	expect(told(heldBy('Ирина', 'moderator'), [heldBy('Виктор', 'moderator')], null)).toContain('Виктор')
})

it('[D29] of a school’s office, whoever holds it in that school stands in the way, also under another regulation', () => {
	const ended = heldBy('Ирина', 'school-curator', school26)
	const held = [heldBy('Павел', 'school-curator', school5), heldBy('Виктор', 'school-curator', school26)]
	expect(told(ended, held)).toBe(m.people_office_held({ name: 'Виктор' }))
	expect(told(ended, held, null)).toBe(m.people_office_held({ name: 'Виктор' }))
})

it('whoever has left is to be put back into the bank first, and what has changed just now is told', () => {
	const irina = heldBy('Ирина', 'member')
	const listing = { composition: dinskoy.composition, held: [] }
	expect(returnRefusalText({ code: 'conflict', field: 'left' }, irina, listing)).toBe(m.people_office_left())
	expect(returnRefusalText({ code: 'conflict' }, irina, listing)).toBe(m.people_office_busy())
	expect(returnRefusalText({ code: 'offline' }, irina, listing)).toBe(m.failed_offline())
})
