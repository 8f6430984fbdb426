/** Order within a list: a fractional index on each item, ties broken by id (two people may insert at one place). */
import { generateKeyBetween } from 'fractional-indexing'

export interface Ordered {
	id: string
	order: string
}

export function compareOrder(one: Ordered, other: Ordered): number {
	if (one.order !== other.order) return one.order < other.order ? -1 : 1
	return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}

/**
 * The order for an item to stand behind `afterId` (null: first) among `siblings`, which are sorted
 * and do not contain the item. An `afterId` the other person deleted meanwhile means last.
 */
export function orderAfter(siblings: readonly Ordered[], afterId: string | null): string {
	const index = afterId === null ? 0 : siblings.findIndex(({ id }) => id === afterId) + 1
	const place = afterId !== null && index === 0 ? siblings.length : index
	const before = siblings[place - 1]?.order ?? null
	// Two items inserted apart at one place share an order; nothing lies between equal keys.
	const after = siblings.slice(place).find(({ order }) => before === null || order > before)
	return generateKeyBetween(before, after?.order ?? null)
}
