import { render } from 'svelte/server'
import { afterEach, expect, it, vi } from 'vitest'
import type { ProgramListing } from '#protocol/api/program.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { Today } from '#lib/state/today.svelte.ts'
import { setCityZone } from '#lib/sync/clock.ts'
import { resetClock } from '../../tests/support/reset-clock.ts'
import type { HomeProgram, Upcoming } from './home.svelte.ts'
import UpcomingItem from './UpcomingItem.svelte'
import UpcomingList from './UpcomingList.svelte'

// SvelteKit provides this module in its build only.
overwriteGetLocale(() => 'ru')
afterEach(() => {
	vi.useRealTimers()
	resetClock()
	vi.unstubAllEnvs()
})

it('what comes says its own day, and what is of today that it is; a meeting has its hour besides', () => {
	const text = wordsOf('2026-11-20T02:00:00Z', '2026-11-24', '14:00')
	expect(text).toContain('20 сегодня Открытый урок')
	expect(text).toContain('24 ноября Управление финансами 14:00 · Встреча')
})

it.each([
	['Europe/Moscow', '2026-11-20T16:34:00Z', true],
	['Europe/Moscow', '2026-11-20T17:34:00Z', false],
	['Asia/Vladivostok', '2026-11-20T16:34:00Z', true],
	['Asia/Vladivostok', '2026-11-20T17:34:00Z', false]
])('for Viktor in %s, at %s, a meeting is of today by the calendar of Tomsk: %s', (zone, at, isOfToday) => {
	vi.stubEnv('TZ', zone)
	expect(wordsOf(at, '2026-11-20', '18:33').includes('18:33')).toBe(isOfToday)
})

const irina = { role: 'mentee', person: { id: 'irina', givenName: 'Ирина', familyName: 'Лаптева' } }
const viktor = { role: 'mentor', person: { id: 'viktor', givenName: 'Виктор', familyName: 'Ковалёв' } }

it.each([
	['irina', ['irina'], false, 'Вы'],
	['viktor', ['irina'], false, 'Ирина'],
	['viktor', [], false, 'Вы и Ирина'],
	['viktor', ['viktor'], true, 'Вы · Ирина Лаптева'],
	['viktor', ['viktor', 'irina'], true, 'Вы и Ирина Лаптева'],
	['viktor', ['irina'], true, 'Ирина Лаптева']
])('%s reads whose it is: of %s, with several programmes: %s, «%s»', (myId, responsible, isOneOfSeveral, words) => {
	const listing = { id: 'p', title: 'Первый год', participants: [viktor, irina] } as unknown as ProgramListing
	const place = { key: 'a', programId: 'p', activityId: 'a', title: 'Открытый урок', on: '2026-11-24', daysLate: 0 }
	const item: Upcoming = { kind: 'activity', ...place, responsible }
	const { body } = render(UpcomingItem, { props: { item, listing, myId, isOneOfSeveral, today: '2026-11-20' } })
	expect(/<small[^>]*>([^<]*)</.exec(body)?.[1]).toBe(words)
})

it('an agreement opens at itself', () => {
	const listing = { id: 'p', title: 'Первый год', participants: [viktor, irina] } as unknown as ProgramListing
	const place = {
		key: 'a',
		programId: 'p',
		meetingId: 'm',
		agreementId: 'a',
		title: 'Смета',
		on: '2026-11-24',
		daysLate: 0
	}
	const item: Upcoming = { kind: 'agreement', ...place, agreedOn: null, ownerId: 'irina' }
	const props = { item, listing, myId: 'viktor', isOneOfSeveral: false, today: '2026-11-20' }
	expect(render(UpcomingItem, { props }).body).toContain('href="/programs/p/meetings/m?agreement=a"')
})

it.each([
	[false, true],
	[true, false]
])('an agreement of six days ago, ticked here: %s, is red and overdue: %s', (isKept, isLate) => {
	const listing = { id: 'p', title: 'Первый год', participants: [viktor, irina] } as unknown as ProgramListing
	const place = { key: 'a', programId: 'p', meetingId: 'm', agreementId: 'a', title: 'Смета', on: '2026-11-14' }
	const item: Upcoming = { kind: 'agreement', ...place, daysLate: 6, agreedOn: null, ownerId: 'irina' }
	const props = { item, listing, myId: 'viktor', isOneOfSeveral: false, today: '2026-11-20', isKept }
	const { body } = render(UpcomingItem, { props })
	expect(body.includes('просрочено на 6 дней')).toBe(isLate)
	expect(/<a[^>]* late/.test(body)).toBe(isLate)
})

it.each([
	['away in Moscow', 'Europe/Moscow', 'Время встреч указано по времени города (UTC+7).'],
	['at home in Tomsk', 'Asia/Tomsk', '']
])('Viktor %s reads whose clock the meetings are by only where his phone shows another', (_, zone, words) => {
	vi.stubEnv('TZ', zone)
	expect(hoursOf('Asia/Tomsk', [null, '14:00'])).toBe(words)
})

it('where no meeting has an hour, nothing is said of hours', () => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	expect(hoursOf('Asia/Tomsk', [])).toBe('')
	expect(hoursOf('Asia/Tomsk', [null])).toBe('')
})

it('the clocks are compared on the day of the meeting: those of Berlin and Kaliningrad differ in winter only', () => {
	vi.stubEnv('TZ', 'Europe/Berlin')
	expect(hoursOf('Europe/Kaliningrad', ['14:00'], '2027-07-01')).toBe('')
	expect(hoursOf('Europe/Kaliningrad', ['14:00'], '2026-12-01')).toContain('(UTC+2)')
})

function wordsOf(now: string, heldOn: string, startsAt: string): string {
	vi.useFakeTimers({ now: new Date(now) })
	setCityZone(() => 'Asia/Tomsk')
	return bodyOf({
		stages: [{ open: [{ id: 'a1', title: 'Открытый урок', dueOn: '2026-11-20' }] }],
		meetings: [{ id: 'm1', heldOn, startsAt, topic: 'Управление финансами' }]
	})
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
}

/** What is said below the list of the hours of meetings on one day, which is today. */
function hoursOf(city: string, hours: readonly (string | null)[], heldOn = '2026-11-24'): string {
	vi.useFakeTimers({ now: new Date(`${heldOn}T09:00:00Z`) })
	setCityZone(() => city)
	const meetings = hours.map((startsAt, index) => ({ id: `m${index}`, heldOn, startsAt, topic: 'Смета' }))
	const [, below = ''] = bodyOf({ stages: [], meetings }).split('</ul>')
	return below.replaceAll(/<[^>]*>/g, '').trim()
}

function bodyOf(plan: object): string {
	const summary = { openAgreements: [], ...plan } as unknown as ProgramSummary
	const listing = { id: 'p', title: 'Первый год', participants: [] } as unknown as ProgramListing
	const program: HomeProgram = { listing, summary, isCounted: true, tick: null, unsent: 0, lastSyncedAt: null }
	const today = new Today()
	const props = { programs: [program], reports: [], myId: 'viktor', today, mark: () => Promise.resolve(true) }
	return render(UpcomingList, { props }).body
}
