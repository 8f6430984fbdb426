import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { setCityZone } from '#lib/sync/clock.ts'
import { resetClock } from '../../../tests/support/reset-clock.ts'
import { formatMeetingTime, otherZone } from './format.ts'

overwriteGetLocale(() => 'ru')
beforeEach(() => setCityZone(() => 'Asia/Tomsk'))
afterEach(() => {
	resetClock()
	vi.unstubAllEnvs()
})

it('Viktor, away in Moscow, reads that a meeting in Tomsk is by the clock of the city', () => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	expect(formatMeetingTime('2026-11-24', '14:00')).toBe('14:00 по времени города (UTC+7)')
	expect(formatMeetingTime(null, '14:00')).toBe('14:00 по времени города (UTC+7)')
})

it.each(['Asia/Tomsk', 'Asia/Krasnoyarsk'])(
	'where the device’s clock shows the same, as in %s, nothing is added',
	(zone) => {
		vi.stubEnv('TZ', zone)
		expect(formatMeetingTime('2026-11-24', '14:00')).toBe('14:00')
	}
)

it('two cities that differ in summer only are told apart on a day of summer', () => {
	vi.stubEnv('TZ', 'Europe/Berlin')
	setCityZone(() => 'Europe/Kaliningrad')
	expect(otherZone('2026-07-01')).toBeNull()
	expect(otherZone('2026-12-01')).toBe('UTC+2')
})

it('of no municipality the hour is the device’s', () => {
	setCityZone(() => undefined)
	expect(formatMeetingTime('2026-11-24', '14:00')).toBe('14:00')
})
