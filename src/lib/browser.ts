export function download(file: File): void {
	const link = document.createElement('a')
	link.href = URL.createObjectURL(file)
	link.download = file.name
	document.body.append(link)
	link.click()
	link.remove()
	// Not at once: Safari starts to read the file after the click handler has ended.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

const CALM_MS = 1_500
/** A screen may wait for something that never comes. */
const MOST_AWAITED_MS = 15_000

/**
 * For what must not slow down the screen that is opening. Looks every 1.5 s, and calls `then` the first time that the screen shows
 * nothing that is awaited (`data-awaited`), after 15 s in any case. Returns a function that cancels it.
 */
export function whenCalm(then: () => void): () => void {
	const startedAt = Date.now()
	let timer = setTimeout(look, CALM_MS)
	function look(): void {
		const isAwaited = document.querySelector('[data-awaited]') !== null
		if (isAwaited && Date.now() - startedAt < MOST_AWAITED_MS) timer = setTimeout(look, CALM_MS)
		else then()
	}
	return () => clearTimeout(timer)
}

const RETRY_MS = 4_000

/**
 * For what the network did not bring: calls `attempt` when it is back, and every four seconds, for a network that has just come back
 * may still fail. Not on a hidden page. Returns a function that ends it.
 */
export function keepTrying(attempt: () => void): () => void {
	const attemptNow = () => {
		if (navigator.onLine && !document.hidden) attempt()
	}
	addEventListener('online', attemptNow)
	const timer = setInterval(attemptNow, RETRY_MS)
	return () => {
		removeEventListener('online', attemptNow)
		clearInterval(timer)
	}
}

/** Resolves when the latest change is painted, or after 100 ms on a hidden page. Start work that blocks the page after it. */
export function nextPaint(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => setTimeout(resolve))
		// It has no animation frames.
		if (document.hidden) setTimeout(resolve, 100)
	})
}
