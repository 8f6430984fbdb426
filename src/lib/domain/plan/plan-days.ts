import { addMonthsTo, isIsoDate, YEARS, type IsoDate } from '../calendar.ts'
import type { DayBounds } from '../day-bounds.ts'

/** What was agreed before the order, or is left to do after the term, lies within a year of it. */
const MONTHS_AROUND = 12

/** The days that a plan may name; its term is not known before it has arrived. */
export function planDays({ startsOn, termMonths }: { startsOn: IsoDate; termMonths: number }): Required<DayBounds> {
	return !isIsoDate(startsOn)
		? { min: `${YEARS.first}-01-01`, max: `${YEARS.last}-12-31` }
		: { min: addMonthsTo(startsOn, -MONTHS_AROUND), max: addMonthsTo(startsOn, termMonths + MONTHS_AROUND) }
}
