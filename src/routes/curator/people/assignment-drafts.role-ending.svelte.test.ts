import { expect, it } from 'vitest'
import type { Person } from '#protocol/api/program.ts'
import { deriveOverMidnight } from '../../../../tests/support/over-midnight.svelte.ts'
import { RoleEndingDraft } from './assignment-drafts.svelte.ts'

const galina: Person = {
	id: 'galina',
	name: 'Орлова Галина',
	familyName: 'Орлова',
	givenName: 'Галина',
	patronymic: ''
}

it('Галина’s role ends today, and by an order of tomorrow only once it is tomorrow', async () => {
	let today = '2026-09-30'
	const draft = new RoleEndingDraft({ person: galina, role: 'curator' }, () => today)
	expect(draft.on).toBe('2026-09-30')
	draft.order.written = { number: '12-к', date: '2026-10-01' }
	expect(await draft.send()).toBeNull()
	today = '2026-10-01'
	expect(draft.order.isWrong).toBe(false)
	expect(draft.on).toBe('2026-09-30')
})

it('midnight takes nothing that is typed about the end of Галина’s role', () => {
	const { before, after } = deriveOverMidnight(
		(today) => new RoleEndingDraft({ person: galina, role: 'curator' }, today),
		{ first: '2026-09-30', next: '2026-10-01', act: ({ order }) => (order.number = '12-к') }
	)
	expect(after).toBe(before)
	expect([after.on, after.order.number, after.order.days]).toEqual(['2026-09-30', '12-к', { max: '2026-10-01' }])
})
