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
