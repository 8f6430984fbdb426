/**
 * How often something may be done under one name: an address, a login, a person. Each name may do `most` at once, and gets one
 * more every `perMs / most`. Kept in memory: a restart forgives, and the least recently seen names are forgotten beyond `MOST_NAMES`.
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
	/** What is left to a name, and since when; the least recently seen first. */
	const names = new Map<string, { left: number; atMs: number }>()

	function leftTo(name: string): number {
		const known = names.get(name)
		if (known === undefined) return most
		const waitedMs = Math.max(0, now().getTime() - known.atMs)
		return Math.min(most, known.left + (waitedMs * most) / perMs)
	}

	function leave(name: string, left: number): void {
		names.delete(name)
		names.set(name, { left, atMs: now().getTime() })
		const [oldest] = names.keys()
		if (names.size > MOST_NAMES && oldest !== undefined) names.delete(oldest)
	}

	return {
		take(name) {
			const left = leftTo(name)
			if (left < 1) return Math.max(1, Math.ceil(((1 - left) * perMs) / most / 1000))
			leave(name, left - 1)
			return 0
		},
		giveBack: (name) => leave(name, Math.min(most, leftTo(name) + 1))
	}
}
