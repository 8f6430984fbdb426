/**
 * Which items a person moved. An order key alone does not tell: neighbours with equal keys get new ones to make room
 * (order.ts) and stand where they stood.
 */
import { compareOrder } from '../order.ts'
import type { ItemFacts } from './facts.ts'

type Items = ReadonlyMap<string, ItemFacts>

/** Keys of items that stand in both, in another list or elsewhere among those that stayed. As few as explain it. */
export function findMoved(before: Items, after: Items): ReadonlySet<string> {
	const moved = new Set<string>()
	const lists = new Map<string, Pair[]>()
	for (const [key, item] of after) {
		const earlier = before.get(key)
		if (earlier === undefined || item.listId === null) continue
		if (earlier.listId !== item.listId) moved.add(key)
		else {
			const listKey = `${item.kind} ${item.listId}`
			const list = lists.get(listKey)
			if (list === undefined) lists.set(listKey, [{ key, before: earlier, after: item }])
			else list.push({ key, before: earlier, after: item })
		}
	}
	for (const pairs of lists.values()) {
		if (pairs.some(isRekeyed)) findMovedInList(pairs).forEach((key) => moved.add(key))
	}
	return moved
}

interface Pair {
	key: string
	before: ItemFacts
	after: ItemFacts
}

function isRekeyed({ before, after }: Pair): boolean {
	return before.order !== after.order
}

/** Items that kept their key stand in the same order before and after; the others are tried against them. */
function findMovedInList(pairs: readonly Pair[]): string[] {
	const byBefore = [...pairs].sort((one, other) => compareOrder(one.before, other.before))
	const byAfter = [...pairs].sort((one, other) => compareOrder(one.after, other.after))
	const gapBefore = gapsOf(byBefore)
	const gapAfter = gapsOf(byAfter)
	const rekeyed = byAfter.filter(isRekeyed)
	const stayed = rekeyed.filter(({ key }) => gapBefore.get(key) === gapAfter.get(key))
	const placeBefore = new Map(byBefore.map(({ key }, index) => [key, index]))
	const inOrder = longestRising(stayed.map(({ key }) => placeBefore.get(key) ?? 0))
	const kept = new Set(stayed.filter((_, index) => inOrder.has(index)).map(({ key }) => key))
	return rekeyed.map(({ key }) => key).filter((key) => !kept.has(key))
}

/** How many items that kept their key stand before each. */
function gapsOf(pairs: readonly Pair[]): Map<string, number> {
	let anchors = 0
	return new Map(pairs.map((pair) => [pair.key, isRekeyed(pair) ? anchors : anchors++]))
}

/** Indices of a longest rising subsequence. */
function longestRising(values: readonly number[]): ReadonlySet<number> {
	/** `tails[n]`: index of the smallest value a rising run of n + 1 ends with. */
	const tails: number[] = []
	const previous: (number | undefined)[] = []
	values.forEach((value, index) => {
		let low = 0
		let high = tails.length
		while (low < high) {
			const middle = (low + high) >> 1
			if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1
			else high = middle
		}
		previous[index] = tails[low - 1]
		tails[low] = index
	})
	const members = new Set<number>()
	for (let index = tails.at(-1); index !== undefined; index = previous[index]) members.add(index)
	return members
}
