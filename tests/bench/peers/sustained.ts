/** The most edits a second of which 99 in 100 arrive at the partner within 100 ms, in one of two tries. */
import { quantile } from '../table.ts'
import type { Running } from './contenders.ts'
import { editAtRate, openPairs, type PairLoad, type Work } from './pair-load.ts'

const SECONDS = 3
const BOUND_MS = 100
const FIRST_RATE = 300
const FACTOR = 1.5
/** Steps between the last rate that was sustained and the first that was not. */
const REFINEMENTS = 3
/** The load generator itself can make no more. */
const MOST = 40_000

export async function measureSustained(running: Running, work: Work, pairs: number): Promise<number> {
	const load = await openPairs(running, pairs, work)
	let sustained = 0
	let failed = Infinity
	for (let rate = FIRST_RATE; rate <= MOST && failed === Infinity; rate *= FACTOR) {
		if (await isSustainedInOneOfTwo(load, pairs, rate)) sustained = rate
		else failed = rate
	}
	for (let step = 0; step < REFINEMENTS && failed < Infinity; step++) {
		const between = (sustained + failed) / 2
		if (await isSustainedInOneOfTwo(load, pairs, between)) sustained = between
		else failed = between
	}
	load.close()
	return sustained
}

/** A machine of two cores pauses now and then, whichever contender is measured. */
async function isSustainedInOneOfTwo(load: PairLoad, pairs: number, rate: number): Promise<boolean> {
	return (await isSustained(load, pairs, rate)) || isSustained(load, pairs, rate)
}

async function isSustained(load: PairLoad, pairs: number, rate: number): Promise<boolean> {
	const { made, seconds } = await editAtRate(load, {
		pairs,
		rate: Math.round(rate),
		seconds: SECONDS,
		patienceMs: 10_000
	})
	const { toPartner } = load.takeLatencies()
	const hasKeptUp = made / seconds > rate * 0.9
	return hasKeptUp && load.underWay() === 0 && quantile(toPartner, 0.99) < BOUND_MS
}
