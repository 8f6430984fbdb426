import type { DeviceReport } from '#protocol/frames.ts'

const INTERVAL_MS = 1_000

/** Sends a device's report when it changes, by default at most once a second. The newest is always sent in the end (SPEC.md P7). */
export interface Reporter {
	/** Something in the report may be new. */
	update(): void
	/** A new connection knows nothing of earlier reports. */
	restart(): void
	/** The newest report is sent, as far as there is anybody to send it to. */
	isDone(): boolean
	stop(): void
}

/** `read` is called when the report leaves; null: there is nobody to send it to. */
export function createReporter(
	read: () => Promise<DeviceReport | null>,
	send: (report: DeviceReport) => void,
	intervalMs = INTERVAL_MS
): Reporter {
	let isDue = false
	let last = ''
	let isReading = false
	let timer: ReturnType<typeof setTimeout> | null = null

	async function say(): Promise<void> {
		timer = null
		if (!isDue) return
		isDue = false
		isReading = true
		const report = await read().finally(() => (isReading = false))
		if (report !== null) {
			if (JSON.stringify(report) !== last) send(report)
			last = JSON.stringify(report)
		}
		// Reading it costs too much to do at each key.
		if (report !== null || isDue) timer = setTimeout(say, report === null ? 0 : intervalMs)
	}

	function stop(): void {
		if (timer !== null) clearTimeout(timer)
		timer = null
		isDue = false
		last = ''
	}

	return {
		update() {
			isDue = true
			// Not within the call: the caller may be Yjs's update event, before the edit has become a frame.
			if (!isReading) timer ??= setTimeout(say, 0)
		},
		restart: stop,
		isDone: () => !isDue && !isReading,
		stop
	}
}
