/** In the order of the items. `Map.groupBy` is younger than the browsers of budget phones. */
export function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
	const groups = new Map<Key, Item[]>()
	for (const item of items) {
		const group = groups.get(keyOf(item))
		if (group === undefined) groups.set(keyOf(item), [item])
		else group.push(item)
	}
	return groups
}
