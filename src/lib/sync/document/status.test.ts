import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type CalmTickView, createCalmTick, type Tick } from './status.ts'

let calm: CalmTickView
const onDue = vi.fn()
beforeEach(() => {
	vi.useFakeTimers()
	onDue.mockReset()
	calm = createCalmTick(onDue)
})
afterEach(() => void vi.useRealTimers())

/** What Viktor sees while the tick changes like this, every 100 ms. */
function shown(...ticks: Tick[]): string[] {
	return ticks.map((tick) => {
		const seen = calm.take(tick)
		vi.advanceTimersByTime(100)
		return seen
	})
}

it('typing with a connection shows one word, and what became of it a second after the last key', () => {
	expect(shown('seen')).toEqual(['seen'])
	const typed = Array.from({ length: 10 }, (): Tick[] => ['saving', 'onDevice', 'onServer', 'seen']).flat()
	expect(new Set(shown(...typed))).toEqual(new Set(['sending']))
	vi.advanceTimersByTime(1_000)
	expect(onDue).toHaveBeenCalled()
	expect(shown('seen')).toEqual(['seen'])
})

it('typing without one shows one word, and that it is on the phone a second after the last key', () => {
	shown('onDevice')
	expect(new Set(shown('saving', 'onDevice', 'saving', 'onDevice'))).toEqual(new Set(['sending']))
	vi.advanceTimersByTime(1_000)
	expect(shown('onDevice')).toEqual(['onDevice'])
})

it('saving is said when it takes longer than a second', () => {
	const slow = shown('onServer', ...Array.from({ length: 12 }, (): Tick => 'saving'))
	expect(slow.slice(1, 10)).toEqual(Array.from({ length: 9 }, () => 'sending'))
	expect(slow.at(-1)).toBe('saving')
})

it('an edit is never shown as stored before it is, nor as on the server', () => {
	shown('seen')
	for (const tick of shown('saving', 'onDevice', 'saving', 'saving')) expect(['sending', 'saving']).toContain(tick)
})

it.each(['refused', 'notSaved', 'gone', 'underReview', 'setAside'] as const)('%s is told at once', (tick) => {
	expect(shown('onServer', 'saving', tick).at(-1)).toBe(tick)
})

it('what is found at opening is told at once', () => {
	expect(shown('opening', 'onDevice', 'onServer')).toEqual(['opening', 'onDevice', 'onServer'])
})
