import { afterEach, expect, it, vi } from 'vitest'
import type { Person } from '#protocol/api/program.ts'
import { deriveOverMidnight } from '../../../../tests/support/over-midnight.svelte.ts'
import { draftRoleEnding } from './assignment-drafts.ts'

const galina: Person = {
	id: 'galina',
	name: 'Орлова Галина',
	familyName: 'Орлова',
	givenName: 'Галина',
	patronymic: ''
}

afterEach(() => vi.unstubAllGlobals())

/** What is sent; null: it is kept back. */
async function send(draft: ReturnType<typeof draftRoleEnding>): Promise<unknown> {
	let sent: unknown = null
	vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
		sent = JSON.parse(body)
		return Promise.resolve(Response.json({ id: 'ending' }))
	})
	await draft.save()
	return sent
}

it('Галина’s role ends today, and by an order of tomorrow only once it is tomorrow', async () => {
	let today = '2026-09-30'
	const draft = draftRoleEnding({ person: galina, role: 'curator' }, () => today)
	expect(draft.value.on).toBe('2026-09-30')
	const order = { number: '12-к', date: '2026-10-01' }
	draft.value.order = order
	expect(await send(draft)).toBeNull()
	today = '2026-10-01'
	expect(await send(draft)).toEqual({ personId: 'galina', role: 'curator', on: '2026-09-30', order })
})

it('midnight takes nothing that is typed about the end of Галина’s role', async () => {
	const { before, after } = deriveOverMidnight((today) => draftRoleEnding({ person: galina, role: 'curator' }, today), {
		first: '2026-09-30',
		next: '2026-10-01',
		act: ({ value }) => (value.order.number = '12-к')
	})
	expect(after).toBe(before)
	expect(after.value).toEqual({ on: '2026-09-30', order: { number: '12-к', date: null } })
	after.value.order.date = '2026-10-01'
	expect(await send(after)).toMatchObject({ order: { number: '12-к', date: '2026-10-01' } })
})
