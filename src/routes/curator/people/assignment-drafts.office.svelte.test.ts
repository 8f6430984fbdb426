import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { findOffice } from '#domain/regulation/roles.ts'
import type { OfficeAssignment } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import { deriveOverMidnight } from '../../../../tests/support/over-midnight.svelte.ts'
import { OfficeDraft } from './assignment-drafts.svelte.ts'

const today = '2021-03-01'
const days = { min: '2021-02-12', max: today }
const lidia = { id: 'lidia', name: 'Гончарова Лидия' }
const school = { id: 'school-26', name: 'Школа № 26' }

function draftOf(officeId: string, organisation: typeof school | null = null): OfficeDraft {
	return new OfficeDraft({ office: findOffice(dinskoy, officeId), person: lidia, organisation }, () => today)
}

function createAssignment(name: string, officeId: string, organisation: typeof school | null): OfficeAssignment {
	const person = { id: name, name, familyName: name, givenName: '', patronymic: '' }
	const of = { wording: '', holders: 'one', workplace: '', post: '', since: today, order: null } as const
	return { id: '1', officeId, person, organisation, ...of }
}

it('an office is given from today on, without an order where nobody has said', async () => {
	expect(await draftOf('member').check(days)).toEqual({
		...{ officeId: 'member', personId: 'lidia', organisationId: null, since: today, order: null }
	})
})

it('a school’s curator is given for a school only, and another office for none', async () => {
	const nowhere = draftOf('school-curator')
	expect(await nowhere.check(days)).toBeNull()
	expect(nowhere.organisation.error).not.toBeNull()
	expect(await draftOf('school-curator', school).check(days)).toMatchObject({ organisationId: 'school-26' })
	expect(await draftOf('moderator', school).check(days)).toMatchObject({ organisationId: null })
})

it.each<[string, (draft: OfficeDraft) => void]>([
	['no office', (draft) => (draft.office = null)],
	['nobody', (draft) => draft.person.choose(null)],
	['no day', (draft) => (draft.since = null)],
	['a day that is still to come', (draft) => (draft.since = '2021-03-02')],
	['a day before the regulation', (draft) => (draft.since = '1990-02-12')],
	['an order dated tomorrow', (draft) => (draft.order.written = { number: '78', date: '2021-03-02' })],
	['half an order', (draft) => (draft.order.number = '78')]
])('is not sent with %s', async (_, spoil) => {
	const draft = draftOf('member')
	spoil(draft)
	expect(await draft.check(days)).toBeNull()
})

it('whom it is given to is asked for, and not of who is being looked for again', async () => {
	const draft = draftOf('member')
	draft.person.reopen()
	expect(await draft.check(days)).toBeNull()
	expect(draft.person.error).toBe(m.people_office_person_missing())
	draft.person.choose(lidia)
	expect(draft.person.error).toBeNull()
	expect(await draft.check(days)).toMatchObject({ personId: 'lidia' })
})

it('[D2] a refusal names who holds the office, there', () => {
	const draft = draftOf('school-curator', school)
	const assignments = [createAssignment('Белик', 'school-curator', { id: 'school-5', name: 'Школа № 5' })]
	draft.refuse({ code: 'conflict', field: 'held' }, assignments)
	expect(draft.problem).not.toContain('Белик')
	draft.refuse({ code: 'conflict', field: 'held' }, [
		...assignments,
		createAssignment('Мороз', 'school-curator', school)
	])
	expect(draft.problem).toContain('Мороз')
})

it('midnight takes nothing that is typed of Лидия’s appointment', () => {
	const given = { office: findOffice(dinskoy, 'member'), person: lidia, organisation: null }
	const { before, after } = deriveOverMidnight((now) => new OfficeDraft(given, now), {
		first: today,
		next: '2021-03-02',
		act: ({ order }) => (order.number = '78')
	})
	expect(after).toBe(before)
	expect([after.since, after.order.number, after.order.days]).toEqual([today, '78', { max: '2021-03-02' }])
})

it('an order whose date the server finds still to come is told at it, until it is sent anew', async () => {
	const draft = draftOf('member')
	draft.refuse({ code: 'invalid', field: 'order' }, [])
	expect([draft.order.error, draft.problem]).toEqual([m.people_day_ahead(), null])
	await draft.check(days)
	expect(draft.order.error).toBeNull()
})
