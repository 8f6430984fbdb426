import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startSweeping } from './sweeping.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** How often each was swept, and how many at the most in one turn. */
function open(count: number) {
	const phones = new Set(Array.from({ length: count }, (_, index) => `phone-${index}`))
	const swept = new Map<string, number>()
	const turns: number[] = []
	const stop = startSweeping(phones, 1000, (phone) => {
		swept.set(phone, (swept.get(phone) ?? 0) + 1)
		turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1
	})
	/** ms. */
	const wait = (ms: number) => {
		for (let passed = 0; passed < ms; passed++) {
			turns.push(0)
			vi.advanceTimersByTime(1)
		}
	}
	return { phones, swept, turns, wait, stop }
}

it.each([1, 3, 64, 65, 128, 1000])('each of %i phones is looked at once a second, at most 64 at once', (count) => {
	const { swept, turns, wait } = open(count)
	wait(10_000)
	expect(swept.size).toBe(count)
	expect(Math.min(...swept.values())).toBeGreaterThanOrEqual(9)
	expect(Math.max(...swept.values())).toBeLessThanOrEqual(11)
	expect(Math.max(...turns)).toBeLessThanOrEqual(64)
})

it('phones that come are looked at, those that go are not, and nobody is when nobody is there', () => {
	const { phones, swept, wait } = open(2)
	wait(1000)
	phones.delete('phone-0')
	phones.add('irina')
	swept.clear()
	wait(3000)
	expect([...swept.keys()].toSorted()).toEqual(['irina', 'phone-1'])
	phones.clear()
	swept.clear()
	wait(3000)
	expect(swept.size).toBe(0)
})

it('nobody is looked at once it is stopped', () => {
	const { swept, wait, stop } = open(2)
	stop()
	wait(3000)
	expect(swept.size).toBe(0)
})
