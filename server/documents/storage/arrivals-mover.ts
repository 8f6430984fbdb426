/**
 * Brings arrivals to their documents in rounds: seldom, so that many rows of a document go together, and a few documents at a
 * time, so that nobody's edit waits long behind it. A round ends with clearing what it moved.
 */
import type { SqliteArrivals } from './sqlite-arrivals.ts'

export interface ArrivalsMover {
	/** More arrivals are committed. */
	noteKept(): void
	/** Moves all that can be moved, and nothing any more. */
	close(): void
}

/** Twenty edits of each of 3,000 documents: the tree of `updates` is touched a twentieth as often as by moving each alone. */
const MANY_ROWS = 65_536
/** However few there are. */
const REST_MS = 30_000
/** A few ms of work at a time, unless more comes in meanwhile than that would move. */
const LEAST_STEP_ROWS = 256
const STEPS = 64
const STEP_BYTES = 1024 * 1024
const CLEARED_ROWS = 2048
const BETWEEN_STEPS_MS = 10

interface Round {
	documentIds: string[]
	/** All arrivals up to this number are moved when no documents are left. */
	through: number
}

export function createArrivalsMover(arrivals: SqliteArrivals): ArrivalsMover {
	let round: Round | null = null
	let timer: NodeJS.Timeout | null = null

	function wait(milliseconds: number, then: () => void): void {
		timer = setTimeout(then, milliseconds).unref()
	}

	/** Its first step comes later: whoever's edits are being committed has not been told yet. */
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
			// A full or failing disk. Who appends hears of it; what is here stays, is read from here, and is moved when it can be.
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

	// What an earlier run left.
	if (arrivals.newest() > 0) noteKept()

	return {
		noteKept,
		close() {
			if (timer !== null) clearTimeout(timer)
			try {
				arrivals.move(arrivals.documentIds())
				arrivals.clear(arrivals.newest(), arrivals.newest())
			} catch {
				// A full or failing disk: the next start finds them where they are.
			}
		}
	}
}
