import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppUpdate } from './app-update.svelte.ts'
import { eventually } from '../../tests/support/eventually.ts'

// SvelteKit provides this module in its build only.
vi.mock('$app/environment', () => ({ dev: false }))

const LONG_MS = 60_000
const reload = vi.fn()
/** The new version, waiting to be accepted. */
const waiting = { postMessage: vi.fn() }
let workers: EventTarget & { controller: object | null }
let update: AppUpdate
let stop: () => void

beforeEach(async () => {
	vi.useFakeTimers()
	reload.mockReset()
	const registration = Object.assign(new EventTarget(), { active: {}, waiting, installing: null })
	const register = () => Promise.resolve(registration)
	workers = Object.assign(new EventTarget(), { controller: {}, register })
	vi.stubGlobal('navigator', { serviceWorker: workers })
	vi.stubGlobal('document', new EventTarget())
	vi.stubGlobal('location', { reload })
	update = new AppUpdate()
	stop = update.start()
	await eventually(() => expect(update.isReady).toBe(true))
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

describe('whether the app opens without a network is told by the service worker', () => {
	/** The first worker on a new phone, as the browser presents it. */
	function openOnNewPhone() {
		const worker = Object.assign(new EventTarget(), { state: 'installing' })
		const registration = Object.assign(new EventTarget(), {
			active: null as EventTarget | null,
			waiting: null,
			installing: worker
		})
		workers.controller = null
		Object.assign(workers, { register: () => Promise.resolve(registration) })
		const opened = new AppUpdate()
		return {
			opened,
			stop: opened.start(),
			turn(state: string) {
				if (state === 'activated') registration.active = worker
				worker.state = state
				worker.dispatchEvent(new Event('statechange'))
			}
		}
	}

	it('on Irina’s new phone it is being kept until its first worker is active', async () => {
		const { opened, turn, stop } = openOnNewPhone()
		expect(opened.keeping).toBe('keeping')
		await vi.advanceTimersByTimeAsync(0)
		turn('installed')
		expect(opened.keeping).toBe('keeping')
		turn('activated')
		expect(opened.keeping).toBe('kept')
		stop()
	})

	it('a first worker that could not be fetched keeps nothing, and says so', async () => {
		const { opened, turn, stop } = openOnNewPhone()
		await vi.advanceTimersByTimeAsync(0)
		turn('redundant')
		expect(opened.keeping).toBe('unkept')
		stop()
	})

	it('a browser that refuses workers, or has none, keeps nothing', async () => {
		workers.controller = null
		Object.assign(workers, { register: () => Promise.reject(new Error('private')) })
		const refused = new AppUpdate()
		const stopRefused = refused.start()
		await vi.advanceTimersByTimeAsync(0)
		expect(refused.keeping).toBe('unkept')
		stopRefused()
		vi.stubGlobal('navigator', {})
		const without = new AppUpdate()
		without.start()()
		expect(without.keeping).toBe('unkept')
	})

	it('where one is active a new version that waits changes nothing', () => expect(update.keeping).toBe('kept'))
})
