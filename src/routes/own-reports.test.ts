import { render } from 'svelte/server'
import { afterEach, expect, it, vi } from 'vitest'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { m } from '#lib/paraglide/messages.js'
import OwnReports from './OwnReports.svelte'

// SvelteKit provides this module in its build only.

afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllEnvs()
})

it.each([
	['Asia/Tomsk', true],
	['Europe/Moscow', false]
])('[T55] in %s a report of the 20th is missed, as it is on the screen of decisions: %s', (timeZone, isLate) => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	// An evening in Moscow; in Tomsk it is the 21st, after midnight.
	vi.useFakeTimers({ now: new Date('2026-11-20T19:40:00.000Z') })
	const report = { reportId: 'year', dueOn: '2026-11-20', submittedOn: null, mentorId: 'viktor', wording: 'Отчёт' }
	const listing = { programId: 'p', title: 'Программа', mentees: [], mentors: [], ownReports: [report] }
	const { body } = render(OwnReports, {
		props: {
			personId: 'viktor',
			timeZone,
			listings: [listing as unknown as LedgerListing]
		}
	})
	expect(body.includes(m.reports_late({ day: '20\u00a0ноября' }))).toBe(isLate)
	expect(body).toContain('Отчёт')
	expect(body).toContain('href="/decisions/p?report=year%202026-11-20"')
})
