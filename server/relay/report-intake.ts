import type { DeviceReport } from '#protocol/sync.ts'

/** Takes a device's reports at most once in an interval, the newest last (SPEC.md P7): each costs the others a look. */
export interface ReportIntake {
	receive(report: DeviceReport): void
	/** Takes what is waiting: a device that says its last word and leaves is heard. */
	stop(): void
}

export function createReportIntake(intervalMs: number, take: (report: DeviceReport) => void): ReportIntake {
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
