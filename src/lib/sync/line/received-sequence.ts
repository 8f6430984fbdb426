/** How far this device has a document, and how far it was on a screen, by the relay's numbers (SPEC.md P7). */
export interface ReceivedSequence {
	/** Everything up to `sequence` has been received, with the local store's update `written` as the last. */
	receive(sequence: number, written: number): void
	/** The local store has committed its updates up to this one. */
	commit(committed: number): void
	/** The document is on a visible screen. */
	see(): void
	have(): number
	seen(): number
}

export function createReceivedSequence(): ReceivedSequence {
	let marks: { sequence: number; written: number }[] = []
	let received = 0
	let have = 0
	let seen = 0
	return {
		receive(sequence, written) {
			if (sequence <= received) return
			received = sequence
			marks.push({ sequence, written })
		},
		commit(committed) {
			have = Math.max(have, ...marks.filter(({ written }) => written <= committed).map(({ sequence }) => sequence))
			marks = marks.filter(({ written }) => written > committed)
		},
		see() {
			seen = received
		},
		have: () => have,
		seen: () => seen
	}
}
