/** Sizes in bytes, times in ms. Tests shorten the times; nobody else sets any of it so far. */
export interface RelaySettings {
	/** A document beyond this takes no more updates. */
	documentBytes: number
	/** What may wait in the socket of a slow reader, beside the answer it asked for. */
	bufferedBytes: number
	presenceBytes: number
	/** Below 20 s by more than a sweep: the stock client gives up after 30 s without data (sync.md R8). */
	keepAliveMs: number
	/** The relay asks for what it lacks (R6). */
	resyncMs: number
	/** A link that answered none of two pings in a row is gone: a phone in a tunnel does not say goodbye. */
	pingMs: number
	/** How often a device that is merely connected counts as seen. */
	seenMs: number
	/** HELLO is repeated no more often. */
	helloMs: number
	/** How often the timers above are looked at. */
	sweepMs: number
	/** How long a stopping relay waits for devices to confirm that they were closed. */
	drainMs: number
}

export const defaultSettings: RelaySettings = {
	documentBytes: 32 * 1024 * 1024,
	bufferedBytes: 8 * 1024 * 1024,
	presenceBytes: 64 * 1024,
	keepAliveMs: 17_000,
	resyncMs: 60_000,
	pingMs: 25_000,
	seenMs: 25_000,
	helloMs: 1000,
	sweepMs: 1000,
	drainMs: 2000
}
