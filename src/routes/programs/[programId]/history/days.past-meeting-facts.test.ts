import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Meeting } from '#domain/plan/meeting.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { setCityZone } from '#lib/sync/clock.ts'
import { resetClock } from '../../../../../tests/support/reset-clock.ts'
import { pastMeetingFacts } from './days.ts'

overwriteGetLocale(() => 'ru')
beforeEach(() => setCityZone(() => 'Asia/Tomsk'))
afterEach(() => {
	resetClock()
	vi.unstubAllEnvs()
})

const program = { me: { id: 'viktor' } } as ProgramContext
const visit = { heldOn: '2026-11-24', startsAt: '14:00', place: 'Лицей', topic: 'Смета' }
const meeting = { ...visit, attendees: ['viktor'] } as unknown as Meeting

it.each([
	['away in Moscow', 'Europe/Moscow', '14:00 по времени города (UTC+7)'],
	['at home in Tomsk', 'Asia/Tomsk', '14:00']
])('Viktor %s reads by whose clock a meeting of the past plan is', (_, zone, hour) => {
	vi.stubEnv('TZ', zone)
	expect(pastMeetingFacts(program, meeting)).toMatch(/^24\u00a0ноября/)
	expect(pastMeetingFacts(program, meeting)).toContain(` · ${hour} · Лицей · Вы`)
})

it('of a past meeting without a day Viktor reads that none was chosen; a place that is its title is not told twice', () => {
	const bare = { ...meeting, heldOn: null, startsAt: null, topic: '' }
	expect(pastMeetingFacts(program, bare)).toBe('День не выбран · Вы')
})
