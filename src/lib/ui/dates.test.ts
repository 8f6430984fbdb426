import { afterEach, expect, it, vi } from 'vitest'
import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { formatDayLong, formatDaySpan, formatMoment, formatMonthSpan, splitDay } from './dates.ts'

const usualLocale = getLocale
afterEach(() => {
	overwriteGetLocale(usualLocale)
	vi.restoreAllMocks()
})

it('a date is never broken over two lines, a span of two may be', () => {
	expect(formatDaySpan('2024-09-03', '2026-09-02')).toMatch(
		/^3\u00a0сентября\u00a02024\u00a0г\. – 2\u00a0сентября\u00a02026\u00a0г\.$/
	)
	expect(formatDayLong('2026-11-06')).toBe('пятница, 6\u00a0ноября\u00a02026\u00a0г.')
})

it('nor is an English one, before its year', () => {
	overwriteGetLocale(() => 'en')
	expect(formatDaySpan('2024-09-03', '2026-09-02')).toMatch(
		/^September\u00a03,\u00a02024 – September\u00a02,\u00a02026$/
	)
	expect(formatDayLong('2026-11-06')).toBe('Friday, November\u00a06,\u00a02026')
})

it.each([
	['2026-09-01', '2026-11-30', 'сентябрь – ноябрь'],
	['2026-10-01', '2027-02-28', 'октябрь – февраль 2027 г.'],
	['2027-11-01', '2027-12-31', 'ноябрь – декабрь 2027 г.'],
	['2027-11-01', '2028-02-28', 'ноябрь 2027 г. – февраль 2028 г.'],
	['2025-12-01', '2026-02-28', 'декабрь 2025 г. – февраль'],
	['2027-11-01', '2027-11-30', 'ноябрь 2027 г.'],
	['2026-11-01', '2027-11-30', 'ноябрь – ноябрь 2027 г.'],
	[null, '2027-11-30', 'ноябрь 2027 г.'],
	[null, null, '']
])('a stage from %s to %s is read in November 2026 as «%s»', (startsOn, endsOn, expected) => {
	expect(formatMonthSpan(startsOn, endsOn, '2026').replaceAll('\u00a0', ' ')).toBe(expected)
})

it('a list of moments is formatted by the formatters of its first one, and a hundred days by those of two', () => {
	const momentOf = (day: number) => formatMoment(`2025-01-${day}T09:40:00.000Z`, '2026-11-20', 'Asia/Tomsk')
	const made = vi.spyOn(Intl, 'DateTimeFormat')
	expect(momentOf(10)).toBe('10\u00a0января\u00a02025\u00a0г., 16:40 (UTC+7)')
	const first = made.mock.calls.length
	for (let day = 11; day < 31; day++) momentOf(day)
	expect(made.mock.calls.length).toBe(first)
	for (let day = 10; day < 31; day++) expect(splitDay(`2026-05-${day}`).day).toBe(String(day))
	// The file before this one may have made it.
	expect(made.mock.calls.length).toBeLessThanOrEqual(first + 1)
})
