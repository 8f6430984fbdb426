import { expect, it } from 'vitest'
import type { LeavingTerms } from '#protocol/api/people.ts'
import { m } from '#lib/paraglide/messages.js'
import { LeavingDraft } from './leaving-draft.svelte.ts'

const TODAY = '2026-11-21'
const terms: LeavingTerms = { underWay: [], reasons: [{ id: 'own-wish', source: null, needsGround: false }] }

function leaving(given: Partial<LeavingDraft['written']>): LeavingDraft {
	const draft = new LeavingDraft(() => TODAY)
	draft.written = { ...draft.written, reasonId: 'own-wish', ...given }
	return draft
}

it('Ковалёв leaves the bank today, by an order', () => {
	const order = { number: ' 31-к ', date: '2026-11-20' }
	expect(leaving({ order }).check(terms)).toEqual({
		on: TODAY,
		reasonId: 'own-wish',
		ground: '',
		order: { number: '31-к', date: '2026-11-20' }
	})
})

it.each([
	['a day that has not come', { on: '2026-11-22' }],
	['a mistyped year', { on: '0026-11-20' }],
	['an order of a mistyped year', { order: { number: '31-к', date: '99999-11-20' } }],
	['an order of tomorrow', { order: { number: '31-к', date: '2026-11-22' } }],
	['half an order', { order: { number: '31-к', date: null } }]
])('%s is kept back, as the server would refuse it', (_, given) => {
	expect(leaving(given).check(terms)).toBe(null)
})

it('Ковалёв’s leaving that a former version of the app has kept is restored with its order', () => {
	const draft = new LeavingDraft(() => TODAY)
	draft.written = { on: TODAY, reasonId: 'own-wish', ground: '', orderNumber: '31-к', orderOn: '2026-11-20' }
	expect(draft.check(terms)?.order).toEqual({ number: '31-к', date: '2026-11-20' })
	draft.written = { on: TODAY, reasonId: 'own-wish', ground: '', orderNumber: '', orderOn: null }
	expect(draft.check(terms)).toMatchObject({ on: TODAY, order: null })
})

it('after midnight the new day is taken, for leaving and for its order', () => {
	let today = TODAY
	const draft = new LeavingDraft(() => today)
	const order = { number: '31-к', date: '2026-11-22' }
	draft.written = { on: '2026-11-22', reasonId: 'own-wish', ground: '', order }
	expect(draft.check(terms)).toBe(null)
	today = '2026-11-22'
	expect(draft.check(terms)).toMatchObject({ on: '2026-11-22', order })
})

it('whoever changes their place of work departs, and whoever only asks to leave the bank does not', () => {
	expect(leaving({ reasonId: 'moved' }).isDeparture).toBe(true)
	expect(leaving({ reasonId: 'mistake' }).isDeparture).toBe(true)
	expect(leaving({}).isDeparture).toBe(false)
})

it('an order whose date the server finds still to come is told at it', () => {
	const draft = leaving({ order: { number: '31-к', date: TODAY } })
	draft.refuse({ ok: false, code: 'invalid', field: 'order' })
	expect([draft.order.error, draft.problem]).toEqual([m.people_day_ahead(), null])
})
