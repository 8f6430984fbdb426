/** Order within a list: a fractional index on each item, ties broken by id (two people may insert at one place). */
export interface Ordered {
	id: string
	order: string
}

export function compareOrder(one: Ordered, other: Ordered): number {
	if (one.order !== other.order) return one.order < other.order ? -1 : 1
	return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}
