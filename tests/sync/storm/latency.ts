/** From an edit until it was acknowledged, ms. */
export interface Latency {
	edits: number
	p50: number
	p99: number
	most: number
}

/** With no edits at all the times are NaN: within no bound. */
export function summarise(milliseconds: readonly number[]): Latency {
	const sorted = milliseconds.toSorted((one, other) => one - other)
	const at = (share: number) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? NaN) * 10) / 10
	return { edits: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) }
}
