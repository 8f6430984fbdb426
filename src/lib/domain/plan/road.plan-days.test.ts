import { expect, it } from 'vitest'
import { dayProblem } from '../calendar.ts'
import { planDays } from './road.ts'

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
