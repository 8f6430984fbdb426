/**
 * How often something may be done under one name: an address, a login, a person. Each name may do `most` at once, and gets one
 * more every `perMs / most`. Kept in memory: a restart forgives. Of `MOST_NAMES` none is forgotten that has something to wait for,
 * or many made-up names would wash out the one that is counted: a new name waits instead.
 */
export interface RateLimit {
	/** Counts one. 0: go on; otherwise seconds until it may be tried again, and nothing is counted. */
	take(name: string): number
	/** Takes one back that turned out not to count. */
	giveBack(name: string): void
}

export interface RateLimitRule {
	most: number
	perMs: number
}

const MOST_NAMES = 10_000

export function createRateLimit({ most, perMs }: RateLimitRule, now: () => Date): RateLimit {
	/** What is left to a name, and since when. A name that is not here has all of it. */
	const names = new Map<string, { left: number; atMs: number }>()

	function leftTo(name: string, nowMs: number): number {
		const known = names.get(name)
		if (known === undefined) return most
		const waitedMs = Math.max(0, nowMs - known.atMs)
		return Math.min(most, known.left + (waitedMs * most) / perMs)
	}

	function leave(name: string, left: number, atMs: number): void {
		if (left < most) names.set(name, { left, atMs })
		else names.delete(name)
	}

	function hasPlaceFor(name: string, nowMs: number): boolean {
		if (names.size < MOST_NAMES || names.has(name)) return true
		for (const known of names.keys()) if (leftTo(known, nowMs) === most) names.delete(known)
		return names.size < MOST_NAMES
	}

	return {
		take(name) {
			const nowMs = now().getTime()
			const left = hasPlaceFor(name, nowMs) ? leftTo(name, nowMs) : 0
			if (left < 1) return Math.max(1, Math.ceil(((1 - left) * perMs) / most / 1000))
			leave(name, left - 1, nowMs)
			return 0
		},

		giveBack(name) {
			const nowMs = now().getTime()
			leave(name, Math.min(most, leftTo(name, nowMs) + 1), nowMs)
		}
	}
}
