import { expect, it } from 'vitest'
import { addDaysTo, addMonthsTo, daysBetween, isIsoDate, localDate, localTime } from './calendar.ts'

it.each(['2026-11-21', '2028-02-29', '0999-01-01'])('%s is a day', (value) => {
	expect(isIsoDate(value)).toBe(true)
})

it.each(['', '2026-02-29', '2026-02-31', '2026-13-01', '2026-00-10', '21.11.2026', '2026-11-21T00:00:00Z', '2026-1-1'])(
	'«%s» is no day',
	(value) => {
		expect(isIsoDate(value)).toBe(false)
	}
)

it('counts days over months, leap days and the change of clocks', () => {
	expect(daysBetween('2026-11-20', '2026-11-24')).toBe(4)
	expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
	expect(daysBetween('2026-03-20', '2026-04-10')).toBe(21)
	expect(daysBetween('2026-11-24', '2026-11-20')).toBe(-4)
	expect(addDaysTo('2026-12-31', 1)).toBe('2027-01-01')
	expect(addDaysTo('2026-03-01', -1)).toBe('2026-02-28')
})

it('goes to the last day of a month that has no such day', () => {
	expect(addMonthsTo('2026-01-31', 1)).toBe('2026-02-28')
	expect(addMonthsTo('2026-08-31', 15)).toBe('2027-11-30')
	expect(addMonthsTo('2026-03-15', -4)).toBe('2025-11-15')
})

it('writes an instant as the day and the clock of the place', () => {
	const moment = new Date(2026, 0, 5, 9, 7)
	expect([localDate(moment), localTime(moment)]).toEqual(['2026-01-05', '09:07'])
})
