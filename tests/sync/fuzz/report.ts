export interface FuzzReport {
	frames: number
	/** Connections that a frame ended; each is opened anew. */
	closed: number
	/** Updates that were let through and stored. */
	stored: number
	framesPerSecond: number
	/**
	 * Bytes, after a collection, of whoever was sent the frames: at a tenth of the run, or soon after, and at its end; `kept`: how
	 * much more of documents it may keep by then.
	 */
	heap: { early: number; late: number; kept: number }
	/** What must not have happened. Empty. */
	findings: string[]
}

/** Over nine tenths of the run, however many frames: what is compiled and cached on the way, and nothing of theirs. */
const MOST_GROWTH_BYTES = 8_000_000

export function growsTooMuch({ heap }: FuzzReport): boolean {
	return heap.late - heap.early - heap.kept > MOST_GROWTH_BYTES
}
