/**
 * Moves arrivals to their documents in rounds. Rounds are rare, so that many rows of a document go together. A step takes a
 * few documents, so that nobody's edit waits long for it. A round ends with clearing what it moved.
 */
import type { SqliteArrivals } from './arrivals.ts'

export interface ArrivalsMover {
	/** More arrivals are committed. */
	noteKept(): void
	/** Moves all that can be moved, and stops. */
	close(): void
}

/**
 * A round begins at so many rows, twenty edits of each of 3,000 documents: then the tree of `updates` is touched a twentieth
 * as often as with single moves.
 */
const MANY_ROWS = 65_536
/** A round begins after so long, however few rows there are. */
const REST_MS = 30_000
/** A step is a few ms of work, or more when rows come in faster than that would move them. */
const LEAST_STEP_ROWS = 256
const STEPS = 64
const STEP_BYTES = 1024 * 1024
const CLEARED_ROWS = 2048
const BETWEEN_STEPS_MS = 10

interface Round {
	documentIds: string[]
	/** When no documents are left, all arrivals up to this number are moved. */
	through: number
}

export function createArrivalsMover(arrivals: SqliteArrivals): ArrivalsMover {
	let round: Round | null = null
	let timer: NodeJS.Timeout | null = null

	function wait(milliseconds: number, then: () => void): void {
		timer = setTimeout(then, milliseconds).unref()
	}

	/** The first step comes later: the authors of the current commit have no answer yet. */
	function begin(): void {
		const current = { documentIds: arrivals.documentIds(), through: arrivals.newest() }
		round = current
		wait(BETWEEN_STEPS_MS, () => goOn(current))
	}

	function goOn(current: Round): void {
		try {
			const isDone = step(current)
			if (!isDone) return wait(BETWEEN_STEPS_MS, () => goOn(current))
		} catch {
			// A full or failing disk. Appends report it. Arrivals stay here, are read from here, and are moved later.
			return wait(REST_MS, () => goOn(current))
		}
		round = null
		timer = null
		if (arrivals.count() > 0) noteKept()
	}

	function step({ documentIds, through }: Round): boolean {
		if (documentIds.length > 0) {
			const taken = countTaken(documentIds)
			arrivals.move(documentIds.slice(0, taken))
			documentIds.splice(0, taken)
			return false
		}
		return arrivals.clear(through, CLEARED_ROWS) < CLEARED_ROWS
	}

	function countTaken(documentIds: readonly string[]): number {
		const mostRows = Math.max(LEAST_STEP_ROWS, arrivals.count() / STEPS)
		let taken = 0
		for (let rows = 0, bytes = 0; taken < documentIds.length && rows < mostRows && bytes < STEP_BYTES; taken += 1) {
			const waiting = arrivals.find(documentIds[taken]!)
			rows += waiting?.numbers.length ?? 0
			bytes += waiting?.bytes ?? 0
		}
		return taken
	}

	function noteKept(): void {
		if (round !== null) return
		if (arrivals.count() < MANY_ROWS) {
			if (timer === null) wait(REST_MS, begin)
			return
		}
		if (timer !== null) clearTimeout(timer)
		begin()
	}

	// Arrivals that an earlier run has left.
	if (arrivals.newest() > 0) noteKept()

	return {
		noteKept,
		close() {
			if (timer !== null) clearTimeout(timer)
			try {
				arrivals.move(arrivals.documentIds())
				arrivals.clear(arrivals.newest(), arrivals.newest())
			} catch {
				// A full or failing disk: the next start finds the arrivals here.
			}
		}
	}
}
