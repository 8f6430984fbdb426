/**
 * What a connection does by the clock: keep-alive frames, pings, and asking again for what the relay lacks.
 * `startSweeping` does it for all connections, a few at a time: thousands at once would delay everybody's edits.
 */
import type { Link } from './link.ts'
import type { RelaySettings } from './options.ts'

export interface PulseActions {
	/** Asks for what the relay lacks. */
	ask(): void
	/** Records that the device is still there. */
	see(): void
	sendSomething(): void
}

type PulseSettings = Pick<RelaySettings, 'pingMs' | 'resyncMs' | 'seenMs' | 'keepAliveMs' | 'leastBytes' | 'frameMs'>
type PulseLink = Pick<Link, 'ping' | 'cut' | 'receivedBytes'>

/** All times are as performance.now(). */
export class Pulse {
	/** When something whole last came in. */
	lastReceivedAt: number
	#lastSentAt = performance.now()
	#lastAskedAt = this.#lastSentAt
	#lastSeenAt = this.#lastSentAt
	#lastPingAt: number
	/** Its value at the last ping. */
	#receivedBytes = 0

	/** `arrivedAt`: when the device came. */
	constructor(arrivedAt: number) {
		this.lastReceivedAt = arrivedAt
		this.#lastPingAt = arrivedAt
	}

	/** A data frame went out. */
	sent(): void {
		this.#lastSentAt = performance.now()
	}

	/** Something whole came in: a frame, a pong. */
	received(): void {
		this.lastReceivedAt = performance.now()
	}

	/** The device was recorded as seen. */
	seen(): void {
		this.#lastSeenAt = performance.now()
	}

	/** Asks the first question after `ms`, not at once. */
	askLater(ms: number, { resyncMs }: PulseSettings): void {
		this.#lastAskedAt += ms - resyncMs
	}

	/** Does what is due. `isUnread`: the relay does not read from the link, so silence means nothing. */
	sweep(nowMs: number, isUnread: boolean, link: PulseLink, settings: PulseSettings, actions: PulseActions): void {
		if (isUnread) this.#lastPingAt = nowMs
		else if (nowMs - this.#lastPingAt >= settings.pingMs) {
			if (!this.#isThere(nowMs, settings, link.receivedBytes())) return link.cut()
			this.#lastPingAt = nowMs
			link.ping()
		}
		if (nowMs - this.#lastAskedAt >= settings.resyncMs) {
			this.#lastAskedAt = nowMs
			actions.ask()
		}
		// Only when something came since: a phone in a tunnel stays connected for a while.
		if (this.lastReceivedAt > this.#lastSeenAt && nowMs - this.#lastSeenAt >= settings.seenMs) actions.see()
		if (nowMs - this.#lastSentAt >= settings.keepAliveMs) actions.sendSomething()
	}

	/**
	 * Whether the device still answers. A large frame on a slow network is under way for minutes, and nothing else can come
	 * meanwhile, so its bytes count as well. But they must be enough, and not go on for ever: a device that never ends a
	 * frame would keep its connection, and the memory for what has come of the frame.
	 */
	#isThere(nowMs: number, { leastBytes, frameMs }: PulseSettings, receivedBytes: number): boolean {
		const came = receivedBytes - this.#receivedBytes
		this.#receivedBytes = receivedBytes
		if (this.lastReceivedAt >= this.#lastPingAt) return true
		return came >= leastBytes && nowMs - this.lastReceivedAt < frameMs
	}
}

/** Items in a turn: a few ms of work at most. */
const AT_ONCE = 64
/** A busy process has its turns late and catches up, but with no more items than this in a turn. */
const MOST_AT_ONCE = 4 * AT_ONCE

/** Calls `sweep` with each item about once in `everyMs`; items may come and go meanwhile. Returns a function that stops it. */
export function startSweeping<Item>(
	items: ReadonlySet<Item>,
	everyMs: number,
	sweep: (item: Item) => void
): () => void {
	let going = items.values()
	/** Everything due until this time is done. */
	let doneUntilMs = performance.now()
	let isStopped = false
	let timer = setTimeout(turn, pauseMs())

	function pauseMs(): number {
		return everyMs / Math.max(1, items.size / AT_ONCE)
	}

	function turn(): void {
		const nowMs = performance.now()
		const due = Math.ceil((items.size * (nowMs - doneUntilMs)) / everyMs)
		const count = Math.min(due, items.size, MOST_AT_ONCE)
		// At most one round is caught up: an item left out before that is visited again anyway.
		doneUntilMs = Math.max(doneUntilMs + (count * everyMs) / Math.max(1, items.size), nowMs - everyMs)
		for (let left = count; left > 0 && !isStopped; left--) {
			const item = next()
			if (item !== undefined) sweep(item)
		}
		// Set at the end of the turn, so that other work runs between two turns, however long they take.
		if (!isStopped) timer = setTimeout(turn, pauseMs())
	}

	function next(): Item | undefined {
		const { done, value } = going.next()
		if (done !== true) return value
		going = items.values()
		return going.next().value
	}

	return () => {
		isStopped = true
		clearTimeout(timer)
	}
}
