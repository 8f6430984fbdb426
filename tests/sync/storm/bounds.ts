/** What a storm may do to others. Generous bounds: they test robustness, not speed, on any machine. */
import type { Latency } from './latency.ts'

export interface Heap {
	/** Bytes after garbage collection, with nobody connected. */
	before: number
	after: number
}

/** From a neighbour's edit until it is acknowledged; one of a hundred may take longer. The storm runs on the same machine. */
const MOST_WAIT_MS = 3000
/** For any number of devices: allows for compiled and cached code, not for the devices. */
const MOST_GROWTH_BYTES = 16_000_000

/** What was too much, in words. Empty. */
export function excessesOf(
	latencies: readonly Latency[],
	{ before, after }: Heap,
	mostWaitMs = MOST_WAIT_MS
): string[] {
	const excesses = latencies
		// With no edits at all it is NaN.
		.filter(({ p99 }) => !(p99 <= mostWaitMs))
		.map(({ p99, edits }) => `Of ${edits} edits of neighbours one in a hundred waited ${p99} ms and longer`)
	const growth = after - before
	return growth > MOST_GROWTH_BYTES ? [...excesses, `Memory grew by ${growth} bytes`] : excesses
}
