/**
 * Byte strings one behind the other in one piece of memory: kept apart, a small one takes several times what it holds, and whoever
 * collects garbage looks at each.
 */
export interface BytePile {
	readonly count: number
	readonly byteLength: number
	add(bytes: Uint8Array): void
	/** All of them, in the order they were added; the pile is empty then. */
	take(): Uint8Array[]
}

const NOTHING = new Uint8Array()
const LEAST_BYTES = 256

export function createBytePile(): BytePile {
	let memory = NOTHING
	/** Where each string ends. */
	let ends: number[] = []

	function byteLength(): number {
		return ends.at(-1) ?? 0
	}

	function grow(least: number): void {
		const larger = new Uint8Array(Math.max(LEAST_BYTES, least, 2 * memory.length))
		larger.set(memory.subarray(0, byteLength()))
		memory = larger
	}

	return {
		get count() {
			return ends.length
		},
		get byteLength() {
			return byteLength()
		},
		add(bytes) {
			const start = byteLength()
			const end = start + bytes.length
			if (end > memory.length) grow(end)
			memory.set(bytes, start)
			ends.push(end)
		},
		take() {
			const taken = ends.map((end, index) => memory.subarray(ends[index - 1] ?? 0, end))
			memory = NOTHING
			ends = []
			return taken
		}
	}
}
