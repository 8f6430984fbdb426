import { render } from 'svelte/server'
import { afterEach, expect, it, vi } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { setCityZone } from '#lib/sync/clock.ts'
import { resetClock } from '../../tests/support/reset-clock.ts'
import CityHours from './CityHours.svelte'
import type { Upcoming } from './home.svelte.ts'

overwriteGetLocale(() => 'ru')
afterEach(() => {
	resetClock()
	vi.unstubAllEnvs()
})

const place = { key: 'p/m', programId: 'p', meetingId: 'm', title: 'Смета', daysLate: 0 }
const meetingAt = (startsAt: string | null, on = '2026-11-24'): Upcoming => ({
	kind: 'meeting',
	...place,
	on,
	startsAt
})
function wordsOf(city: string, items: readonly Upcoming[]): string {
	setCityZone(() => city)
	const { body } = render(CityHours, { props: { items } })
	return body.replace(/<[^>]*>/g, '').trim()
}

it.each([
	['away in Moscow', 'Europe/Moscow', 'Время встреч указано по времени города (UTC+7).'],
	['at home in Tomsk', 'Asia/Tomsk', '']
])('Viktor %s reads whose clock the meetings are by only where his phone shows another', (_, zone, words) => {
	vi.stubEnv('TZ', zone)
	expect(wordsOf('Asia/Tomsk', [meetingAt(null), meetingAt('14:00')])).toBe(words)
})

it('where no meeting has an hour, nothing is said of hours', () => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	expect(wordsOf('Asia/Tomsk', [])).toBe('')
	expect(wordsOf('Asia/Tomsk', [meetingAt(null)])).toBe('')
})

it('the clocks are compared on the day of the meeting: those of Berlin and Kaliningrad differ in winter only', () => {
	vi.stubEnv('TZ', 'Europe/Berlin')
	expect(wordsOf('Europe/Kaliningrad', [meetingAt('14:00', '2027-07-01')])).toBe('')
	expect(wordsOf('Europe/Kaliningrad', [meetingAt('14:00', '2026-12-01')])).toContain('(UTC+2)')
})
