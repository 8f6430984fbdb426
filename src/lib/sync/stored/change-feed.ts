import { watchPage } from '../line/retry.ts'

const BOARD_POLL_MS = 1_500
/** A phone's battery and a town's phones count here. */
const LEDGERS_POLL_MS = 15_000
/** The server says something every 20 s; what is silent longer is held up on the way. */
const SILENCE_MS = 45_000
/** A browser asks again after a cut line, but never after an answer that is not ours: a gateway's while we restart. */
const REOPEN_MS = 15_000

/**
 * Calls `onChanged` when the board may have changed: at the server's word, or every 1.5 s while its
 * word does not reach us. Answers the way to stop.
 */
export function watchBoard(onChanged: () => void): () => void {
	return watch('/api/board/events', BOARD_POLL_MS, onChanged)
}

/** The same of the ledgers a person is concerned with; every 15 s without the server's word. */
export function watchLedgers(onChanged: () => void): () => void {
	return watch('/api/ledgers/events', LEDGERS_POLL_MS, onChanged)
}

function watch(path: string, pollMs: number, onChanged: () => void): () => void {
	let poll: ReturnType<typeof setInterval> | undefined
	let silence: ReturnType<typeof setTimeout> | undefined
	let reopening: ReturnType<typeof setTimeout> | undefined
	let events: EventSource | null = null

	function startPolling(): void {
		poll ??= setInterval(onChanged, pollMs)
	}

	function stopPolling(): void {
		clearInterval(poll)
		poll = undefined
	}

	function hear(): void {
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
			hear()
			// What changed while nobody listened was not told, between the first reading and this, too.
			onChanged()
		}
		source.onerror = () => {
			startPolling()
			if (source.readyState === source.CLOSED) reopening = setTimeout(listen, REOPEN_MS)
		}
		source.addEventListener('heartbeat', hear)
		source.addEventListener('changed', () => {
			hear()
			onChanged()
		})
	}

	function begin(): void {
		if (typeof EventSource === 'undefined') startPolling()
		else if (events === null) listen()
	}

	/** A browser opens six lines to one server, over all its tabs: a page nobody looks at must not keep one. */
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
	 * A line from before the network went may stand for long without a word, or wait until it is tried again. Where it was polled
	 * instead, that goes on until the new one says something.
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
