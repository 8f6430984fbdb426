import { render } from 'svelte/server'
import { afterEach, expect, it, vi } from 'vitest'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { formatRelativeDays } from '#lib/ui/dates.ts'
import WhatAndWhen from './WhatAndWhen.svelte'

afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllEnvs()
})

it.each([
	['Asia/Tomsk', '2026-06-02'],
	['Europe/Moscow', '2026-06-01']
])('[T3] «Правила» counts the days to a report from the day in %s: %s', (timeZone, day) => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	// An evening in Moscow; in Tomsk it is the next day, after midnight.
	vi.useFakeTimers({ now: new Date('2026-06-01T19:40:00.000Z') })
	const { body } = render(WhatAndWhen, { props: { regulation: tomskCity, timeZone, since: {} } })
	const inDays = (from: string) => body.includes(formatRelativeDays('2026-06-10', from))
	expect(inDays(day)).toBe(true)
	expect(['2026-06-01', '2026-06-02'].filter(inDays)).toEqual([day])
})
