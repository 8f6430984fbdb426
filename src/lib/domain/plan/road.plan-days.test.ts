import { expect, it } from 'vitest'
import { dayProblem } from '../calendar.ts'
import { outsideTerm, planDays } from './road.ts'

it('a plan names days from a year before its term to a year after it', () => {
	const bounds = planDays({ startsOn: '2026-09-02', termMonths: 24 })
	expect(bounds).toEqual({ min: '2025-09-02', max: '2029-09-02' })
	expect(['0001-03-01', '2025-09-01', '2026-09-02', '2029-09-03'].map((day) => dayProblem(day, bounds))).toEqual([
		'year',
		'early',
		null,
		'late'
	])
})

it('before its term is known, any year that somebody can mean', () => {
	const bounds = planDays({ startsOn: '', termMonths: 0 })
	expect(dayProblem('2031-03-01', bounds)).toBe(null)
	expect(dayProblem('99999-03-01', bounds)).toBe('year')
})

it('a day that the programme does not reach is told by the first or the last day of its term', () => {
	const term = { startsOn: '2026-09-08', termMonths: 24 }
	expect(['2025-10-01', '2026-09-07', '2026-09-08', '2028-09-07', null].map((day) => outsideTerm(day, term))).toEqual([
		{ startsOn: '2026-09-08' },
		{ startsOn: '2026-09-08' },
		null,
		null,
		null
	])
	expect(['2028-09-08', '2028-12-10'].map((day) => outsideTerm(day, term))).toEqual([
		{ endsOn: '2028-09-07' },
		{ endsOn: '2028-09-07' }
	])
})

it('no day is outside a term that is not known', () => {
	expect(outsideTerm('1999-01-01', { startsOn: '', termMonths: 24 })).toBe(null)
	expect(outsideTerm('1999-01-01', { startsOn: '2026-09-08', termMonths: 0 })).toBe(null)
})
