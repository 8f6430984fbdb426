/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
/**
 * The service worker. It keeps the whole app on the device, so that every deep link opens without a network. It sends
 * unsent edits and commands when no page is open. No other logic.
 */
import { build, files, version } from '$service-worker'
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { BACKGROUND_TAG } from '#lib/sync/ledger/outbox.ts'
import { exchangeInBackground, sendInBackground } from '#lib/sync/stored/background.ts'

const worker = globalThis as unknown as ServiceWorkerGlobalScope

// Built files have a hash in their names. Workers that write Word files are left out: they are larger than a screen, and
// they need facts that only the server has.
const built = build.filter((url) => !url.includes('/immutable/workers/'))

worker.addEventListener('install', (event) => event.waitUntil(fetchAhead()))
precacheAndRoute([
	...built.map((url) => ({ url, revision: null })),
	...files.map((url) => ({ url, revision: version })),
	{ url: '/200.html', revision: version }
])
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/200.html'), { denylist: [/^\/(api|check|sync)\//] }))
clientsClaim()

// A new version waits until a person accepts it (sync.md D9).
worker.addEventListener('message', (event) => {
	if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting()
})

/** How many at a time. The browser has six connections for all, and the open page needs some. */
const AHEAD = 3

/**
 * Workbox asks for one file after the other; on a phone's network most of that time is waiting. These requests put the
 * files into the browser's own cache, where Workbox finds them.
 */
async function fetchAhead(): Promise<void> {
	const left = [...built]
	const fetchNext = async () => {
		for (let url = left.shift(); url !== undefined; url = left.shift()) {
			if ((await caches.match(url)) !== undefined) continue
			// Workbox asks again, and reports the failure.
			await fetch(url).then(
				(response) => response.arrayBuffer(),
				() => null
			)
		}
	}
	await Promise.all(Array.from({ length: AHEAD }, fetchNext))
}

/** TypeScript has no type for Background Sync. Only Chromium fires the event. */
interface SyncEvent extends ExtendableEvent {
	tag: string
}

worker.addEventListener('sync' as 'message', (event: Event) => {
	const { tag } = event as SyncEvent
	if (tag === BACKGROUND_TAG) (event as SyncEvent).waitUntil(sendUnsent())
})

async function sendUnsent(): Promise<void> {
	// After an error the browser repeats the event later, a few times.
	const outcomes = [await sendInBackground(), await exchangeInBackground(version)]
	if (outcomes.includes('retry')) throw new Error('No answer from the server')
}
