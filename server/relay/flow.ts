/**
 * How fast a connection is read. Whoever sends more than is fair is not sent away: it is not read for a while, so what
 * it sends waits in its own socket, and a device that brings weeks of work is served like any other, only later.
 */
import type { RelaySettings } from './settings.ts'

export interface Flow {
	/** A frame of so many bytes was read. */
	count(bytes: number): void
	isPaused(): boolean
	/** The connection has ended. */
	stop(): void
}

/** Stopping and starting costs more than a few frames more or less. */
const LEAST_PAUSE_MS = 100

type Rates = Pick<RelaySettings, 'framesPerSecond' | 'bytesPerSecond' | 'burstMs'>

export function createFlow(
	{ framesPerSecond, bytesPerSecond, burstMs }: Rates,
	link: { pause(): void; resume(): void }
): Flow {
	/** When all that was read would have come if it had come at the allowed rate. */
	let paidUntil = 0
	let timer: NodeJS.Timeout | null = null

	function resume(): void {
		timer = null
		link.resume()
	}

	return {
		count(bytes) {
			const now = performance.now()
			paidUntil = Math.max(paidUntil, now) + 1000 / framesPerSecond + (1000 * bytes) / bytesPerSecond
			const ahead = paidUntil - now - burstMs
			// What was in the buffer already is still read while it pauses: then it pauses longer.
			if (ahead <= 0 || timer !== null) return
			link.pause()
			timer = setTimeout(resume, Math.max(LEAST_PAUSE_MS, ahead))
		},
		isPaused: () => timer !== null,
		stop() {
			if (timer === null) return
			clearTimeout(timer)
			resume()
		}
	}
}
