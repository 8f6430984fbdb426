/**
 * When to try again: the delays between attempts, how long to wait for sockets before requests take over, and when to ask
 * again for a right that has ended. Also the page's events that start an attempt early.
 */
import type { CloseReason } from '#protocol/close-codes.ts'

/**
 * Asks again for a right that has ended: it may come back at any time (sync.md R11). A visible page learns of it within
 * 10 s: it asks for the right alone, which is one handshake. What became of the person's last edits costs both sides
 * more, and a hidden page needs neither. Those requests come at growing intervals, up to a minute.
 */
export interface AskingAgain {
	/** The relay refused: it is asked again later. */
	refused(): void
	/** The relay is asked now, or there is nothing to ask. */
	stop(): void
	/** The right is back. */
	restore(): void
}

/** The first refusal counts as so many in a row, so that the first wait takes some seconds. */
const FIRST_REFUSAL = 5
/** The wait is random, 5–10 s: 2,000 phones ask 270 times a second, each for one document (session.ts). */
const LOOKED_AT_MS = 10_000

/** `ask`: `isForEdits`, also for what became of the last edits. `isLed`: another document asks while the page is visible. */
export function createAskingAgain(isLed: boolean, ask: (isForEdits: boolean) => void): AskingAgain {
	let refusals = 0
	/** Ms of waiting left until it also asks for the edits. */
	let left = 0
	let timer: ReturnType<typeof setTimeout> | undefined
	const stop = () => clearTimeout(timer)
	return {
		refused() {
			stop()
			if (left <= 0) left = reconnectDelay(FIRST_REFUSAL + refusals++, Math.random())
			const wait = !isLed && isPageVisible() ? Math.min(left, LOOKED_AT_MS * (0.5 + Math.random() / 2)) : left
			timer = setTimeout(() => {
				left -= wait
				ask(left <= 0)
			}, wait)
		},
		stop,
		restore() {
			refusals = left = 0
			stop()
		}
	}
}

/** Events of the page and the network. In a worker or a test there may be neither. */
export interface PageListeners {
	onVisible?(): void
	/** The page may be killed after this without another event. */
	onHidden?(): void
	onOnline?(): void
	onOffline?(): void
	/** Our server has answered a request. */
	onAnswered?(): void
}

const ANSWERED = 'tandem:answered'

export function isPageVisible(): boolean {
	return typeof document !== 'undefined' && document.visibilityState === 'visible'
}

/** False also where there is no page. */
export function isPageHidden(): boolean {
	return typeof document !== 'undefined' && document.visibilityState !== 'visible'
}

/** Notifies every `watchPage` of this page. */
export function notifyAnswered(): void {
	if (typeof dispatchEvent !== 'undefined') dispatchEvent(new Event(ANSWERED))
}

/** Sends this page the browser’s «online» event: the server answers again, and the browser has reported nothing. */
export function notifyOnline(): void {
	if (typeof dispatchEvent !== 'undefined') dispatchEvent(new Event('online'))
}

/** Returns the function to stop listening. */
export function watchPage(listeners: PageListeners): () => void {
	if (typeof document === 'undefined') return () => undefined
	const watching = new AbortController()
	const { signal } = watching
	const onVisibility = () => (isPageVisible() ? listeners.onVisible?.() : listeners.onHidden?.())
	document.addEventListener('visibilitychange', onVisibility, { signal })
	addEventListener('pagehide', () => listeners.onHidden?.(), { signal })
	addEventListener('pageshow', onVisibility, { signal })
	addEventListener('online', () => listeners.onOnline?.(), { signal })
	addEventListener('offline', () => listeners.onOffline?.(), { signal })
	addEventListener(ANSWERED, () => listeners.onAnswered?.(), { signal })
	return () => watching.abort()
}

const FIRST_DELAY_MS = 200
/** The longest wait is random, 30–60 s (sync.md D6). */
const LONGEST_DELAY_MS = 60_000

/** How many failures in a row a close reason counts as: a restart sends everybody away at once. */
const weights: Partial<Record<CloseReason, number>> = { restarting: 3, 'storage-failed': 4, overloaded: 6 }

/** `failures`: failed attempts in a row, this one included. */
export function weighFailures(failures: number, reason: CloseReason | null): number {
	return Math.max(failures, (reason !== null && weights[reason]) || 1)
}

/** Ms to wait after so many failures. `random` is from [0, 1). */
export function reconnectDelay(failures: number, random: number): number {
	return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS) * (0.5 + random / 2)
}

/** How long to wait for sockets without a message before requests take over (sync.md D7). */
export interface SocketPatience {
	/** A socket is being opened. */
	begin(): void
	/** The relay has answered. */
	restore(): void
	/** The socket has closed. `isSilent`: without a message or a close reason of the relay. */
	end(isSilent: boolean): void
	stop(): void
}

/**
 * A relay sends first, and at once. A socket without a message by then goes through a filter that swallows it, or
 * through a slow network.
 */
const PATIENCE_MS = 8_000
/** Some filters leave a handshake open for minutes. */
const LONGEST_HANDSHAKE_MS = 30_000
/** After so many silent sockets in a row requests take over. */
const SILENT_SOCKETS = 3

/** `hangUp` gives up the socket that is being opened. */
export function createSocketPatience(onLost: () => void, hangUp: () => void): SocketPatience {
	let silentSockets = 0
	let timer: ReturnType<typeof setTimeout> | undefined

	function lose(): void {
		silentSockets = SILENT_SOCKETS
		onLost()
		timer = setTimeout(hangUp, LONGEST_HANDSHAKE_MS - PATIENCE_MS)
	}

	const stop = () => clearTimeout(timer)

	return {
		begin() {
			timer = setTimeout(lose, PATIENCE_MS)
		},
		restore() {
			silentSockets = 0
			stop()
		},
		end(isSilent) {
			stop()
			if (isSilent && ++silentSockets >= SILENT_SOCKETS) onLost()
		},
		stop
	}
}

/** While requests carry the line: tries now and then whether a socket gets through. Returns the function to stop. */
export function probeSockets(open: () => WebSocket, onThrough: () => void): () => void {
	let failures = FIRST_REFUSAL
	let socket: WebSocket | null = null
	let timer = setTimeout(probe, reconnectDelay(failures, Math.random()))

	function probe(): void {
		socket = open()
		socket.onmessage = () => {
			stop()
			onThrough()
		}
		timer = setTimeout(() => {
			close()
			timer = setTimeout(probe, reconnectDelay(++failures, Math.random()))
		}, PATIENCE_MS)
	}

	function close(): void {
		if (socket !== null) socket.onmessage = null
		socket?.close()
		socket = null
	}

	function stop(): void {
		clearTimeout(timer)
		close()
	}

	return stop
}
