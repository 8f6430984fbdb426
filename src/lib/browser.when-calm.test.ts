import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whenCalm } from './browser.ts'

/** What the screen shows that something is awaited; null: nothing. */
let awaited: object | null = null

beforeEach(() => {
	vi.useFakeTimers()
	vi.stubGlobal('document', { querySelector: () => awaited })
})
afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllGlobals()
	awaited = null
})

it('parts that nobody misses come when the plan that Irina waits for is there', () => {
	const load = vi.fn()
	awaited = {}
	whenCalm(load)
	vi.advanceTimersByTime(10_000)
	expect(load).not.toHaveBeenCalled()
	awaited = null
	vi.advanceTimersByTime(2_000)
	expect(load).toHaveBeenCalledOnce()
})

it('parts that nobody misses come in the end, also when the plan never does', () => {
	const load = vi.fn()
	awaited = {}
	whenCalm(load)
	vi.advanceTimersByTime(60_000)
	expect(load).toHaveBeenCalledOnce()
})

it('parts that nobody misses do not come to a screen that Irina has left', () => {
	const load = vi.fn()
	const cancel = whenCalm(load)
	awaited = {}
	vi.advanceTimersByTime(2_000)
	cancel()
	awaited = null
	vi.advanceTimersByTime(60_000)
	expect(load).not.toHaveBeenCalled()
})
