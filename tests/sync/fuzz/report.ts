export interface FuzzReport {
	frames: number
	/** Connections that a frame ended; each is opened anew. */
	closed: number
	/** Updates that were let through and stored. */
	stored: number
	framesPerSecond: number
	/** Bytes of heap of whoever was sent the frames, at the begin of the run (a tenth of it at most) and at its end, after a collection; null where it cannot be asked for. */
	heap: { early: number; late: number } | null
	/** What must not have happened. Empty. */
	findings: string[]
}

/** Over nine tenths of the run, however many frames: what is compiled and cached on the way, and nothing of theirs. */
export const MOST_GROWTH_BYTES = 8_000_000

export function growsTooMuch({ heap }: FuzzReport): boolean {
	return heap !== null && heap.late - heap.early > MOST_GROWTH_BYTES
}
