/** What each of many has to do by the clock, a few at a time: thousands that came together would hold up everybody's edits. */

/** A few ms of work at most. */
const AT_ONCE = 64

/** Calls `sweep` with each item about once in `everyMs`; items may come and go meanwhile. Answers the way to stop. */
export function startSweeping<Item>(
	items: ReadonlySet<Item>,
	everyMs: number,
	sweep: (item: Item) => void
): () => void {
	let going = items.values()
	let timer = setTimeout(turn, everyMs)

	function turn(): void {
		timer = setTimeout(turn, everyMs / Math.max(1, items.size / AT_ONCE))
		for (let left = Math.min(AT_ONCE, items.size); left > 0; left--) {
			const item = next()
			if (item !== undefined) sweep(item)
		}
	}

	function next(): Item | undefined {
		const { done, value } = going.next()
		if (done !== true) return value
		going = items.values()
		return going.next().value
	}

	return () => clearTimeout(timer)
}
