import { expect, it } from 'vitest'
import { addDaysTo, addMonthsTo, daysBetween, isInstant, isIsoDate, localDate, localTime } from './calendar.ts'

it.each(['2026-11-21', '2028-02-29', '0999-01-01'])('%s is a day', (value) => {
	expect(isIsoDate(value)).toBe(true)
})

it.each(['', '2026-02-29', '2026-02-31', '2026-13-01', '2026-00-10', '21.11.2026', '2026-11-21T00:00:00Z', '2026-1-1'])(
	'«%s» is no day',
	(value) => {
		expect(isIsoDate(value)).toBe(false)
	}
)

it.each(['2026-11-21T09:40:00.000Z', '1970-01-01T00:00:00.000Z', '9998-12-31T23:59:59.999Z'])(
	'%s is an instant',
	(value) => {
		expect(isInstant(value)).toBe(true)
	}
)

it.each([
	'',
	'x 1',
	'2026 (a year)',
	'2026-11-21',
	'2026-11-21T09:40:00Z',
	'2026-11-21T12:40:00.000+03:00',
	'2026-02-31T09:40:00.000Z',
	'2026-11-21T25:00:00.000Z',
	'+012026-11-21T09:40:00.000Z',
	// At these instants it is the year 10000 in Tomsk, and the year before 0 in New York.
	'9999-12-31T23:59:59.999Z',
	'0000-01-01T00:00:00.000Z'
])('«%s» is no instant', (value) => {
	expect(isInstant(value)).toBe(false)
})

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
