/**
 * When somebody whose right has ended is asked about again: it may be given back at any time (sync.md R11). Whoever looks at the
 * screen hears of it within ten seconds: the relay is asked for the right alone, which is one handshake. What became of their last
 * edits costs both sides more, and whoever does not look needs neither: that is asked later each time, up to a minute.
 */
import type { CloseReason } from '#protocol/close-codes.ts'

export interface AskingAgain {
	/** The relay has said no: it is asked again in a while. */
	refused(): void
	/** It is asked now, or there is nothing to ask. */
	stop(): void
	/** It has said yes. */
	restore(): void
}

/** Refusals in a row that the first is taken for: the first wait is then some seconds. */
const FIRST_REFUSAL = 5
/** Drawn from 5–10 s: 2,000 phones ask 270 times a second, each for one document (session.ts). */
const LOOKED_AT_MS = 10_000

/** `ask`: `isForEdits`, for what became of the last edits as well. `isLed`: another document asks while somebody looks. */
export function createAskingAgain(isLed: boolean, ask: (isForEdits: boolean) => void): AskingAgain {
	let refusals = 0
	/** Ms of waiting left before the edits are asked for, too. */
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

/** What the browser says of the page and of the network; in a worker or a test there may be neither. */
export interface PageListeners {
	onVisible?(): void
	/** The page may be killed after this without another word. */
	onHidden?(): void
	onOnline?(): void
	onOffline?(): void
	/** Our server has answered something. */
	onAnswered?(): void
}

const ANSWERED = 'tandem:answered'

export function isPageVisible(): boolean {
	return typeof document !== 'undefined' && document.visibilityState === 'visible'
}

/** To whoever watches this page. */
export function tellAnswered(): void {
	if (typeof dispatchEvent !== 'undefined') dispatchEvent(new Event(ANSWERED))
}

/** Answers the way to stop listening. */
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
/** The longest pause is drawn from 30–60 s (sync.md D6). */
const LONGEST_DELAY_MS = 60_000

/** How many failures in a row a relay's word stands for: a restart sends everybody away at once. */
const weights: Partial<Record<CloseReason, number>> = { restarting: 3, 'storage-failed': 4, overloaded: 6 }

/** `failures`: attempts in a row that came to nothing, this one included. */
export function weighFailures(failures: number, reason: CloseReason | null): number {
	return Math.max(failures, (reason !== null && weights[reason]) || 1)
}

/** Ms to wait after so many failures; `random` is from [0, 1). */
export function reconnectDelay(failures: number, random: number): number {
	return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS) * (0.5 + random / 2)
}

/** How long sockets that bring no word are waited for, until the exchange is tried beside them (sync.md D7). */
export interface SocketPatience {
	/** A socket is being opened. */
	begin(): void
	/** The relay was heard. */
	restore(): void
	/** The socket has closed; `isSilent`: without a word, for all the relay may have wanted to say. */
	end(isSilent: boolean): void
	/** Since the relay was last heard. */
	isLost(): boolean
	stop(): void
}

/** A relay speaks first, and at once: a socket without a word by then goes through something that swallows it, or through a slow network. */
const PATIENCE_MS = 8_000
/** Some filters leave a handshake open for minutes. */
const LONGEST_HANDSHAKE_MS = 30_000
/** Sockets in a row that brought no word: from then on the exchange is tried. */
const SILENT_SOCKETS = 3

/** `hangUp`: the one that is being opened is given up. */
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
		isLost: () => silentSockets >= SILENT_SOCKETS,
		stop
	}
}
