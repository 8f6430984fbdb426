import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppUpdate } from './app-update.svelte.ts'

// The kit's own, which only its build has.
vi.mock('$app/environment', () => ({ dev: false }))

const LONG_MS = 60_000
const reload = vi.fn()
/** The new version, which waits for a person's word. */
const waiting = { postMessage: vi.fn() }
let workers: EventTarget & { controller: object | null }
let update: AppUpdate
let stop: () => void

beforeEach(async () => {
	vi.useFakeTimers()
	reload.mockReset()
	const registration = Object.assign(new EventTarget(), { waiting, installing: null })
	const register = () => Promise.resolve(registration)
	workers = Object.assign(new EventTarget(), { controller: {}, register })
	vi.stubGlobal('navigator', { serviceWorker: workers })
	vi.stubGlobal('document', new EventTarget())
	vi.stubGlobal('location', { reload })
	update = new AppUpdate()
	stop = update.start()
	await vi.waitFor(() => expect(update.isReady).toBe(true))
})
afterEach(() => {
	stop()
	vi.unstubAllGlobals()
	vi.useRealTimers()
})

const takeOver = () => workers.dispatchEvent(new Event('controllerchange'))

it('[D9] Viktor’s slow phone loads the page anew once, when the new version takes over', () => {
	update.accept()
	expect(reload).not.toHaveBeenCalled()
	takeOver()
	expect(reload).toHaveBeenCalledOnce()
	vi.advanceTimersByTime(LONG_MS)
	expect(reload).toHaveBeenCalledOnce()
})

it('[D9] whoever pressed is not left waiting for a version that is kept from taking over', () => {
	update.accept()
	vi.advanceTimersByTime(LONG_MS)
	expect(reload).toHaveBeenCalledOnce()
})

it('[D9] a screen that is gone loads nothing anew', () => {
	update.accept()
	stop()
	vi.advanceTimersByTime(LONG_MS)
	expect(reload).not.toHaveBeenCalled()
})

it('[D9] a tab whose person has said nothing goes on when another lets the new version in', () => {
	expect(update.isReplaced).toBe(false)
	takeOver()
	vi.advanceTimersByTime(LONG_MS)
	expect(update.isReplaced).toBe(true)
	expect(reload).not.toHaveBeenCalled()
})
