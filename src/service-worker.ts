/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
/**
 * Keeps the whole app on the device, so that every deep link opens without a network, and brings to the server what was
 * written without one when no page is left to do it. No other logic.
 */
import { build, files, version } from '$service-worker'
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { BACKGROUND_TAG } from '#lib/sync/ledger/outbox.ts'
import { exchangeInBackground, sendInBackground } from '#lib/sync/stored/background.ts'

const worker = globalThis as unknown as ServiceWorkerGlobalScope

precacheAndRoute([
	// Built files carry a hash in their names. Workers write files for Word: their makings weigh more than a screen, and what
	// they write is made of facts that only the server has.
	...build.filter((url) => !url.includes('/immutable/workers/')).map((url) => ({ url, revision: null })),
	...files.map((url) => ({ url, revision: version })),
	{ url: '/200.html', revision: version }
])
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/200.html'), { denylist: [/^\/(api|sync)\//] }))
clientsClaim()

// A new version waits until a person lets it in (sync.md D9).
worker.addEventListener('message', (event) => {
	if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting()
})

/** TypeScript does not know Background Sync: only Chromium has it, elsewhere nobody calls. */
interface SyncEvent extends ExtendableEvent {
	tag: string
}

worker.addEventListener('sync' as 'message', (event: Event) => {
	const { tag } = event as SyncEvent
	if (tag === BACKGROUND_TAG) (event as SyncEvent).waitUntil(bringUnsent())
})

async function bringUnsent(): Promise<void> {
	// The browser tries again later, some times, when what we hand it fails.
	const outcomes = [await sendInBackground(), await exchangeInBackground(version)]
	if (outcomes.includes('retry')) throw new Error('No answer from the server')
}
