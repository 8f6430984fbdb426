import type { Random } from '../../support/random.ts'

/** Mostly one small change: a nearly valid frame gets furthest. */
export function spoil(sample: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
	if (random.chance(0.02)) return Uint8Array.from({ length: random.below(200) }, () => random.below(256))
	let bytes: Uint8Array = sample.slice()
	for (let times = random.chance(0.7) ? 1 : 2 + random.below(3); times > 0; times--) {
		const at = random.below(bytes.length + 1)
		const byte = bytes[at] ?? 0
		switch (random.below(7)) {
			case 0:
			case 1:
				bytes = splice(bytes, at, 1, [random.below(256)])
				break
			case 2:
				bytes = splice(bytes, at, 1, [byte ^ (1 << random.below(8))])
				break
			case 3:
				bytes = splice(bytes, at, 0, [random.pick([0, 1, 127, 128, 255]) ?? 0])
				break
			case 4:
				bytes = splice(bytes, at, 1 + random.below(4), [])
				break
			case 5:
				bytes = bytes.subarray(0, at)
				break
			case 6:
				bytes = splice(bytes, at, 0, (random.pick(others) ?? []).slice(random.below(20), random.below(60)))
				break
		}
	}
	return bytes
}

/** Array's `splice` for bytes; it copies a large sample a hundred times faster. In place where the length stays. */
function splice(bytes: Uint8Array, at: number, removed: number, added: ArrayLike<number>): Uint8Array {
	const end = Math.min(bytes.length, at + removed)
	if (end - at === added.length) {
		bytes.set(added, at)
		return bytes
	}
	const result = new Uint8Array(bytes.length - (end - at) + added.length)
	result.set(bytes.subarray(0, at))
	result.set(added, at)
	result.set(bytes.subarray(end), at + added.length)
	return result
}
