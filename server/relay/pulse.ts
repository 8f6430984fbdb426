/** What a connection does by the clock: show that it lives, find out whether the other end does, ask again. */
import type { RelaySettings } from './settings.ts'

export interface Pulse {
	/** A data frame went out. */
	sent(): void
	/** Something came in: a frame, a pong. */
	heard(): void
	/** The device was recorded as seen. */
	seen(): void
	/** The first question is not asked at once but after a share 0…1 of the interval: many that come back together ask apart. */
	askLater(share: number): void
	/** Does what is due; `nowMs` is monotonic, as performance.now(). */
	sweep(nowMs: number): void
}

export interface PulseActions {
	ping(): void
	/** The other end does not answer. */
	cut(): void
	/** Asks for what the relay lacks. */
	ask(): void
	/** Records that the device is still there. */
	see(): void
	sendSomething(): void
}

export function createPulse(settings: RelaySettings, actions: PulseActions): Pulse {
	const startedAt = performance.now()
	let lastSentAt = startedAt
	let lastAskedAt = startedAt
	let lastSeenAt = startedAt
	let lastPingAt = startedAt
	let isAlive = true

	return {
		sent() {
			lastSentAt = performance.now()
		},
		heard() {
			isAlive = true
		},
		seen() {
			lastSeenAt = performance.now()
		},
		askLater(share) {
			lastAskedAt = startedAt - (1 - share) * settings.resyncMs
		},
		sweep(nowMs) {
			if (nowMs - lastPingAt >= settings.pingMs) {
				if (!isAlive) return actions.cut()
				isAlive = false
				lastPingAt = nowMs
				actions.ping()
			}
			if (nowMs - lastAskedAt >= settings.resyncMs) {
				lastAskedAt = nowMs
				actions.ask()
			}
			// A phone in a tunnel is connected for a while and not there.
			if (isAlive && nowMs - lastSeenAt >= settings.seenMs) actions.see()
			if (nowMs - lastSentAt >= settings.keepAliveMs) actions.sendSomething()
		}
	}
}
