/**
 * Parts of a programme's screens that the first look does not need. They are fetched as soon as the browser is idle:
 * a phone may lose its network seconds after the first visit, before the service worker has kept the whole app.
 */
const parts = [
	() => import('./(plan)/ActivityComposer.svelte'),
	() => import('./(plan)/DeletedActivities.svelte'),
	() => import('./SyncSheet.svelte'),
	() => import('../../Toaster.svelte')
]

/** Safari has no idle callback. */
const FALLBACK_DELAY_MS = 500

export function loadPartsWhenIdle(): void {
	// Without a network now, the service worker has them or a later visit will bring them.
	const load = () => parts.forEach((part) => void part().catch(() => {}))
	if ('requestIdleCallback' in globalThis) requestIdleCallback(load)
	else setTimeout(load, FALLBACK_DELAY_MS)
}
