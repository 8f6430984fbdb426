import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hearServerClock, setCityZone } from '#lib/sync/clock.ts'
import { resetClock } from '../../../tests/support/reset-clock.ts'
import { Today } from './today.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
	vi.useRealTimers()
	resetClock()
	vi.unstubAllEnvs()
})

it('is the day by the clock of this device where there is no municipality, not by that of Greenwich', () => {
	vi.setSystemTime(new Date(2026, 10, 21, 0, 5))
	const today = new Today()
	expect(today.date).toBe('2026-11-21')
	vi.setSystemTime(new Date(2026, 10, 21, 23, 55))
	expect(today.date).toBe('2026-11-21')
	vi.setSystemTime(new Date(2026, 10, 22, 0, 0))
	expect(today.date).toBe('2026-11-22')
})

it('is the day and the hour of the municipality, wherever the device is', () => {
	vi.setSystemTime(new Date('2026-11-21T17:30:00Z'))
	expect(new Today(() => 'Asia/Tomsk').date).toBe('2026-11-22')
	expect(new Today(() => 'Europe/Moscow').date).toBe('2026-11-21')
	expect(new Today(() => 'Asia/Tomsk').time).toBe('00:30')
	expect(new Today(() => 'Europe/Moscow').time).toBe('20:30')
})

it('is that of the person’s municipality on a device in another zone, once they have signed in', () => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	vi.setSystemTime(new Date('2026-11-21T17:30:00Z'))
	const today = new Today()
	expect([today.date, today.time]).toEqual(['2026-11-21', '20:30'])
	setCityZone(() => 'Asia/Tomsk')
	expect([today.date, today.time]).toEqual(['2026-11-22', '00:30'])
})

it('is the server’s day, once heard, where the device’s clock is two days slow', () => {
	vi.setSystemTime(new Date('2026-11-23T05:00:00Z'))
	const today = new Today(() => 'Asia/Tomsk')
	expect(today.date).toBe('2026-11-23')
	hearServerClock('Wed, 25 Nov 2026 05:00:00 GMT', Date.now())
	expect(today.date).toBe('2026-11-25')
	hearServerClock('Mon, 23 Nov 2026 05:00:00 GMT', Date.now())
	expect(today.date).toBe('2026-11-23')
})
