import { addDaysTo, addMonthsTo, daysBetween, type IsoDate } from '../calendar.ts'

export interface ServiceLength {
	years: number
	/** Beyond the years. */
	months: number
	/** Beyond the months. */
	days: number
}

/** As personnel departments count: thirty days left over of several parts make a month. */
const MONTH_DAYS = 30

/**
 * The length of what lies before the day, or on it. Parts that overlap or touch are one: two posts at once are not two
 * years in one.
 */
export function serviceLength(parts: readonly { from: IsoDate; until: IsoDate | null }[], on: IsoDate): ServiceLength {
	let months = 0
	let days = 0
	const services = joined(parts, addDaysTo(on, 1))
	for (const { from, until } of services) {
		// Not from the first month on: a bank of ten thousand is judged at once.
		let whole = Math.max(0, monthsApart(from, until) - 1)
		while (addMonthsTo(from, whole + 1) <= until) whole++
		months += whole
		days += daysBetween(addMonthsTo(from, whole), until)
	}
	const carried = services.length > 1 ? Math.floor(days / MONTH_DAYS) : 0
	months += carried
	return { years: Math.floor(months / 12), months: months % 12, days: days - carried * MONTH_DAYS }
}

/** By the names of the months, whatever the days. */
function monthsApart(from: IsoDate, until: IsoDate): number {
	const monthOf = (date: IsoDate) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
	return monthOf(until) - monthOf(from)
}

/** `until` of the answer is the day after the last. */
function joined(parts: readonly { from: IsoDate; until: IsoDate | null }[], end: IsoDate) {
	const open: { from: IsoDate; until: IsoDate }[] = []
	for (const part of parts.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
		const after = part.until === null ? end : addDaysTo(part.until, 1)
		const until = after < end ? after : end
		if (part.from >= until) continue
		const last = open.at(-1)
		if (last === undefined || part.from > last.until) open.push({ from: part.from, until })
		else if (until > last.until) last.until = until
	}
	return open
}
