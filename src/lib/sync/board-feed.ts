const POLL_MS = 1_500
/** The server says something every 20 s; what is silent longer is held up on the way. */
const SILENCE_MS = 45_000

/**
 * Calls `onChanged` when the board may have changed: at the server's word, or every 1.5 s while its
 * word does not reach us. Answers the way to stop.
 */
export function watchBoard(onChanged: () => void): () => void {
	let poll: ReturnType<typeof setInterval> | undefined
	let silence: ReturnType<typeof setTimeout> | undefined

	function startPolling(): void {
		poll ??= setInterval(onChanged, POLL_MS)
	}

	function stopPolling(): void {
		clearInterval(poll)
		poll = undefined
	}

	function hear(): void {
		stopPolling()
		clearTimeout(silence)
		silence = setTimeout(startPolling, SILENCE_MS)
	}

	const events = typeof EventSource === 'undefined' ? null : new EventSource('/api/board/events')
	if (events === null) startPolling()
	else {
		let wasLost = false
		events.onopen = () => {
			hear()
			// What changed while nobody listened was not told.
			if (wasLost) onChanged()
		}
		events.onerror = () => {
			wasLost = true
			startPolling()
		}
		events.addEventListener('heartbeat', hear)
		events.addEventListener('changed', () => {
			hear()
			onChanged()
		})
	}
	return () => {
		events?.close()
		clearTimeout(silence)
		stopPolling()
	}
}
