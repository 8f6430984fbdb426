import { isIP } from 'node:net'
import { isLoopback, type Config } from './config.ts'

/**
 * Whom browsers keep passkeys for: a name, never an IP address, and only over https or on this machine. Without a public address
 * the page's own origin is what the request came with, which has been checked by then.
 */
export function relyingPartyOf({
	origin,
	host
}: Pick<Config, 'origin' | 'host'>): { id: string; origin: string | null } | null {
	if (origin === null) return isLoopback(host) ? { id: 'localhost', origin: null } : null
	const { hostname } = new URL(origin)
	return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : null
}
