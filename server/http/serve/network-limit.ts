import { networkOf } from '../../network.ts'
import type { ApiContext } from './answers.ts'
import { clientAddressOf } from './client-address.ts'
import { createRateLimit, type RateLimitRule } from './rate-limit.ts'

/**
 * What a way in begins with leaves a row for some minutes, and needs no account: so many from one network. A class that tries it
 * out shares one.
 */
const BEGINNINGS: RateLimitRule = { most: 60, perMs: 60_000 }

/** Seconds until it may be tried again; 0: go on. */
export function limitBeginnings(now: () => Date): (context: ApiContext) => number {
	const rate = createRateLimit(BEGINNINGS, now)
	return (context) => rate.take(networkNameOf(context))
}

/** What is counted as one address. */
export function networkNameOf(context: ApiContext): string {
	const address = clientAddressOf(context.env.incoming)
	return networkOf(address) ?? address
}
