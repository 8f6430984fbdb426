/** Arithmetic with calendar dates. Days are counted in UTC, where none is longer than another; instants by the clock of the place. */
import { addMonths } from 'date-fns/addMonths'

/** An ISO calendar date, `2026-11-21`: the plan knows no time zones. */
export type IsoDate = string

const DAY = 86_400_000

/** True for a day that exists, written `2026-11-21`. */
export function isIsoDate(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
	const instant = Date.parse(value)
	// `Date.parse` may roll 31 February over into March.
	return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(value)
}

/**
 * True for an instant as `toISOString` writes it, so that instants compare as texts. The first and the last of the years with four
 * digits are left out: elsewhere on Earth it is then a year that no calendar date can say.
 */
export function isInstant(value: string): boolean {
	if (!/^(?!0000|9999)\d{4}-/.test(value)) return false
	const instant = Date.parse(value)
	return !Number.isNaN(instant) && new Date(instant).toISOString() === value
}

/** Years that somebody living can mean: what lies outside was mistyped. */
export const YEARS = { first: 1900, last: 2100 }

export function isPlausibleDay(value: string): boolean {
	const year = Number(value.slice(0, 4))
	return isIsoDate(value) && year >= YEARS.first && year <= YEARS.last
}

/** Negative when `to` lies before `from`. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
	return (Date.parse(to) - Date.parse(from)) / DAY
}

export function addDaysTo(date: IsoDate, days: number): IsoDate {
	return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)
}

/** The same day of another month, or its last day where it has no such day. */
export function addMonthsTo(date: IsoDate, months: number): IsoDate {
	// Noon exists in every time zone on every day; midnight does not.
	return localDate(addMonths(new Date(`${date}T12:00`), months))
}

/** The calendar date of an instant where this device is. */
export function localDate(moment: Date): IsoDate {
	return `${String(moment.getFullYear()).padStart(4, '0')}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`
}

/** `HH:MM` of an instant where this device is. */
export function localTime(moment: Date): string {
	return `${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`
}

function twoDigits(part: number): string {
	return String(part).padStart(2, '0')
}
