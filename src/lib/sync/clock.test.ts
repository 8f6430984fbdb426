import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { resetClock } from '../../../tests/support/reset-clock.ts'
import { hearServerClock, now, watchClock } from './clock.ts'
import { recall } from './device.ts'

const SERVER = 'Wed, 25 Nov 2026 03:00:00 GMT'
const DAY_MS = 86_400_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => {
	vi.useRealTimers()
	resetClock()
})

it('a phone two days slow tells the server’s time once it has heard the server, and after it was opened anew', async () => {
	vi.setSystemTime(new Date('2026-11-23T03:00:00Z'))
	const said: number[] = []
	const stop = watchClock((offset) => said.push(offset))
	hearServerClock(SERVER, Date.now() - 300)
	hearServerClock('Wed, 25 Nov 2026 03:00:01 GMT', Date.now() - 300)
	stop()
	expect(now().toISOString()).toBe('2026-11-25T03:00:00.000Z')
	expect(said).toEqual([2 * DAY_MS])
	await vi.waitFor(async () => expect(await recall('clock-offset')).toBe(2 * DAY_MS))
	vi.resetModules()
	const opened = await import('./clock.ts')
	await opened.recallClock()
	vi.setSystemTime(new Date('2026-11-23T04:00:00Z'))
	expect(opened.now().toISOString()).toBe('2026-11-25T04:00:00.000Z')
	vi.useRealTimers()
	// The tests of other files get the module that was opened here.
	const support = await import('../../../tests/support/reset-clock.ts')
	support.resetClock()
})

it('a clock less than two minutes off counts as right, and a clock that was set right is not corrected any more', () => {
	vi.setSystemTime(new Date('2026-11-25T02:58:30Z'))
	hearServerClock(SERVER, Date.now())
	expect(now().toISOString()).toBe('2026-11-25T02:58:30.000Z')
	vi.setSystemTime(new Date('2026-11-23T03:00:00Z'))
	hearServerClock(SERVER, Date.now())
	vi.setSystemTime(new Date(SERVER))
	hearServerClock(SERVER, Date.now())
	expect(now().getTime()).toBe(Date.parse(SERVER))
})

it('an answer during which the device slept, or without a date, changes nothing', () => {
	vi.setSystemTime(new Date('2026-11-25T05:00:00Z'))
	hearServerClock(SERVER, Date.now() - 2 * 3_600_000)
	hearServerClock(null, Date.now())
	expect(now().toISOString()).toBe('2026-11-25T05:00:00.000Z')
})
