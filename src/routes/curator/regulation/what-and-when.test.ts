import { render } from 'svelte/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { formatRelativeDays } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'
import { setToday, Today } from '#lib/state/today.svelte.ts'
import { setCityZone } from '#lib/sync/clock.ts'
import { renderWithin } from '../../../../tests/support/render-within.ts'
import { resetClock } from '../../../../tests/support/reset-clock.ts'
import TaskDayForm from './TaskDayForm.svelte'
import WhatAndWhen from './WhatAndWhen.svelte'

beforeEach(() => setCityZone(() => 'Asia/Krasnoyarsk'))
afterEach(() => {
	vi.useRealTimers()
	resetClock()
	vi.unstubAllEnvs()
})

it.each([
	['Asia/Tomsk', '2026-06-02'],
	['Europe/Moscow', '2026-06-01']
])('[T3] «Правила» counts the days to a report from the day in %s: %s', (city, day) => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	// An evening in Moscow; in Tomsk it is the next day, after midnight.
	vi.useFakeTimers({ now: new Date('2026-06-01T19:40:00.000Z') })
	setCityZone(() => city)
	const body = bodyOf(shown(tomskCity))
	const inDays = (from: string) => body.includes(formatRelativeDays('2026-06-10', from).replaceAll('\u00a0', ' '))
	expect(inDays(day)).toBe(true)
	expect(['2026-06-01', '2026-06-02'].filter(inDays)).toEqual([day])
})

function shown(regulation: Regulation, more: Partial<RegulationReading> = {}) {
	const programs = { all: 0, open: 0, withdrawn: 0, fulfilled: 0 }
	const rest = { saved: null, unmetMentors: null, tasksSince: {}, tasks: {} }
	const reading: RegulationReading = { regulation, isCurrent: true, programs, ...rest, ...more }
	return { reading, onmark: () => Promise.resolve(true) }
}

/** Without the spaces that do not break. */
function bodyOf(props: ReturnType<typeof shown>): string {
	return renderWithin(() => void setToday(new Today()), WhatAndWhen, props).replaceAll('\u00a0', ' ')
}

it('[V1] [V18] a town that works by an ended regulation sees its tasks, and that it ended; another town only that', () => {
	vi.useFakeTimers({ now: new Date('2026-11-21T05:00:00.000Z') })
	const own = bodyOf(shown(divnogorsk))
	expect(own).toContain('положение истекло 31 декабря 2024')
	expect(own).toContain('Контроль')
	const open = { all: 1, open: 1, withdrawn: 0, fulfilled: 0 }
	const before = bodyOf(shown(divnogorsk, { isCurrent: false, programs: open }))
	expect(before).toContain('положение истекло 31 декабря 2024')
	const other = bodyOf(shown(divnogorsk, { isCurrent: false }))
	expect(other).toContain('сроков по нему нет')
	expect(other).not.toContain('положение истекло')
})

it('[R20] a curator sets the day of a step without one; the one who set it and the one who did it are named', () => {
	vi.useFakeTimers({ now: new Date('2026-11-21T05:00:00.000Z') })
	const id = tomskRegion.monitoring.find(({ schedule }) => schedule.type === 'undated')?.id ?? ''
	const mark = (name: string, day: string) => {
		const [familyName = '', givenName = ''] = name.split(' ')
		return { day, at: `${day}T05:00:00.000Z`, by: { id: 'elena', name, familyName, givenName, patronymic: '' } }
	}
	const body = (tasks: RegulationReading['tasks']) => bodyOf(shown(tomskRegion, { tasks }))
	expect(body({})).toContain('Назначить срок')
	const set = body({ [id]: { due: mark('Воронцова Елена', '2026-11-20'), done: null } })
	expect(set).toContain('20 ноября')
	expect(set).toContain('Срок назначен: Воронцова Елена')
	const done = body({ [id]: { due: null, done: mark('Седова Галина', '2026-11-20') } })
	expect(done).toContain('Сделано 20 ноября: Седова Галина')
	expect(done).toContain('Снять отметку')
})

it.each([
	[null, ''],
	['2026-11-30', '2026-11-30']
])('[R20] a day is set by a press, and the form of a task with the day %s can be left', (stored, shownDay) => {
	const nothing = () => undefined
	const { body } = render(TaskDayForm, { props: { stored, isBusy: false, onsave: nothing, onclose: nothing } })
	expect(body).toContain(`value="${shownDay}"`)
	expect(body).toMatch(/type="submit"[^>]*disabled/)
	expect(body).toContain(m.people_save())
	expect(body).toContain(m.cancel())
})
