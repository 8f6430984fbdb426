/** Many pairs at a steady rate: how long an edit takes, and what it costs. */
import { quantile } from '../table.ts'
import type { Running } from './contenders.ts'
import { editAtRate, openPairs, type Work } from './pair-load.ts'

export interface Steady {
	/** ms, p50 and p99. */
	toPartner: [number, number]
	/** Null where nothing is acknowledged. */
	toAck: [number, number] | null
	/** Seconds of processor time. */
	cpuPer10000: number
	/** Edits that had not arrived two seconds after the last. */
	late: number
}

const WARM_UP_SECONDS = 8

export async function measureSteady(
	running: Running,
	{ work, pairs, perSecond, seconds }: { work: Work; pairs: number; perSecond: number; seconds: number }
): Promise<Steady> {
	const load = await openPairs(running, pairs, work)
	// What is compiled and allocated once does not count: with few pairs that takes some time.
	await editAtRate(load, { pairs, rate: perSecond, seconds: WARM_UP_SECONDS })
	load.takeLatencies()
	const cpuBefore = running.cpuSeconds()
	const { made } = await editAtRate(load, { pairs, rate: perSecond, seconds })
	const cpu = running.cpuSeconds() - cpuBefore
	const { toPartner, toAck } = load.takeLatencies()
	const late = load.underWay()
	load.close()
	return {
		toPartner: [quantile(toPartner, 0.5), quantile(toPartner, 0.99)],
		toAck: toAck.length === 0 ? null : [quantile(toAck, 0.5), quantile(toAck, 0.99)],
		cpuPer10000: (cpu / made) * 10_000,
		late
	}
}
