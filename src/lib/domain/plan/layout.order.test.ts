import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareOrder, type Ordered } from './layout.ts'
import { orderLast, positionAfter } from './position.ts'

/** Moves an item after another as a plan does, and returns the ids in their new order. */
function put(siblings: Ordered[], id: string, afterId: string | null): Ordered[] {
	const sorted = siblings.filter((each) => each.id !== id).sort(compareOrder)
	const { order, shifted } = positionAfter(sorted, afterId)
	const moved = sorted.map((each) => shifted.find((other) => other.id === each.id) ?? each)
	return [...moved, { id, order }].sort(compareOrder)
}

const ids = (items: readonly Ordered[]) => items.map(({ id }) => id).join('')
const list: Ordered[] = ['a', 'b', 'c'].map((id, index) => ({ id, order: `a${index}` }))

it.each([
	['first', null, 'xabc'],
	['behind the first', 'a', 'axbc'],
	['last', 'c', 'abcx'],
	['last, when the one in front has left the list', 'gone', 'abcx']
])('an item is put %s', (_, afterId, expected) => {
	expect(ids(put(list, 'x', afterId))).toBe(expected)
})

it('an item is put between two that were inserted apart at one place', () => {
	const twins = [...list, { id: 'd', order: 'a2' }, { id: 'e', order: 'a3' }]
	expect(ids(put(twins, 'x', 'c'))).toBe('abcxde')
	expect(ids(put(twins, 'x', 'd'))).toBe('abcdxe')
	expect(positionAfter(twins, 'b').shifted).toEqual([])
})

it('orders a foreign hand wrote neither break nor stop anything', () => {
	const foreign = ['', '!', 'a', 'a10', 'Я', 'zz'].map((order, index) => ({ id: `${index}`, order }))
	for (const afterId of [null, ...foreign.map(({ id }) => id)]) {
		expect(positionAfter([...foreign, ...list].sort(compareOrder), afterId).order).not.toBe('')
	}
	expect(orderLast(foreign)).toBe('a0')
})

it('after any moves each item stands where it was put', () => {
	const moves = fc.array(fc.tuple(fc.nat(5), fc.option(fc.nat(5))))
	fc.assert(
		fc.property(
			moves,
			fc.array(fc.constantFrom('a0', 'a1', 'a1V'), { minLength: 6, maxLength: 6 }),
			(moved, orders) => {
				let items: Ordered[] = orders.map((order, index) => ({ id: `${index}`, order })).sort(compareOrder)
				for (const [which, after] of moved) {
					if (which === after) continue
					const expected = items.map(({ id }) => id).filter((id) => id !== `${which}`)
					expected.splice(after === null ? 0 : expected.indexOf(`${after}`) + 1, 0, `${which}`)
					items = put(items, `${which}`, after === null ? null : `${after}`)
					expect(items.map(({ id }) => id)).toEqual(expected)
				}
			}
		)
	)
})
