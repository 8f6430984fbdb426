/**
 * Knows which edits a connection's frames carry, so that an acknowledgement counts exactly those (sync.md R2). A
 * SyncStep2 carries all there is in the document, deletions included. An Update carries the edits since the frame
 * before it, so it covers everything only after a SyncStep2.
 */
export interface Coverage {
	/** This tab's edits up to this number. */
	own: number
	/** Edits of ended tabs, up to a number each. */
	adopted: ReadonlyMap<string, number>
}

export interface EditCoverage {
	/** The relay had all edits made before this connection: Updates cover everything without a SyncStep2. */
	begin(): void
	/** Call it or `addUpdate` for each frame that carries an update, in order. */
	addStep2(coverage: Coverage): void
	addUpdate(own: number): void
	/** What all unanswered frames certainly cover if none of them is refused; null: nothing. */
	underWay(): Coverage | null
	/** What the first `counter` frames certainly cover and no earlier answer did; null: nothing. */
	acknowledge(counter: number): Coverage | null
	/**
	 * Returns the last of this tab's edits in the refused frame; `all` when it was a SyncStep2 or is unknown. From now
	 * on, this frame and those after it acknowledge nothing.
	 */
	refuse(counter: number): number | 'all'
	/** Whether that frame and those before it carry all edits that this tab made before it. */
	isWhole(counter: number): boolean
}

export function createEditCoverage(): EditCoverage {
	const frames: { counter: number; own: number | 'all'; coverage: Coverage | null }[] = []
	let count = 0
	let limit = Infinity
	let adopted: Coverage['adopted'] | null = null

	return {
		begin() {
			adopted ??= new Map()
		},
		addStep2(coverage) {
			adopted = coverage.adopted
			frames.push({ counter: ++count, own: 'all', coverage })
		},
		addUpdate(own) {
			frames.push({ counter: ++count, own, coverage: adopted === null ? null : { own, adopted } })
		},
		underWay: () => frames.findLast(({ counter }) => counter <= limit)?.coverage ?? null,
		acknowledge(counter) {
			const durable = frames.filter((frame) => frame.counter <= Math.min(counter, limit))
			frames.splice(0, durable.length)
			return durable.at(-1)?.coverage ?? null
		},
		refuse(counter) {
			limit = Math.min(limit, counter - 1)
			return frames.find((frame) => frame.counter === counter)?.own ?? 'all'
		},
		isWhole: (counter) => frames.some((frame) => frame.counter === counter && frame.coverage !== null)
	}
}
