/** What a storm may do to those who are not in it. Generous: of robustness, not of speed, on any machine. */
import type { Latency } from './latency.ts'

export interface Heap {
	/** Bytes, after a collection, with nobody there. */
	before: number
	after: number
}

/** An edit of a neighbour until it is acknowledged; of a hundred, one may take longer. The machine is that of those who storm, too. */
const MOST_WAIT_MS = 3000
/** However many were there: what is compiled and cached on the way, and nothing of theirs. */
const MOST_GROWTH_BYTES = 16_000_000

/** What was too much, in words. Empty. */
export function excessesOf(
	latencies: readonly Latency[],
	{ before, after }: Heap,
	mostWaitMs = MOST_WAIT_MS
): string[] {
	const excesses = latencies
		// Of no edits at all it is NaN.
		.filter(({ p99 }) => !(p99 <= mostWaitMs))
		.map(({ p99, edits }) => `Of ${edits} edits of neighbours one in a hundred waited ${p99} ms and longer`)
	const growth = after - before
	return growth > MOST_GROWTH_BYTES ? [...excesses, `Memory grew by ${growth} bytes`] : excesses
}
