import { expect, it } from 'vitest'
import { dayProblem } from './calendar.ts'

it.each([
	['2026-11-21', null],
	['2026-11-01', null],
	['2026-11-30', null],
	['2026-10-31', 'early'],
	['2026-12-01', 'late'],
	['0001-11-21', 'year'],
	['0202-11-21', 'year'],
	['99999-11-21', 'year']
])('of a day in November 2026 %s is %s', (day, problem) => {
	expect(dayProblem(day, { min: '2026-11-01', max: '2026-11-30' })).toBe(problem)
})

it('without bounds only the year is looked at', () => {
	expect([dayProblem('1900-01-01'), dayProblem('2100-12-31'), dayProblem('1899-12-31')]).toEqual([null, null, 'year'])
})
