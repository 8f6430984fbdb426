/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
/** Keeps the whole app on the device, so that every deep link opens without a network. No other logic. */
import { build, files, version } from '$service-worker'
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

const worker = globalThis as unknown as ServiceWorkerGlobalScope

precacheAndRoute([
	// Built files carry a hash in their names.
	...build.map((url) => ({ url, revision: null })),
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
