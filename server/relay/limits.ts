/** Counting and queueing: what keeps one person, one address or one moment from taking all of the relay (sync.md R10). */
import { isIPv6 } from 'node:net'
import { isLoopback } from '../config.ts'

/** How many there are of each key, never more than `most`. */
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

/** At most `atOnce` tasks run; the others wait, first come, first served. */
export interface Turns {
	run<Result>(task: () => Promise<Result>): Promise<Result>
}

export function createTurns(atOnce: number): Turns {
	const waiting: (() => void)[] = []
	let running = 0

	return {
		async run(task) {
			// Whoever ends hands its place on, so that nobody who has just come gets ahead of the queue.
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

/**
 * What is counted as one address: with IPv6 a household has 2⁶⁴ of them. Null for this machine itself, where a proxy
 * that does not say whom it speaks for would make everybody one.
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
