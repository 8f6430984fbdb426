/** What a connection does by the clock: show that it lives, find out whether the other end does, ask again. */
import type { RelaySettings } from './settings.ts'

export interface Pulse {
	/** A data frame went out. */
	sent(): void
	/** Something whole came in: a frame, a pong. */
	heard(): void
	/** When it last did, as performance.now(). */
	readonly heardAt: number
	/** The device was recorded as seen. */
	seen(): void
	/** The first question is not asked at once but after `ms`. */
	askLater(ms: number, settings: PulseSettings): void
	/** Does what is due; `nowMs` is monotonic, as performance.now(). `isUnread`: what comes waits, so silence says nothing. */
	sweep(nowMs: number, isUnread: boolean, settings: PulseSettings, actions: PulseActions): void
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
	/** Since the link was opened, frames that are not whole yet included. */
	receivedBytes(): number
}

type PulseSettings = Pick<RelaySettings, 'pingMs' | 'resyncMs' | 'seenMs' | 'keepAliveMs' | 'leastBytes' | 'frameMs'>

interface State extends Pulse {
	heardAt: number
	lastSentAt: number
	lastAskedAt: number
	lastSeenAt: number
	lastPingAt: number
	/** As it was at the last ping. */
	receivedBytes: number
}

/** `arrivedAt`: when the device first let something hear of it, as performance.now(). */
export function createPulse(arrivedAt: number): Pulse {
	const startedAt = performance.now()
	const pulse: State = {
		heardAt: arrivedAt,
		lastSentAt: startedAt,
		lastAskedAt: startedAt,
		lastSeenAt: startedAt,
		lastPingAt: arrivedAt,
		receivedBytes: 0,
		sent,
		heard,
		seen,
		askLater,
		sweep
	}
	return pulse
}

function sent(this: State): void {
	this.lastSentAt = performance.now()
}

function heard(this: State): void {
	this.heardAt = performance.now()
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
	// A phone in a tunnel is connected for a while and not there.
	if (this.heardAt > this.lastSeenAt && nowMs - this.lastSeenAt >= settings.seenMs) actions.see()
	if (nowMs - this.lastSentAt >= settings.keepAliveMs) actions.sendSomething()
}

/**
 * A large frame on a slow network is under way for minutes, and nothing else can come meanwhile: its bytes are life, too. But
 * not a byte now and then, and not for ever, or whoever never ends a frame would hold its place, and what has come of it.
 */
function isThere(pulse: State, nowMs: number, settings: PulseSettings, receivedBytes: number): boolean {
	const { heardAt, lastPingAt, receivedBytes: before } = pulse
	pulse.receivedBytes = receivedBytes
	if (heardAt >= lastPingAt) return true
	return receivedBytes - before >= settings.leastBytes && nowMs - heardAt < settings.frameMs
}

/** What each of many has to do by the clock, a few at a time: thousands that came together would hold up everybody's edits. */

/** A few ms of work at most. */
const AT_ONCE = 64
/** A busy process takes its turns late and catches up with what they left undone, but not with all of it at once. */
const MOST_AT_ONCE = 4 * AT_ONCE

/** Calls `sweep` with each item about once in `everyMs`; items may come and go meanwhile. Answers the way to stop. */
export function startSweeping<Item>(
	items: ReadonlySet<Item>,
	everyMs: number,
	sweep: (item: Item) => void
): () => void {
	let going = items.values()
	/** What was due until then is done. */
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
		// Whoever was left out in the round before the last is not made up for: all are looked at anew meanwhile.
		doneUntilMs = Math.max(doneUntilMs + (count * everyMs) / Math.max(1, items.size), nowMs - everyMs)
		for (let left = count; left > 0 && !isStopped; left--) {
			const item = next()
			if (item !== undefined) sweep(item)
		}
		// At its end: between two turns others have theirs, however long it took.
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
