import { expect, it } from 'vitest'
import type { LeavingTerms } from '#protocol/api/people.ts'
import { m } from '#lib/paraglide/messages.js'
import { draftLeaving, isDeparture, type LeavingDraft, restoreLeaving, type TypedLeaving } from './leaving.ts'

const TODAY = '2026-11-21'
const terms: LeavingTerms = { underWay: [], reasons: [{ id: 'own-wish', source: null, needsGround: false }] }

type Leave = Parameters<typeof draftLeaving>[0]['leave']

function leaving(given: Partial<TypedLeaving>, leave: Leave, today = () => TODAY): LeavingDraft {
	const draft = draftLeaving({ terms: () => terms, today, leave })
	Object.assign(draft.value, { reasonId: 'own-wish', ...given })
	return draft
}

/** What is sent; null: it is kept back. */
async function sentOf(given: Partial<TypedLeaving>, today?: () => string): Promise<unknown> {
	const sent: unknown[] = []
	const leave: Leave = (one) => {
		sent.push(one)
		return Promise.resolve({ ok: false, code: 'internal' })
	}
	await leaving(given, leave, today).save()
	return sent[0] ?? null
}

it('Ковалёв leaves the bank today, by an order', async () => {
	const order = { number: ' 31-к ', date: '2026-11-20' }
	expect(await sentOf({ order })).toEqual({
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
])('%s is kept back, as the server would refuse it', async (_, given) => {
	expect(await sentOf(given)).toBe(null)
})

it('Ковалёв’s leaving that a former version of the app has kept is restored with its order', async () => {
	const kept = { on: TODAY, reasonId: 'own-wish', ground: '' } as const
	const byOrder = restoreLeaving({ ...kept, orderNumber: '31-к', orderOn: '2026-11-20' })
	expect(await sentOf(byOrder)).toMatchObject({ on: TODAY, order: { number: '31-к', date: '2026-11-20' } })
	expect(await sentOf(restoreLeaving({ ...kept, orderNumber: '', orderOn: null }))).toMatchObject({ order: null })
	const order = { number: '31-к', date: null }
	expect(restoreLeaving({ ...kept, order })).toEqual({ ...kept, order })
})

it('after midnight the new day is taken, for leaving and for its order', async () => {
	let today = TODAY
	const order = { number: '31-к', date: '2026-11-22' }
	const given = { on: '2026-11-22', order }
	expect(await sentOf(given, () => today)).toBe(null)
	today = '2026-11-22'
	expect(await sentOf(given, () => today)).toMatchObject({ on: '2026-11-22', order })
})

it('all that is missing is said at once, and each at its field until it is there', async () => {
	const reasons = [{ id: 'other', source: null, needsGround: true } as const]
	const draft = draftLeaving({
		terms: () => ({ underWay: [], reasons }),
		today: () => TODAY,
		leave: () => Promise.reject(new Error('It is not to be sent'))
	})
	await draft.save()
	expect(draft.problems).toEqual([{ path: 'reasonId', text: m.people_leave_reason_missing() }])
	Object.assign(draft.value, { on: null, reasonId: 'other', ground: ' ' })
	await draft.save()
	expect(draft.problems).toEqual([
		{ path: 'on', text: m.people_leave_day_missing() },
		{ path: 'ground', text: m.people_leave_ground_missing() }
	])
	draft.value.ground = 'Переезд'
	expect(draft.problems.map(({ path }) => path)).toEqual(['on'])
})

it('whoever changes their place of work departs, and whoever only asks to leave the bank does not', () => {
	expect(isDeparture('moved')).toBe(true)
	expect(isDeparture('mistake')).toBe(true)
	expect(isDeparture('own-wish')).toBe(false)
})

it('an order whose date the server finds still to come is told at it', async () => {
	const order = { number: '31-к', date: TODAY }
	const draft = leaving({ order }, () => Promise.resolve({ ok: false, code: 'invalid', field: 'order' }))
	await draft.save()
	expect([draft.problems, draft.problem]).toEqual([[{ path: 'order.date', text: m.people_day_ahead() }], null])
})
