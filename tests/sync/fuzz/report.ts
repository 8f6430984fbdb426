export interface FuzzReport {
	frames: number
	/** Connections that a frame ended; each is opened anew. */
	closed: number
	/** Updates that were accepted and stored. */
	stored: number
	framesPerSecond: number
	/**
	 * Bytes on the heap of the process that got the frames, after garbage collection: at a tenth of the run, or soon after, and at its
	 * end. `kept`: how much more of documents it may keep by then.
	 */
	heap: { early: number; late: number; kept: number }
	/** What must not have happened. Empty. */
	findings: string[]
}

/** Over nine tenths of the run, for any number of frames: allows for compiled and cached code, not for the frames. */
const MOST_GROWTH_BYTES = 8_000_000

export function growsTooMuch({ heap }: FuzzReport): boolean {
	return heap.late - heap.early - heap.kept > MOST_GROWTH_BYTES
}
