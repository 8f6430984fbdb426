/** A place within a list, as an order between those of its neighbours (order.ts). */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import type { Ordered } from './order.ts'

export interface Place {
	order: string
	/** Items that shared the order of the one in front and must make room. Empty in the ordinary case. */
	shifted: Ordered[]
}

/** The order behind all `siblings`, which are sorted. */
export function orderLast(siblings: readonly Ordered[]): string {
	return generateKeyBetween(lastKey(siblings), null)
}

/**
 * The place behind `afterId` (null: first) among `siblings`, which are sorted and do not contain the
 * item. An `afterId` that has meanwhile left the list means last.
 */
export function placeAfter(siblings: readonly Ordered[], afterId: string | null): Place {
	const index = siblings.findIndex(({ id }) => id === afterId)
	const place = afterId === null ? 0 : index === -1 ? siblings.length : index + 1
	const before = lastKey(siblings.slice(0, place))
	const behind = siblings.slice(place).filter(({ order }) => isKey(order))
	// Two items inserted apart at one place share an order, and nothing lies between equal keys.
	const equal = behind.filter(({ order }) => order === before)
	const after = behind[equal.length]?.order ?? null
	const [order = '', ...freed] = generateNKeysBetween(before, after, equal.length + 1)
	return { order, shifted: equal.map(({ id }, at) => ({ id, order: freed[at] ?? '' })) }
}

function lastKey(siblings: readonly Ordered[]): string | null {
	return siblings.findLast(({ order }) => isKey(order))?.order ?? null
}

/** The library throws on any other text, and a foreign document may hold one. */
function isKey(order: string): boolean {
	const head = order.charCodeAt(0)
	// The head says how long the whole part is: `a` 2, `b` 3, … and `Z` 2, `Y` 3, …
	const length = /^[a-z]/.test(order) ? head - 95 : 92 - head
	if (!/^[A-Za-z][0-9A-Za-z]*$/.test(order) || order.length < length) return false
	return (order.length === length || !order.endsWith('0')) && !/^A0+$/.test(order)
}
