/** Random numbers from a seed (mulberry32): the same seed gives the same numbers. */
export interface Random {
	/** In [0, 1). */
	next(): number
	/** A whole number in [0, below). */
	below(below: number): number
	between(least: number, most: number): number
	chance(probability: number): boolean
	pick<Item>(items: readonly Item[]): Item | undefined
	/** One of the keys, each as often as its weight says. */
	weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key
	/** Another generator; numbers drawn here do not change its numbers. */
	fork(): Random
}

export function createRandom(seed: number): Random {
	let state = (seed * 0x9e3779b1) >>> 0

	function next(): number {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
	}

	const below = (bound: number) => Math.floor(next() * bound)
	return {
		next,
		below,
		between: (least, most) => least + next() * (most - least),
		chance: (probability) => next() < probability,
		pick: (items) => (items.length === 0 ? undefined : items[below(items.length)]),
		weighted<Key extends string>(weights: Readonly<Record<Key, number>>) {
			const entries = Object.entries(weights) as [Key, number][]
			let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
			for (const [key, weight] of entries) if ((left -= weight) < 0) return key
			throw new Error('No weights')
		},
		fork: () => createRandom(below(2 ** 31))
	}
}
