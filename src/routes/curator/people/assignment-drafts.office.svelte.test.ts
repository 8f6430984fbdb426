import { afterEach, expect, it, vi } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { findOffice } from '#domain/regulation/roles.ts'
import type { NewOfficeHolder, OfficeAssignment } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import { deriveOverMidnight } from '../../../../tests/support/over-midnight.svelte.ts'
import { draftOffice } from './assignment-drafts.ts'

const today = '2021-03-01'
const days = { min: '2021-02-12', max: today }
const lidia = { id: 'lidia', name: 'Гончарова Лидия' }
const school = { id: 'school-26', name: 'Школа № 26' }

afterEach(() => vi.unstubAllGlobals())

type Form = ReturnType<typeof draftOffice>

function formOf(
	officeId: string,
	organisation: typeof school | null = null,
	held: readonly OfficeAssignment[] = []
): Form {
	const given = { office: findOffice(dinskoy, officeId), person: lidia, organisation }
	return draftOffice({ given, today: () => today, days: () => days, again: () => Promise.resolve(held) })
}

/** What is sent; null: it is kept back. The server refuses with `error`, or accepts. */
async function send(form: Form, error?: { code: string; field: string }): Promise<NewOfficeHolder | null> {
	let sent: NewOfficeHolder | null = null
	vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
		sent = JSON.parse(body) as NewOfficeHolder
		return Promise.resolve(Response.json(error === undefined ? { id: '1' } : { error }, { status: error ? 409 : 201 }))
	})
	await form.draft.save()
	return sent
}

function createAssignment(name: string, officeId: string, organisation: typeof school | null): OfficeAssignment {
	const person = { id: name, name, familyName: name, givenName: '', patronymic: '' }
	const of = { wording: '', holders: 'one', workplace: '', post: '', since: today, order: null } as const
	return { id: '1', officeId, person, organisation, ...of }
}

it('an office is given from today on, without an order where nobody has said', async () => {
	expect(await send(formOf('member'))).toEqual({
		...{ officeId: 'member', personId: 'lidia', organisationId: null, since: today, order: null }
	})
})

it('a school’s curator is given for a school only, and another office for none', async () => {
	const nowhere = formOf('school-curator')
	expect(await send(nowhere)).toBeNull()
	expect(nowhere.organisation.error).toBe(m.people_office_organisation_missing())
	expect(await send(formOf('school-curator', school))).toMatchObject({ organisationId: 'school-26' })
	expect(await send(formOf('moderator', school))).toMatchObject({ organisationId: null })
})

it.each<[string, (form: Form) => void]>([
	['no office', ({ draft }) => (draft.value.office = null)],
	['nobody', ({ person }) => person.choose(null)],
	['no day', ({ draft }) => (draft.value.since = null)],
	['a day that is still to come', ({ draft }) => (draft.value.since = '2021-03-02')],
	['a day before the regulation', ({ draft }) => (draft.value.since = '1990-02-12')],
	['an order dated tomorrow', ({ draft }) => Object.assign(draft.value.order, { number: '78', date: '2021-03-02' })],
	['half an order', ({ draft }) => (draft.value.order.number = '78')]
])('is not sent with %s', async (_, spoil) => {
	const form = formOf('member')
	spoil(form)
	expect(await send(form)).toBeNull()
})

it('whom it is given to is asked for, and not of who is being looked for again', async () => {
	const form = formOf('member')
	form.person.reopen()
	expect(await send(form)).toBeNull()
	expect(form.person.error).toBe(m.people_office_person_missing())
	form.person.choose(lidia)
	expect(form.person.error).toBeNull()
	expect(await send(form)).toMatchObject({ personId: 'lidia' })
})

it('[D2] a refusal names who holds the office, there', async () => {
	const held = { code: 'conflict', field: 'held' }
	const assignments = [createAssignment('Белик', 'school-curator', { id: 'school-5', name: 'Школа № 5' })]
	const elsewhere = formOf('school-curator', school, assignments)
	await send(elsewhere, held)
	expect(elsewhere.draft.problem).toBe(m.people_office_busy())
	const form = formOf('school-curator', school, [...assignments, createAssignment('Мороз', 'school-curator', school)])
	await send(form, held)
	expect(form.draft.problem).toContain('Мороз')
})

it('a school that is gone by now is told at it, until another one is chosen', async () => {
	const form = formOf('school-curator', school)
	await send(form, { code: 'invalid', field: 'organisationId' })
	expect([form.organisation.error, form.draft.problem]).toEqual([m.people_organisation_gone(), null])
	form.organisation.choose({ id: 'school-5', name: 'Школа № 5' })
	expect(form.organisation.error).toBeNull()
})

it('midnight takes nothing that is typed of Лидия’s appointment', async () => {
	const given = { office: findOffice(dinskoy, 'member'), person: lidia, organisation: null }
	const { before, after } = deriveOverMidnight(
		(now) => draftOffice({ given, today: now, days: () => ({ max: now() }), again: () => Promise.resolve([]) }),
		{ first: today, next: '2021-03-02', act: ({ draft }) => (draft.value.order.number = '78') }
	)
	expect(after).toBe(before)
	expect([after.draft.value.since, after.draft.value.order.number]).toEqual([today, '78'])
	after.draft.value.order.date = '2021-03-02'
	expect(await send(after)).toMatchObject({ order: { number: '78', date: '2021-03-02' } })
})

it('an order whose date the server finds still to come is told at it, until it is sent anew', async () => {
	const form = formOf('member')
	await send(form, { code: 'invalid', field: 'order' })
	expect(form.draft.problems).toEqual([{ path: 'order.date', text: m.people_day_ahead() }])
	expect(form.draft.problem).toBeNull()
	await send(form)
	expect(form.draft.problems).toEqual([])
})
