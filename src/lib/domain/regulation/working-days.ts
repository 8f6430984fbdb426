import { addDaysTo, type IsoDate } from '../calendar.ts'

/** Labour Code art. 112. */
const januaryHolidays = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08']
const otherHolidays = ['02-23', '03-08', '05-01', '05-09', '06-12', '11-04']

/**
 * January's weekend days, which the government moves by a yearly decree. Published so far to 2026; in a later year a term
 * over such a day comes out one day short, until its decree is added here.
 */
const movedDaysOff = new Set(['2025-05-02', '2025-05-08', '2025-12-31', '2026-01-09', '2026-12-31'])

/** The `count`-th working day after the date: with 3, three working days pass between word and deed (domain.md L1). */
export function addWorkingDays(date: IsoDate, count: number): IsoDate {
	let day = date
	for (let left = count; left > 0;) {
		day = addDaysTo(day, 1)
		if (isWorkingDay(day)) left--
	}
	return day
}

/** Of a five-day week. */
export function isWorkingDay(day: IsoDate): boolean {
	return !isWeekend(day) && !isHoliday(day) && !movedDaysOff.has(day) && !isDayOffAfter(day)
}

/** Art. 112: a holiday on a weekend, but for January's, gives the working day after it. */
function isDayOffAfter(day: IsoDate): boolean {
	let before = addDaysTo(day, -1)
	for (; isWeekend(before) || isHoliday(before); before = addDaysTo(before, -1)) {
		if (isWeekend(before) && otherHolidays.includes(before.slice(5))) return true
	}
	return false
}

function isWeekend(day: IsoDate): boolean {
	return [0, 6].includes(new Date(day).getUTCDay())
}

function isHoliday(day: IsoDate): boolean {
	return januaryHolidays.includes(day.slice(5)) || otherHolidays.includes(day.slice(5))
}
