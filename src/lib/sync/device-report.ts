import type { DeviceReport } from '#protocol/sync.ts'

const INTERVAL_MS = 1_000

/** Sends a device's report when it changes, at most once a second, the newest last (SPEC.md P7). */
export interface Reporter {
	/** `report` null: there is nothing to say, or nobody to say it to. */
	update(report: DeviceReport | null): void
	/** A new connection knows nothing of what was said on another. */
	restart(): void
	stop(): void
}

export function createReporter(send: (report: DeviceReport) => void): Reporter {
	let waiting: DeviceReport | null = null
	let last = ''
	let timer: ReturnType<typeof setTimeout> | null = null

	function say(): void {
		timer = null
		if (waiting === null || JSON.stringify(waiting) === last) return
		last = JSON.stringify(waiting)
		send(waiting)
		timer = setTimeout(say, INTERVAL_MS)
	}

	function stop(): void {
		if (timer !== null) clearTimeout(timer)
		timer = null
		waiting = null
		last = ''
	}

	return {
		update(report) {
			waiting = report
			// Not within the caller: that may be Yjs's update event, before the edit has become a frame.
			if (timer === null && report !== null) timer = setTimeout(say, 0)
		},
		restart: stop,
		stop
	}
}
