import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { OrderDraft } from './order-draft.svelte.ts'
import OrderFields from './OrderFields.svelte'

it('what the server says of the date of Котова’s order stands at it, until another day is chosen', () => {
	const draft = new OrderDraft(() => '2026-10-01')
	draft.written = { number: '77-к', date: '2026-10-01' }
	draft.error = 'День ещё не наступил.'
	expect(render(OrderFields, { props: { draft } }).body).toContain(draft.error)
	draft.chooseDate('2026-09-30')
	expect(render(OrderFields, { props: { draft } }).body).not.toContain('День ещё не наступил.')
})
