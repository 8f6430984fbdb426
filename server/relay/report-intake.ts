import type { DeviceReport } from '#protocol/sync.ts'
import type { DeviceAddress } from '../storage/devices.ts'
import type { Participants } from './participants.ts'

/** Takes what a device says of itself at most once in an interval, the newest last: each costs the others a look (P7). */
export interface ReportIntake {
	receive(report: DeviceReport): void
	/** Takes what is waiting: a device that says its last word and leaves is heard. */
	stop(): void
}

export interface ReportIntakeParts {
	intervalMs: number
	participants: Pick<Participants, 'find' | 'record'>
	address(): DeviceAddress
	/** Up to which stored update the device has been sent; null: it is not known yet. */
	sent(): number | null
	now(): Date
	/** `isNews`: the others see it. */
	onTaken(isNews: boolean): void
}

export function createReportIntake({
	intervalMs,
	participants,
	address,
	sent,
	now,
	onTaken
}: ReportIntakeParts): ReportIntake {
	let waiting: DeviceReport | null = null
	let timer: NodeJS.Timeout | null = null

	function takeWaiting(): void {
		timer = null
		if (waiting === null) return
		const report = waiting
		waiting = null
		timer = setTimeout(takeWaiting, intervalMs)
		take(report)
	}

	function take(report: DeviceReport): void {
		const most = sent()
		// Before the first answer the relay cannot judge what a device says it has, and keeps to what it knew.
		const { haveSequence = 0, seenSequence = 0 } = most === null ? (participants.find(address()) ?? {}) : report
		const isNews = participants.record({
			...report,
			...address(),
			haveSequence: Math.min(haveSequence, most ?? Infinity),
			seenSequence: Math.min(seenSequence, most ?? Infinity),
			lastSeenAt: now().toISOString()
		})
		onTaken(isNews)
	}

	return {
		receive(report) {
			waiting = report
			if (timer === null) takeWaiting()
		},
		stop() {
			const report = waiting
			waiting = null
			if (timer !== null) clearTimeout(timer)
			if (report !== null) take(report)
		}
	}
}
