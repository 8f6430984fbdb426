/**
 * Computes with calendar dates and instants. Days are counted in UTC, where all have the same length. Time zones are IANA
 * names, «Asia/Tomsk».
 */
import { addMonths } from 'date-fns/addMonths'

/** An ISO calendar date, `2026-11-21`, without a time zone. */
export type IsoDate = string

const DAY = 86_400_000

/** True for a day that exists, written `2026-11-21`. */
export function isIsoDate(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
	const instant = Date.parse(value)
	// `Date.parse` may turn 31 February into a day of March.
	return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(value)
}

/**
 * True for an instant as `toISOString` writes it, so that instants compare as texts. Refuses years 0000 and 9999: in another
 * time zone such an instant may be in a year that no calendar date can express.
 */
export function isInstant(value: string): boolean {
	if (!/^(?!0000|9999)\d{4}-/.test(value)) return false
	const instant = Date.parse(value)
	return !Number.isNaN(instant) && new Date(instant).toISOString() === value
}

/** Years that a living person can mean: any other year is a typing error. */
export const YEARS = { first: 1900, last: 2100 }

export function isPlausibleDay(value: string): boolean {
	const year = Number(value.slice(0, 4))
	return isIsoDate(value) && year >= YEARS.first && year <= YEARS.last
}

/** Negative when `to` is before `from`. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
	return (Date.parse(to) - Date.parse(from)) / DAY
}

/** From the first day to the last, both included: whole months, and the days that are left. */
export function measureSpan(from: IsoDate, until: IsoDate): { months: number; days: number } {
	const end = addDaysTo(until, 1)
	let months = 0
	while (addMonthsTo(from, months + 1) <= end) months++
	return { months, days: daysBetween(addMonthsTo(from, months), end) }
}

export function addDaysTo(date: IsoDate, days: number): IsoDate {
	return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)
}

/** The same day of another month, or that month's last day if it has no such day. */
export function addMonthsTo(date: IsoDate, months: number): IsoDate {
	// On every day, each time zone has noon; not each has midnight.
	return localDate(addMonths(new Date(`${date}T12:00`), months))
}

/** The last day of so many months, of which this is the first. */
export function lastDayOfTerm(startsOn: IsoDate, months: number): IsoDate {
	return addDaysTo(addMonthsTo(startsOn, months), -1)
}

/** The calendar date of an instant in the time zone; without one, in this device's. */
export function localDate(moment: Date, timeZone?: string): IsoDate {
	if (timeZone !== undefined) return dateIn(timeZone, moment)
	return `${String(moment.getFullYear()).padStart(4, '0')}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`
}

function twoDigits(part: number): string {
	return String(part).padStart(2, '0')
}

/** The first and the last day that are accepted; an absent one sets no bound. */
export interface DayBounds {
	min?: IsoDate | undefined
	max?: IsoDate | undefined
}

/** Why a day is refused; null: it is accepted. Checks the year first, as a mistyped year is outside all bounds. */
export function dayProblem(day: IsoDate, { min, max }: DayBounds = {}): 'year' | 'early' | 'late' | null {
	if (!isPlausibleDay(day)) return 'year'
	if (min !== undefined && day < min) return 'early'
	return max !== undefined && day > max ? 'late' : null
}

/** The calendar date of an instant in a time zone. For the server and papers, where this device's zone must not count. */
export function dateIn(timeZone: string, at: Date): IsoDate {
	// The Swedish format of a date is the ISO format.
	return dateFormatter('sv-SE', { timeZone }).format(at)
}

/** `HH:MM` of an instant in the time zone; without one, in this device's. */
export function localTime(moment: Date, timeZone?: string): string {
	return dateFormatter('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' }).format(moment)
}

/** «UTC+7»; without a zone, of this device. */
export function offsetName(timeZone: string | undefined, at: Date): string {
	const known = timeZone === undefined ? deviceOffsets.get(at.getTimezoneOffset()) : undefined
	if (known !== undefined) return known
	const parts = dateFormatter('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at)
	const name = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? ''
	if (timeZone === undefined) deviceOffsets.set(at.getTimezoneOffset(), name)
	return name
}

/** By minutes: this device may move to another zone. */
const deviceOffsets = new Map<number, string>()

/**
 * Making a formatter takes as long as a hundred uses: it is made once for each zone. Without a zone it is made anew, because this
 * device may move to another one.
 */
export function dateFormatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	if (options.timeZone === undefined) return new Intl.DateTimeFormat(locale, options)
	const key = JSON.stringify([locale, options])
	const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
	formatters.set(key, formatter)
	return formatter
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** «UTC+7» if the zone's offset differs from this device's at that instant; null if it is the same, or no zone is known. */
export function otherOffset(timeZone: string | undefined, at: Date): string | null {
	if (timeZone === undefined) return null
	const offset = offsetName(timeZone, at)
	return offset === offsetName(undefined, at) ? null : offset
}

export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name })
		return true
	} catch {
		// Intl throws for an unknown zone.
		return false
	}
}
