const POLL_MS = 1_500

/**
 * Calls `onChanged` when the board may have changed: at the server's word, or every 1.5 s while its
 * word does not reach us. Answers the way to stop.
 */
export function watchBoard(onChanged: () => void): () => void {
	let poll: ReturnType<typeof setInterval> | null = null
	const startPolling = () => void (poll ??= setInterval(onChanged, POLL_MS))
	const stopPolling = () => {
		if (poll !== null) clearInterval(poll)
		poll = null
	}
	if (typeof EventSource === 'undefined') {
		startPolling()
		return stopPolling
	}
	const events = new EventSource('/api/board/events')
	events.onopen = () => {
		stopPolling()
		// What changed while nobody listened was not told.
		onChanged()
	}
	events.onmessage = onChanged
	events.addEventListener('changed', onChanged)
	events.onerror = startPolling
	return () => {
		events.close()
		stopPolling()
	}
}
