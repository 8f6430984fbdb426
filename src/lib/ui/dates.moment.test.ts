import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hearServerClock, setCityZone } from '#lib/sync/clock.ts'
import { resetClock } from '../../../tests/support/reset-clock.ts'
import { formatDay, formatHour, formatMoment } from './dates.ts'

// Days of the current year are shown without it.
beforeEach(() => void vi.setSystemTime(new Date('2026-11-21T05:00:00.000Z')))
afterEach(() => {
	vi.useRealTimers()
	resetClock()
	vi.unstubAllEnvs()
})

const tomsk = () => 'Asia/Tomsk'
/** An evening in Moscow; in Tomsk it is the next day, after midnight. */
const signed = '2026-11-20T19:40:00.000Z'

describe('when something was', () => {
	it('is told by the clock of the municipality to a teacher in another zone, who reads which zone it is', () => {
		vi.stubEnv('TZ', 'Europe/Moscow')
		setCityZone(tomsk)
		expect(formatMoment(signed, '2026-11-21')).toBe('21\u00a0ноября, 02:40 (UTC+7)')
		expect(formatHour(signed)).toBe('02:40 (UTC+7)')
	})

	it('is told as always where the clock of the device shows the same hour', () => {
		setCityZone(tomsk)
		for (const device of ['Asia/Tomsk', 'Asia/Krasnoyarsk']) {
			vi.stubEnv('TZ', device)
			expect(formatMoment(signed, '2026-11-21')).toBe('сегодня, 02:40')
			expect(formatHour(signed)).toBe('02:40')
		}
	})

	it('is told by the clock of the device to somebody of no municipality', () => {
		vi.stubEnv('TZ', 'Europe/Moscow')
		expect(formatMoment(signed, '2026-11-20')).toBe('сегодня, 22:40')
	})

	it('is told by the clock of another municipality to an administrator who looks at it', () => {
		vi.stubEnv('TZ', 'Europe/Moscow')
		expect(formatMoment(signed, '2026-11-21', 'Asia/Tomsk')).toBe('21\u00a0ноября, 02:40 (UTC+7)')
	})
})

it('the year that goes without saying is the city’s, where it has begun before the device’s', () => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	vi.setSystemTime(new Date('2026-12-31T18:00:00.000Z'))
	expect(formatDay('2026-12-31')).toBe('31\u00a0декабря')
	setCityZone(tomsk)
	expect(formatDay('2027-01-01')).toBe('1\u00a0января')
	expect(formatDay('2026-12-31')).toBe('31\u00a0декабря\u00a02026\u00a0г.')
})

it('it is the server’s year on a device whose clock is a year slow', () => {
	setCityZone(tomsk)
	vi.setSystemTime(new Date('2025-11-21T05:00:00.000Z'))
	hearServerClock('Sat, 21 Nov 2026 05:00:00 GMT', Date.now())
	expect(formatDay('2026-12-10')).toBe('10\u00a0декабря')
})
