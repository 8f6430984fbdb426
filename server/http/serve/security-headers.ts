import type { ServerResponse } from 'node:http'

/** Nothing an answer of the API could hold may run, load or be framed, should a browser ever show it as a page. */
const ANSWER_POLICY = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/**
 * Which scripts may run is said in the page itself, by their hashes; both policies hold. Not stricter here, because this
 * one also binds the service worker, which asks our server for everything.
 */
const PAGE_POLICY = `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

/** Two years, in seconds, as the browsers' own lists ask for. */
const HSTS = 'max-age=63072000; includeSubDomains'

/** On every answer, whoever gives it. `isHttps`: people come by https, directly or through a proxy. */
export function setSecurityHeaders(response: ServerResponse, isHttps: boolean): void {
	response.setHeader('Content-Security-Policy', ANSWER_POLICY)
	response.setHeader('X-Content-Type-Options', 'nosniff')
	// An invitation's address is a secret.
	response.setHeader('Referrer-Policy', 'same-origin')
	response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
	response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
	// The camera reads a code from the partner's screen.
	response.setHeader('Permissions-Policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()')
	if (isHttps) response.setHeader('Strict-Transport-Security', HSTS)
}

/** For the app's page and files, after the above. */
export function allowPage(response: ServerResponse): void {
	response.setHeader('Content-Security-Policy', PAGE_POLICY)
}
