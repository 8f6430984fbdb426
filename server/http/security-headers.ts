import type { ServerResponse } from 'node:http'

/** On every answer. Which scripts may run is said in the page itself, by their hashes. */
export function setSecurityHeaders(response: ServerResponse): void {
	response.setHeader('Content-Security-Policy', `frame-ancestors 'none'`)
	response.setHeader('X-Content-Type-Options', 'nosniff')
	// An invitation's address is a secret.
	response.setHeader('Referrer-Policy', 'same-origin')
	response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
	response.setHeader('Permissions-Policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()')
}
