import { watchPage } from '../line/retry.ts'

const BOARD_POLL_MS = 1_500
/** Rarer: it costs batteries, and all phones of a town ask. */
const LEDGERS_POLL_MS = 15_000
/** The server sends something every 20 s. A longer silence means that something on the way holds it back. */
const SILENCE_MS = 45_000
/** A browser reopens a cut connection by itself, but not after an answer that is not ours, e.g. a gateway's while we restart. */
const REOPEN_MS = 15_000

/** `ids`: of what has changed; null: nobody knows. */
type OnChanged = (ids: readonly string[] | null) => void

/**
 * Calls `onChanged` when the board may have changed: when the server says so, or every 1.5 s while its messages do not
 * reach us. Returns the function to stop.
 */
export function watchBoard(onChanged: OnChanged): () => void {
	return watch('/api/board/events', BOARD_POLL_MS, onChanged)
}

/** The same for the person's ledgers; every 15 s without messages of the server. */
export function watchLedgers(onChanged: () => void): () => void {
	return watch('/api/ledgers/events', LEDGERS_POLL_MS, onChanged)
}

function watch(path: string, pollMs: number, onChanged: OnChanged): () => void {
	let poll: ReturnType<typeof setInterval> | undefined
	let silence: ReturnType<typeof setTimeout> | undefined
	let reopening: ReturnType<typeof setTimeout> | undefined
	let events: EventSource | null = null

	function startPolling(): void {
		poll ??= setInterval(() => onChanged(null), pollMs)
	}

	function stopPolling(): void {
		clearInterval(poll)
		poll = undefined
	}

	function onWord(): void {
		stopPolling()
		waitForWord()
	}

	function waitForWord(): void {
		clearTimeout(silence)
		silence = setTimeout(startPolling, SILENCE_MS)
	}

	function listen(): void {
		const source = (events = new EventSource(path))
		// A proxy may hold back even the opening.
		waitForWord()
		source.onopen = () => {
			onWord()
			// Changes while nobody listened were not announced, nor those between the first reading and now.
			onChanged(null)
		}
		source.onerror = () => {
			startPolling()
			if (source.readyState === source.CLOSED) reopening = setTimeout(listen, REOPEN_MS)
		}
		source.addEventListener('heartbeat', onWord)
		source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
			onWord()
			onChanged(data ? data.split(',') : null)
		})
	}

	function begin(): void {
		if (typeof EventSource === 'undefined') startPolling()
		else if (events === null) listen()
	}

	/** A browser opens six connections to one server, over all its tabs: a hidden page must not keep one. */
	function rest(): void {
		hangUp()
		stopPolling()
	}

	function hangUp(): void {
		events?.close()
		events = null
		clearTimeout(silence)
		clearTimeout(reopening)
	}

	/**
	 * A connection from before the network went away may stay silent for long, or wait for its next try. Polling, if it
	 * runs, goes on until the new connection brings something.
	 */
	function reopen(): void {
		if (events === null) return
		hangUp()
		listen()
	}

	begin()
	const stopWatching = watchPage({ onVisible: begin, onHidden: rest, onOnline: reopen })
	return () => {
		stopWatching()
		rest()
	}
}
