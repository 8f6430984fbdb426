/** The most edits a second at which 99 of 100 are with the partner within 100 ms, in one of two tries. */
import { quantile } from '../table.ts'
import type { Running } from './contenders.ts'
import { editAtRate, openPairs, type PairLoad, type Work } from './pair-load.ts'

const PAIRS = 1000
const SECONDS = 3
const BOUND_MS = 100
const FIRST_RATE = 1000
const FACTOR = 1.5
/** Between the last rate that held and the first that did not. */
const REFINEMENTS = 3
/** The load itself takes no more. */
const MOST = 40_000

export async function measureSustained(running: Running, work: Work): Promise<number> {
	const load = await openPairs(running, PAIRS, work)
	let held = 0
	let failed = Infinity
	for (let rate = FIRST_RATE; rate <= MOST && failed === Infinity; rate *= FACTOR) {
		if (await holdsInOneOfTwo(load, rate)) held = rate
		else failed = rate
	}
	for (let step = 0; step < REFINEMENTS && failed < Infinity; step++) {
		const between = (held + failed) / 2
		if (await holdsInOneOfTwo(load, between)) held = between
		else failed = between
	}
	load.close()
	return held
}

/** A machine of two cores stands still now and then, whoever is measured. */
async function holdsInOneOfTwo(load: PairLoad, rate: number): Promise<boolean> {
	return (await holds(load, rate)) || holds(load, rate)
}

async function holds(load: PairLoad, rate: number): Promise<boolean> {
	const { made, seconds } = await editAtRate(load, {
		pairs: PAIRS,
		rate: Math.round(rate),
		seconds: SECONDS,
		patienceMs: 10_000
	})
	const { toPartner } = load.takeLatencies()
	const hasKeptUp = made / seconds > rate * 0.9
	return hasKeptUp && load.underWay() === 0 && quantile(toPartner, 0.99) < BOUND_MS
}
