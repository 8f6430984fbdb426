import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { OrderDraft } from './form/order-draft.svelte.ts'
import OrderFields from './form/OrderFields.svelte'

it('what the server says of the date of Котова’s order stands at it, until another day is chosen', () => {
	const draft = new OrderDraft(() => '2026-10-01')
	draft.written = { number: '77-к', date: '2026-10-01' }
	draft.refuse()
	expect(render(OrderFields, { props: { draft } }).body).toContain(m.people_day_ahead())
	draft.chooseDate('2026-09-30')
	expect(render(OrderFields, { props: { draft } }).body).not.toContain(m.people_day_ahead())
})
