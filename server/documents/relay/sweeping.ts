/** What each of many has to do by the clock, a few at a time: thousands that came together would hold up everybody's edits. */

/** A few ms of work at most. */
const AT_ONCE = 64
/** A busy process takes its turns late and catches up with what they left undone, but not with all of it at once. */
const MOST_AT_ONCE = 4 * AT_ONCE

/** Calls `sweep` with each item about once in `everyMs`; items may come and go meanwhile. Answers the way to stop. */
export function startSweeping<Item>(
	items: ReadonlySet<Item>,
	everyMs: number,
	sweep: (item: Item) => void
): () => void {
	let going = items.values()
	/** What was due until then is done. */
	let doneUntilMs = performance.now()
	let isStopped = false
	let timer = setTimeout(turn, pauseMs())

	function pauseMs(): number {
		return everyMs / Math.max(1, items.size / AT_ONCE)
	}

	function turn(): void {
		const nowMs = performance.now()
		const due = Math.ceil((items.size * (nowMs - doneUntilMs)) / everyMs)
		const count = Math.min(due, items.size, MOST_AT_ONCE)
		// Whoever was left out in the round before the last is not made up for: all are looked at anew meanwhile.
		doneUntilMs = Math.max(doneUntilMs + (count * everyMs) / Math.max(1, items.size), nowMs - everyMs)
		for (let left = count; left > 0 && !isStopped; left--) {
			const item = next()
			if (item !== undefined) sweep(item)
		}
		// At its end: between two turns others have theirs, however long it took.
		if (!isStopped) timer = setTimeout(turn, pauseMs())
	}

	function next(): Item | undefined {
		const { done, value } = going.next()
		if (done !== true) return value
		going = items.values()
		return going.next().value
	}

	return () => {
		isStopped = true
		clearTimeout(timer)
	}
}
