import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startSweeping } from './pulse.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
	vi.useRealTimers()
	vi.restoreAllMocks()
})

/** `swept`: how often each phone was swept; `turns`: how many in each ms. */
function open(count: number) {
	const phones = new Set(Array.from({ length: count }, (_, index) => `phone-${index}`))
	const swept = new Map<string, number>()
	const turns: number[] = []
	let nowMs = 0
	vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
	const stop = startSweeping(phones, 1000, (phone) => {
		swept.set(phone, (swept.get(phone) ?? 0) + 1)
		turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1
	})
	const wait = (ms: number) => {
		for (let passed = 0; passed < ms; passed++) {
			nowMs += 1
			turns.push(0)
			vi.advanceTimersByTime(1)
		}
	}
	/** The turns come late by so many ms. */
	const beBusy = (ms: number) => void (nowMs += ms)
	return { phones, swept, turns, wait, beBusy, stop }
}

it.each([1, 3, 64, 65, 128, 1000])('each of %i phones is looked at once a second, at most 65 at once', (count) => {
	const { swept, turns, wait } = open(count)
	wait(10_000)
	expect(swept.size).toBe(count)
	expect(Math.min(...swept.values())).toBeGreaterThanOrEqual(9)
	expect(Math.max(...swept.values())).toBeLessThanOrEqual(11)
	expect(Math.max(...turns)).toBeLessThanOrEqual(65)
})

it('a process that was busy catches up with all that is late, at most 256 at once', () => {
	const { swept, turns, wait, beBusy } = open(3000)
	wait(1000)
	swept.clear()
	turns.length = 0
	beBusy(500)
	wait(200)
	// Half of the phones for the half second, and a fifth of them for the wait.
	const looks = turns.reduce((sum, count) => sum + count, 0)
	expect(looks).toBeGreaterThanOrEqual(2050)
	expect(looks).toBeLessThanOrEqual(2150)
	expect(Math.max(...turns)).toBe(256)
})

it('whoever slept for an hour looks at each once, not 3,600 times', () => {
	const { swept, wait, beBusy } = open(100)
	beBusy(3_600_000)
	wait(500)
	expect(Math.max(...swept.values())).toBeLessThanOrEqual(2)
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

it('whoever stays is looked at about once a second, however many others come and go', () => {
	const changes = fc.array(fc.constantFrom('come', 'go'), { minLength: 20, maxLength: 60 })
	fc.assert(
		fc.property(changes, (changes) => {
			const { phones, swept, wait, stop } = open(70)
			phones.add('irina')
			let came = 0
			for (const change of changes) {
				const [first] = phones
				if (change === 'come') phones.add(`visitor-${came++}`)
				else if (first !== undefined && first !== 'irina') phones.delete(first)
				wait(100)
			}
			stop()
			const seconds = changes.length / 10
			expect(swept.get('irina') ?? 0).toBeGreaterThanOrEqual(Math.floor(seconds) - 2)
			expect(swept.get('irina') ?? 0).toBeLessThanOrEqual(Math.ceil(seconds) + 2)
		}),
		{ numRuns: 20 }
	)
})

it('nobody more is looked at once a look has stopped it', () => {
	const looked: string[] = []
	let nowMs = 0
	vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
	const stop = startSweeping(new Set(['viktor', 'irina', 'oleg']), 1000, (person) => {
		looked.push(person)
		stop()
	})
	// All three are due.
	nowMs = 5000
	vi.advanceTimersByTime(5000)
	expect(looked).toEqual(['viktor'])
	expect(vi.getTimerCount()).toBe(0)
})

it('nobody is looked at once it is stopped', () => {
	const { swept, wait, stop } = open(2)
	stop()
	wait(3000)
	expect(swept.size).toBe(0)
})
