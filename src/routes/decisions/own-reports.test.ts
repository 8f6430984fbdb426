import { afterEach, expect, it, vi } from 'vitest'
import { submitReport } from '#domain/ledger/testing/story.ts'
import type { Awaited } from '#domain/ledger/awaiting.ts'
import type { Command } from '#domain/ledger/statement.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import type { Me } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import { type AccountState, setAccount } from '#lib/state/account.svelte.ts'
import { setToday, Today } from '#lib/state/today.svelte.ts'
import { setCityZone } from '#lib/sync/clock.ts'
import { renderWithin } from '../../../tests/support/render-within.ts'
import { resetClock } from '../../../tests/support/reset-clock.ts'
import FoundDecisions from './FoundDecisions.svelte'
import { aPerson, requested } from './testing/listing.ts'

const report: Awaited = {
	type: 'report',
	of: 'year 2026-11-20 viktor',
	reportId: 'year',
	dueOn: '2026-11-20',
	wording: 'Отчёт'
}

function show(city: string, said: Command[] = []): string {
	setCityZone(() => city)
	const listings: LedgerListing[] = [{ ...requested, programId: 'p', title: 'Программа', awaited: [report] }]
	const me = { person: aPerson('viktor'), roles: ['mentor'], programs: [] } as unknown as Me
	const provide = () => {
		setAccount({ me, reader: me } as AccountState)
		setToday(new Today())
	}
	return renderWithin(provide, FoundDecisions, { me, listings, said, ended: [] })
}

afterEach(() => {
	vi.useRealTimers()
	resetClock()
	vi.unstubAllEnvs()
})

it.each([
	['Asia/Tomsk', true],
	['Europe/Moscow', false]
])('[T55] in %s a report of the 20th is missed, as it is on the screen of decisions: %s', (city, isLate) => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	// An evening in Moscow; in Tomsk it is the 21st, after midnight.
	vi.useFakeTimers({ now: new Date('2026-11-20T19:40:00.000Z') })
	const body = show(city)
	expect(body.includes(m.reports_late({ day: '20\u00a0ноября' }))).toBe(isLate)
	expect(body).toContain('Отчёт')
	expect(body).toContain('Лаптева')
	expect(body).toContain('href="/programs/p/report?of=year%202026-11-20%20viktor"')
})

it('[T3] three weeks before its day a report is asked for, until Viktor has submitted it on this device', () => {
	vi.useFakeTimers({ now: new Date('2026-10-29T08:00:00.000Z') })
	expect(show('Asia/Tomsk')).not.toContain('Отчёт')
	vi.setSystemTime(new Date('2026-10-30T08:00:00.000Z'))
	expect(show('Asia/Tomsk')).toContain('Отчёт')
	const recorded = (dueOn: string): Command => ({
		...{ id: 'c', programId: 'p', role: 'mentor', saidAt: '2026-10-30T08:00:00.000Z' },
		statement: submitReport(dueOn, { reportId: 'year' })
	})
	expect(show('Asia/Tomsk', [recorded('2027-11-20')])).toContain('Отчёт')
	expect(show('Asia/Tomsk', [recorded('2026-11-20')])).not.toContain('Отчёт')
})
