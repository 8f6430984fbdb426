/**
 * Formats days and hours in the language of the interface, by the city's clock. Days are ISO calendar dates without a zone.
 */
import { dateFormatter, daysBetween, type IsoDate, localDate, otherOffset } from '#domain/calendar.ts'
import type { IsoInstant } from '#domain/plan/layout.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { cityDay, cityZone } from '#lib/sync/clock.ts'

/** «6 ноября»; with the year if it is not this one: «6 ноября 2027 г.» */
export function formatDay(date: IsoDate): string {
	const isThisYear = date.slice(0, 4) === cityDay().slice(0, 4)
	return format(date, { day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) })
}

/** «2 сентября 2026 г. – 1 сентября 2028 г.»; if both days are in one year, the year comes once, or not at all. */
export function formatDaySpan(from: IsoDate, to: IsoDate): string {
	const isOneYear = from.slice(0, 4) === to.slice(0, 4)
	const first = isOneYear ? format(from, { day: 'numeric', month: 'long' }) : formatDayOfYear(from)
	return `${first} – ${isOneYear ? formatDay(to) : formatDayOfYear(to)}`
}

/** «пятница, 6 ноября 2026 г.» */
export function formatDayLong(date: IsoDate): string {
	return format(date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** The two halves of a date in a narrow column: «15» and «ноября», in English “Nov”, because “September” is too wide. */
export function splitDay(date: IsoDate): { day: string; month: string } {
	const month = getLocale() === 'ru' ? 'long' : 'short'
	const parts = formatter({ day: 'numeric', month }).formatToParts(toUtc(date))
	const valueOf = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
	return { day: valueOf('day'), month: valueOf('month') }
}

/** «5 дней назад», «через 4 дня», «сегодня», «завтра». Both arguments are calendar dates. */
export function formatRelativeDays(date: IsoDate, today: IsoDate): string {
	const locale = getLocale()
	const formatter = relativeFormatters.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
	relativeFormatters.set(locale, formatter)
	return formatter.format(daysBetween(today, date), 'day')
}

/** By locale. Making one takes as long as many uses of it. */
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>()

/**
 * «октябрь – февраль 2027 г.»: with the year if it is not this one, and once if both months are in one year. If both
 * months are the same, that month alone. If one end is null, the other one alone; '' if both are.
 */
export function formatMonthSpan(startsOn: IsoDate | null, endsOn: IsoDate | null, thisYear: string): string {
	const [first, last] = [startsOn ?? endsOn, endsOn ?? startsOn]
	if (first === null || last === null) return ''
	const yearOf = (date: IsoDate) => date.slice(0, 4)
	const monthOf = (date: IsoDate, hasYear: boolean) =>
		format(date, { month: 'long', ...(hasYear && { year: 'numeric' }) })
	const end = monthOf(last, yearOf(last) !== thisYear)
	if (first.slice(0, 7) === last.slice(0, 7)) return end
	return `${monthOf(first, yearOf(first) !== thisYear && yearOf(first) !== yearOf(last))} – ${end}`
}

/**
 * Keeps a day, its month and its year on one line: «20» and «ноября» are hard to read when separated. The line may
 * break after the weekday.
 */
export function unbrokenDate(text: string): string {
	return text.replace(/(\d,|[^,]) /g, '$1\u00a0')
}

/** «09:40» from an ISO instant, in the city's time. For a screen that says whose time it is; elsewhere use `formatHour`. */
export function formatClock(at: IsoInstant, timeZone = cityZone()): string {
	return dateFormatter(getLocale(), { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** «09:40» in the city's time; «09:40 (UTC+7)» if this device's time differs. */
export function formatHour(at: IsoInstant, timeZone = cityZone()): string {
	const zone = otherOffset(timeZone, new Date(at))
	return zone === null ? formatClock(at, timeZone) : `${formatClock(at, timeZone)} (${zone})`
}

/**
 * «сегодня, 09:40» within the last days, «6 ноября, 09:40» before: an instant in the city's time, so that everybody reads the same day
 * and hour, and the papers show the same ones. If this device's time differs, «21 ноября, 13:40 (UTC+7)»: «сегодня» may be another day
 * here. `timeZone`: that of another municipality than the person's own.
 */
export function formatMoment(at: IsoInstant, today: IsoDate, timeZone = cityZone()): string {
	const moment = new Date(at)
	const date = localDate(moment, timeZone)
	const distance = daysBetween(today, date)
	const isNear = distance <= 0 && distance > -3 && otherOffset(timeZone, moment) === null
	return `${isNear ? formatRelativeDays(date, today) : formatDay(date)}, ${formatHour(at, timeZone)}`
}

export function formatDayOfYear(date: IsoDate): string {
	return format(date, { day: 'numeric', month: 'long', year: 'numeric' })
}

function format(date: IsoDate, options: Intl.DateTimeFormatOptions): string {
	return unbrokenDate(formatter(options).format(toUtc(date)))
}

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	return dateFormatter(getLocale(), { ...options, timeZone: 'UTC' })
}

function toUtc(date: IsoDate): Date {
	return new Date(`${date}T00:00:00Z`)
}
