/** Helpers for limits: which addresses count as one, and how many tasks run at once. */
import { isIPv6 } from 'node:net'
import { isLoopback } from './config.ts'

/**
 * The key under which limits count an address. IPv6 addresses count by their first four groups, because a household has 2⁶⁴
 * of them. Null for this machine itself: a proxy that does not name its clients would make everybody one.
 */
export function networkOf(address: string): string | null {
	if (isLoopback(address)) return null
	return isIPv6(address) ? prefixOf(address) : address
}

/** The first four of eight groups. */
function prefixOf(address: string): string {
	const [head = '', tail] = address.split('::')
	const groups = head === '' ? [] : head.split(':')
	const behind = tail === undefined || tail === '' ? [] : tail.split(':')
	const omitted = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind.length)
	const all = [...groups, ...Array.from({ length: omitted }, () => '0'), ...behind]
	return all
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':')
}

/** At most `atOnce` tasks run; the others wait, first come, first served. */
export interface Turns {
	run<Result>(task: () => Promise<Result>): Promise<Result>
}

export function createTurns(atOnce: number): Turns {
	const waiting: (() => void)[] = []
	let running = 0

	return {
		async run(task) {
			// A task that ends hands its turn to the next, so that a new task does not overtake the queue.
			if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
			else running += 1
			try {
				return await task()
			} finally {
				const next = waiting.shift()
				if (next === undefined) running -= 1
				else next()
			}
		}
	}
}
