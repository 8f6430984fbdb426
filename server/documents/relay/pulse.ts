/**
 * What a connection does by the clock: keep-alive frames, pings, and asking again for what the relay lacks.
 * `startSweeping` does it for all connections, a few at a time: thousands at once would delay everybody's edits.
 */
import type { RelaySettings } from './settings.ts'

export interface Pulse {
	/** A data frame went out. */
	sent(): void
	/** Something whole came in: a frame, a pong. */
	received(): void
	/** When something whole last came in, as performance.now(). */
	readonly lastReceivedAt: number
	/** The device was recorded as seen. */
	seen(): void
	/** Asks the first question after `ms`, not at once. */
	askLater(ms: number, settings: PulseSettings): void
	/**
	 * Does what is due; `nowMs` as performance.now(). `isUnread`: the relay does not read from the device, so silence
	 * means nothing.
	 */
	sweep(nowMs: number, isUnread: boolean, settings: PulseSettings, actions: PulseActions): void
}

export interface PulseActions {
	ping(): void
	/** Cuts the link, because the device does not answer. */
	cut(): void
	/** Asks for what the relay lacks. */
	ask(): void
	/** Records that the device is still there. */
	see(): void
	sendSomething(): void
	/** Bytes received since the link opened, including those of incomplete frames. */
	receivedBytes(): number
}

type PulseSettings = Pick<RelaySettings, 'pingMs' | 'resyncMs' | 'seenMs' | 'keepAliveMs' | 'leastBytes' | 'frameMs'>

interface State extends Pulse {
	lastReceivedAt: number
	lastSentAt: number
	lastAskedAt: number
	lastSeenAt: number
	lastPingAt: number
	/** Its value at the last ping. */
	receivedBytes: number
}

/** `arrivedAt`: when the socket opened, as performance.now(). */
export function createPulse(arrivedAt: number): Pulse {
	const startedAt = performance.now()
	const pulse: State = {
		lastReceivedAt: arrivedAt,
		lastSentAt: startedAt,
		lastAskedAt: startedAt,
		lastSeenAt: startedAt,
		lastPingAt: arrivedAt,
		receivedBytes: 0,
		sent,
		received,
		seen,
		askLater,
		sweep
	}
	return pulse
}

function sent(this: State): void {
	this.lastSentAt = performance.now()
}

function received(this: State): void {
	this.lastReceivedAt = performance.now()
}

function seen(this: State): void {
	this.lastSeenAt = performance.now()
}

function askLater(this: State, ms: number, settings: PulseSettings): void {
	this.lastAskedAt += ms - settings.resyncMs
}

function sweep(this: State, nowMs: number, isUnread: boolean, settings: PulseSettings, actions: PulseActions): void {
	if (isUnread) this.lastPingAt = nowMs
	else if (nowMs - this.lastPingAt >= settings.pingMs) {
		if (!isThere(this, nowMs, settings, actions.receivedBytes())) return actions.cut()
		this.lastPingAt = nowMs
		actions.ping()
	}
	if (nowMs - this.lastAskedAt >= settings.resyncMs) {
		this.lastAskedAt = nowMs
		actions.ask()
	}
	// Only when something came since: a phone in a tunnel stays connected for a while.
	if (this.lastReceivedAt > this.lastSeenAt && nowMs - this.lastSeenAt >= settings.seenMs) actions.see()
	if (nowMs - this.lastSentAt >= settings.keepAliveMs) actions.sendSomething()
}

/**
 * Whether the device still answers. A large frame on a slow network is under way for minutes, and nothing else can come
 * meanwhile, so its bytes count as well. But they must be enough, and not go on for ever: a device that never ends a
 * frame would keep its connection, and the memory for what has come of the frame.
 */
function isThere(pulse: State, nowMs: number, settings: PulseSettings, receivedBytes: number): boolean {
	const { lastReceivedAt, lastPingAt, receivedBytes: before } = pulse
	pulse.receivedBytes = receivedBytes
	if (lastReceivedAt >= lastPingAt) return true
	return receivedBytes - before >= settings.leastBytes && nowMs - lastReceivedAt < settings.frameMs
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
