/// <reference types="@sveltejs/kit" />
import { build, version } from '$service-worker'
import { clientsClaim } from 'workbox-core'
import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

precacheAndRoute([...build.map((url) => ({ url, revision: null })), { url: '/index.html', revision: version }])
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html')))
clientsClaim()
