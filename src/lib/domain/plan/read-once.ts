import type * as Y from 'yjs'
import { itemsOf, type PlanItem } from './layout.ts'

/** How often edits have touched an item or something in it. Absent: never since its document is watched. */
const versions = new WeakMap<object, number>()
const watched = new WeakSet<Y.Doc>()

/**
 * The same read, made once for each item and again only after an edit has touched the item. A value that reads as before stays the
 * same object, so that whoever compares objects sees what an edit did not change.
 */
export function readOnce<Value, Item extends { doc: Y.Doc | null } = PlanItem>(
	read: (id: string, item: Item) => Value
): (id: string, item: Item) => Value {
	const known = new WeakMap<Item, { version: number; value: Value }>()
	return (id, item) => {
		// Within a transaction an item may be half written.
		if (item.doc === null || item.doc._transaction !== null) return read(id, item)
		watch(item.doc)
		const version = versions.get(item) ?? 0
		const before = known.get(item)
		if (before?.version === version) return before.value
		const after = read(id, item)
		const value = before !== undefined && isAlike(before.value, after) ? before.value : after
		known.set(item, { version, value })
		return value
	}
}

/** The same for all items of a map, in order: a new list only if one of them was added, removed, or reads differently. */
export function readAllOnce<Value>(
	read: (id: string, item: PlanItem) => Value,
	compare: (one: Value, other: Value) => number
): (items: Y.Map<PlanItem>) => readonly Value[] {
	const readAll = readOnce((_id, items: Y.Map<PlanItem>) =>
		itemsOf(items)
			.map(([id, item]) => read(id, item))
			.sort(compare)
	)
	return (items) => readAll('', items)
}

function watch(doc: Y.Doc): void {
	if (watched.has(doc)) return
	watched.add(doc)
	// Before anybody who observes the document reads it again.
	doc.on('beforeObserverCalls', ({ changed }: Y.Transaction) => {
		const touched = new Set<object>()
		for (const type of changed.keys()) {
			for (let each: unknown = type; isType(each) && !touched.has(each); each = each._item?.parent) touched.add(each)
		}
		for (const each of touched) versions.set(each, (versions.get(each) ?? 0) + 1)
	})
}

function isType(value: unknown): value is Y.AbstractType<unknown> {
	return typeof value === 'object' && value !== null && '_item' in value
}

function isAlike(one: unknown, other: unknown): boolean {
	// A list is one of values that were read once themselves.
	if (Array.isArray(one) && Array.isArray(other))
		return one.length === other.length && one.every((each, index) => each === other[index])
	return JSON.stringify(one) === JSON.stringify(other)
}
