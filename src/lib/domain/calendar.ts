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

/** The first and the last day that is taken; without one, there is none on that side. */
export interface DayBounds {
	min?: IsoDate | undefined
	max?: IsoDate | undefined
}

/** Why a day cannot be taken; null: it can. A mistyped year comes first, as it lies outside of everything. */
export function dayProblem(day: IsoDate, { min, max }: DayBounds = {}): 'year' | 'early' | 'late' | null {
	if (!isPlausibleDay(day)) return 'year'
	if (min !== undefined && day < min) return 'early'
	return max !== undefined && day > max ? 'late' : null
}

/** Instants by the clock of a place. Zones are IANA names, «Asia/Tomsk». */

/** The calendar date there at an instant. */
export function dateIn(timeZone: string, at: Date): IsoDate {
	// Swedish writes dates as ISO does.
	return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)
}

/** `HH:MM` there at an instant. */
export function timeIn(timeZone: string, at: Date): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
}

/** «UTC+7»; of this device without a zone. */
export function offsetName(timeZone: string | undefined, at: Date): string {
	const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at)
	return parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? ''
}

/** «UTC+7» there, where the clock of this device shows another at that instant; null where it is the same, or no zone is known. */
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
		// Intl says no by throwing.
		return false
	}
}
