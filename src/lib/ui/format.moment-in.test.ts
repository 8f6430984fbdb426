import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { formatMomentIn } from './format.ts'

// Days of the current year are shown without it.
beforeEach(() => void vi.setSystemTime(new Date('2026-11-21T05:00:00.000Z')))
afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllEnvs()
})

const tomsk = 'Asia/Tomsk'
/** An evening in Moscow; in Tomsk it is the next day, after midnight. */
const signed = '2026-11-20T19:40:00.000Z'

describe('when something was decided', () => {
	it('is told by the clock of the municipality to a teacher in another zone, who reads which zone it is', () => {
		vi.stubEnv('TZ', 'Europe/Moscow')
		expect(formatMomentIn(tomsk, signed, '2026-11-20')).toBe('21\u00a0ноября, 02:40 (UTC+7)')
	})

	it('is told as always where the clock of the device shows the same hour', () => {
		for (const device of ['Asia/Tomsk', 'Asia/Krasnoyarsk']) {
			vi.stubEnv('TZ', device)
			expect(formatMomentIn(tomsk, signed, '2026-11-21')).toBe('сегодня, 02:40')
		}
	})

	it('is told by the clock of the device to somebody of no municipality', () => {
		vi.stubEnv('TZ', 'Europe/Moscow')
		expect(formatMomentIn(undefined, signed, '2026-11-20')).toBe('сегодня, 22:40')
	})
})
