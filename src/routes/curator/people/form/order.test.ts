import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { Draft } from '../../../forms/draft.svelte.ts'
import { check } from '../../../forms/problems.ts'
import { orderAhead, orderSchema, type TypedOrder } from './order.ts'
import OrderFields from './OrderFields.svelte'

const incomplete = m.people_order_incomplete()

it.each<[string, TypedOrder, unknown]>([
	['both', { number: ' 77-к ', date: '2026-09-01' }, { number: '77-к', date: '2026-09-01' }],
	['none', { number: ' ', date: null }, null]
])('an order with %s', (_, typed, order) => {
	expect(
		check(
			orderSchema(() => '2026-09-01'),
			typed
		)
	).toEqual({ ok: true, value: order })
})

it.each<[string, TypedOrder, string, string]>([
	['a number without a day', { number: '77-к', date: null }, 'date', incomplete],
	['a day without a number', { number: '', date: '2026-09-01' }, 'number', incomplete],
	['a year nobody means', { number: '77-к', date: '0206-09-01' }, 'date', m.people_problem_other()]
])('no order with %s', (_, typed, path, text) => {
	expect(
		check(
			orderSchema(() => '2026-09-01'),
			typed
		)
	).toEqual({ ok: false, problems: [{ path, text }] })
})

it('an order is not dated after today, as it is now', () => {
	let today = '2026-09-01'
	const schema = orderSchema(() => today)
	const typed = { number: '77-к', date: '2026-09-02' }
	expect(check(schema, typed).ok).toBe(false)
	today = '2026-09-02'
	expect(check(schema, typed).ok).toBe(true)
})

it.each<[string, (draft: Draft<{ order: TypedOrder }, unknown>) => unknown]>([
	['it is sent anew', (draft) => draft.save()],
	['another day is chosen', (draft) => (draft.value.order.date = '2026-08-31')]
])('what the server has said of an order is said until %s', async (_, act) => {
	let isRefused = true
	const draft = new Draft({
		first: { order: { number: '77-к', date: '2026-09-01' } as TypedOrder },
		schema: z.strictObject({ order: orderSchema(() => '2026-09-01') }),
		store: () =>
			Promise.resolve(isRefused ? { ok: false, code: 'invalid', field: 'order' } : { ok: true, value: null }),
		refusal: orderAhead
	})
	const shown = () => render(OrderFields, { props: { draft, today: '2026-09-01' } }).body
	await draft.save()
	expect([draft.problems, draft.problem]).toEqual([[orderAhead()], null])
	expect(shown()).toContain(m.people_day_ahead())
	isRefused = false
	await act(draft)
	expect(draft.problems).toEqual([])
	expect(shown()).not.toContain(m.people_day_ahead())
})
