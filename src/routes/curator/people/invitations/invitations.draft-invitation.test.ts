import { expect, it } from 'vitest'
import type { InvitedRole } from '#domain/access.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ApiFailure } from '#lib/sync/api.ts'
import type { NewInvitation } from '#protocol/api/program.ts'
import { draftInvitation } from './invitations.svelte.ts'

const irina = { familyName: 'Лаптева', givenName: 'Ирина', patronymic: 'Петровна' }

function begin(typed: typeof irina, { role = 'mentee' as InvitedRole, refusal = {} as Partial<ApiFailure> } = {}) {
	const sent: NewInvitation[] = []
	const form = draftInvitation({
		roleOf: () => role,
		today: () => '2026-10-01',
		invite: (invitation) => {
			sent.push(invitation)
			return Promise.resolve({ code: 'invalid', ...refusal, ok: false })
		}
	})
	Object.assign(form.draft.value, typed)
	const said = () => form.draft.problems.map(({ path, text }) => [path, text])
	return { ...form, sent, said }
}

it('Elena sends an empty invitation: what is missing is said until that name is there, and only of that one', async () => {
	const { draft, sent, said } = begin({ familyName: '', givenName: ' ', patronymic: '' })
	await draft.save()
	expect(said()).toEqual([
		['familyName', m.curator_error_family_name()],
		['givenName', m.curator_error_given_name()]
	])
	draft.value.familyName = 'Лаптева'
	expect(said()).toEqual([['givenName', m.curator_error_given_name()]])
	draft.value.givenName = 'Ирина'
	expect(said()).toEqual([])
	expect(sent).toEqual([])
	await draft.save()
	expect(sent).toEqual([{ ...irina, patronymic: '', role: 'mentee', organisationId: null, order: null }])
})

it('what the server refuses is said of the name it was said of, until that is changed', async () => {
	const { draft, said } = begin(irina, { refusal: { field: 'patronymic' } })
	await draft.save()
	expect(said()).toEqual([['patronymic', m.curator_error_patronymic()]])
	draft.value.patronymic = ''
	expect(said()).toEqual([])
})

it.each<[Partial<ApiFailure>, () => string]>([
	[{ field: 'role' }, m.curator_error_role],
	[{ code: 'unauthorized', field: 'role' }, m.curator_error_not_theirs],
	[{ code: 'unauthorized' }, m.curator_error_forbidden],
	[{ code: 'offline' }, m.curator_error_offline],
	[{ code: 'internal' }, m.curator_error_internal]
])('what is said of no name is said of the whole form: %o', async (refusal, text) => {
	const { draft, said } = begin(irina, { refusal })
	await draft.save()
	expect([said(), draft.problem]).toEqual([[], text()])
})

it('only an appointment asks for a workplace and for the whole of an order', async () => {
	const half = { ...irina, order: { number: '77-к', date: null } }
	const participant = begin(half)
	await participant.draft.save()
	expect(participant.sent).toMatchObject([{ organisationId: null, order: null }])

	const curator = begin(half, { role: 'organisation-curator' })
	await curator.draft.save()
	expect([curator.sent, curator.workplace.error, curator.said()]).toEqual([
		...[[], m.people_organisation_needed(), [['order.date', m.people_order_incomplete()]]]
	])
	curator.draft.value.order.date = '2026-09-30'
	curator.workplace.choose({ id: 'school-26', name: 'Школа № 26' })
	await curator.draft.save()
	const order = { number: '77-к', date: '2026-09-30' }
	expect(curator.sent).toEqual([{ ...irina, role: 'organisation-curator', organisationId: 'school-26', order }])
})
