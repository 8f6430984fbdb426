/** How many there are of each key, never more than `most`: what keeps one person or address from taking all of the relay (sync.md R10). */
export interface Tally {
	/** False, counting nothing, when there are as many as there may be. */
	take(key: string): boolean
	release(key: string): void
}

export function createTally(most: number): Tally {
	const counts = new Map<string, number>()
	return {
		take(key) {
			const count = counts.get(key) ?? 0
			if (count >= most) return false
			counts.set(key, count + 1)
			return true
		},
		release(key) {
			const count = counts.get(key) ?? 0
			if (count > 1) counts.set(key, count - 1)
			else counts.delete(key)
		}
	}
}
