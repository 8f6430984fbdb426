import { expect, it } from 'vitest'
import { OrderDraft } from './order-draft.svelte.ts'

function typed(number: string, date: string | null): OrderDraft {
	const draft = new OrderDraft(() => '2026-09-01')
	draft.written = { number, date }
	return draft
}

it.each([
	['both', '77-к', '2026-09-01', false, { number: '77-к', date: '2026-09-01' }],
	['none', ' ', null, false, null],
	['a number without a day', '77-к', null, true, null],
	['a day without a number', '', '2026-09-01', true, { number: '', date: '2026-09-01' }],
	['a year nobody means', '77-к', '0206-09-01', true, { number: '77-к', date: '0206-09-01' }]
])('an order with %s', (_, number, date, isWrong, order) => {
	const draft = typed(number, date)
	expect([draft.isWrong, draft.order]).toEqual([isWrong, order])
})

it('an order is not dated after today, as it is now', () => {
	let today = '2026-09-01'
	const draft = new OrderDraft(() => today)
	draft.written = { number: '77-к', date: '2026-09-02' }
	expect(draft.isWrong).toBe(true)
	today = '2026-09-02'
	expect(draft.isWrong).toBe(false)
})

it.each<[string, (draft: OrderDraft) => void]>([
	['it is sent anew', (draft) => draft.try()],
	['another day is chosen', (draft) => draft.chooseDate('2026-08-31')]
])('what the server has said of an order is said until %s', (_, act) => {
	const draft = typed('77-к', '2026-09-01')
	draft.refuse()
	expect(draft.error).not.toBeNull()
	act(draft)
	expect(draft.error).toBeNull()
})
