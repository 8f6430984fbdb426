import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hearServerClock } from '#lib/sync/clock.ts'
import { MunicipalToday, Today } from './today.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is the day by the clock of this device, not by that of Greenwich', () => {
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
	expect(new MunicipalToday(() => 'Asia/Tomsk').date).toBe('2026-11-22')
	expect(new MunicipalToday(() => 'Europe/Moscow').date).toBe('2026-11-21')
	expect(new MunicipalToday(() => 'Asia/Tomsk').time).toBe('00:30')
	expect(new MunicipalToday(() => 'Europe/Moscow').time).toBe('20:30')
})

it('is the server’s day, once heard, where the device’s clock is two days slow', () => {
	vi.setSystemTime(new Date('2026-11-23T05:00:00Z'))
	const today = new MunicipalToday(() => 'Asia/Tomsk')
	expect(today.date).toBe('2026-11-23')
	hearServerClock('Wed, 25 Nov 2026 05:00:00 GMT', Date.now())
	expect(today.date).toBe('2026-11-25')
	hearServerClock('Mon, 23 Nov 2026 05:00:00 GMT', Date.now())
	expect(today.date).toBe('2026-11-23')
})
