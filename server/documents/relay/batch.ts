/** Calls at the end of this turn of the event loop, behind what is said there, as ACKs are. */
export interface Batch {
	add(link: Held): void
}

interface Held {
	/** What was sent in this turn leaves. */
	letGo(): void
}

/** One for all links of a relay: a callback of its own for each would cost more than what it says. */
export function createBatch(): Batch {
	let held: Held[] = []

	function letGo(): void {
		const links = held
		held = []
		for (const link of links) link.letGo()
	}

	return {
		add(link) {
			// A tick later than what is said at the end of a turn.
			if (held.length === 0) process.nextTick(() => process.nextTick(letGo))
			held.push(link)
		}
	}
}
