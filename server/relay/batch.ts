/**
 * Frames of one turn of the event loop leave in one write: an edit and the ACK behind it cost the kernel as much as
 * either alone, and writing is most of what an edit costs beside its commit.
 */
export interface Batch {
	/** What is written to the stream in this turn leaves at its end. */
	add(stream: Corked): void
}

interface Corked {
	cork(): void
	uncork(): void
}

export function createBatch(): Batch {
	const held = new Set<Corked>()

	function letGo(): void {
		for (const stream of held) stream.uncork()
		held.clear()
	}

	return {
		add(stream) {
			// A tick later than what is said at the end of a turn, as ACKs are.
			if (held.size === 0) process.nextTick(() => process.nextTick(letGo))
			if (held.has(stream)) return
			held.add(stream)
			stream.cork()
		}
	}
}
