/**
 * A deadline is an expression, not a date: «1 раз в четверть», «не позднее 1 июня», «февраль-июнь» (domain.md D28, V19). It has
 * the wording as written, the time that this means, and doubts, which only people can settle. `roadmaps/read-deadline.ts`
 * reads it; this file computes its days in the term of a programme.
 */
import type { Activity } from './activity.ts'
import type { ApprovedPlan } from './edition.ts'
import { addDaysTo, isIsoDate, type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { addWorkingDays } from '../regulation/labour-law.ts'

export interface Span {
	from: IsoDate
	/** The last day. */
	until: IsoDate
}

export interface Deadline {
	wording: string
	when: When
	/** Never empty if `when` is open. */
	doubts: readonly Doubt[]
}

export type When =
	| { type: 'intervals'; intervals: readonly Interval[] }
	/** Each of the intervals in every year. */
	| { type: 'yearly'; intervals: readonly Interval[] }
	/** Once in each. */
	| { type: 'every'; period: Period }
	/** In this time from a day that the wording does not name. */
	| { type: 'within'; count: number; unit: Unit }
	/** All the time. `months`: only the first months of the term. */
	| { type: 'throughout'; months: number | null }
	/** No time at all, or none that can be read: people set the days. */
	| { type: 'open' }

export type Period = 'week' | 'month' | 'quarter' | 'school-quarter' | 'half-year'
export type Unit = 'working-day' | 'day' | 'week' | 'month'

export interface Interval {
	/** Null: only the last day is named, «до 10 июня». */
	from: Point | null
	until: Point
}

export interface Point {
	/** Null: the wording has no year. */
	year: number | null
	/** 1 to 12. */
	month: number
	/** Null: the whole month. */
	day: number | null
}

/**
 * `no-year`: the first one that has not passed when the term begins is taken. `no-start`: the day to count from is missing.
 * `continuous`: no last day is named; the term's is taken. `school-quarters`: each school sets its quarters; approximate ones are
 * taken. `unclear`: a part of the wording is not understood.
 */
export type Doubt = (typeof doubts)[number]

export const doubts = ['no-year', 'no-start', 'on-request', 'continuous', 'school-quarters', 'unclear'] as const

export interface Occurrence {
	/** Null: only the last day is named. */
	from: IsoDate | null
	until: IsoDate
}

/**
 * The days of a deadline in a programme's term, ordered by last day. `start`: the day that the type `within` is counted from; its
 * months include that day, its days and weeks follow it; null: not known. Empty for a deadline without a day, and for one wholly
 * outside the term.
 */
export function occurrencesOf({ when }: Deadline, term: Span, start: IsoDate | null): Occurrence[] {
	return daysOf(when, term, start)
		.filter(({ from, until }) => until >= term.from && (from ?? until) <= term.until)
		.map(({ from, until }) => ({
			from: from === null || from >= term.from ? from : term.from,
			until: until <= term.until ? until : term.until
		}))
		.sort((one, other) => (one.until === other.until ? 0 : one.until < other.until ? -1 : 1))
}

/** The first occurrence that has not passed on this day; null: there is none. */
export function nextOccurrence(deadline: Deadline, term: Span, start: IsoDate | null, day: IsoDate): Occurrence | null {
	return occurrencesOf(deadline, term, start).find(({ until }) => until >= day) ?? null
}

export function lastDay(year: number, month: number): IsoDate {
	return lastDayOfTerm(firstDay(year, month), 1)
}

function daysOf(when: When, term: Span, start: IsoDate | null): Occurrence[] {
	switch (when.type) {
		case 'intervals':
			return when.intervals.flatMap((interval) => firstOf(interval, term))
		case 'yearly':
			return yearsAround(term).flatMap((year) => when.intervals.map((interval) => inYear(interval, year)))
		case 'every': {
			const { period } = when
			if (period === 'week') return weeksOf(term)
			return yearsAround(term).flatMap((year) => monthsOf(parts[period], year))
		}
		case 'within':
			return start === null ? [] : [{ from: start, until: lastDayWithin(start, when) }]
		case 'throughout':
			return [{ from: term.from, until: when.months === null ? term.until : lastDayOfTerm(term.from, when.months) }]
		case 'open':
			return []
	}
}

/** Of an interval without a year: the first one that has not passed when the term begins. */
function firstOf(interval: Interval, term: Span): Occurrence[] {
	const { year } = interval.from ?? interval.until
	if (year !== null) return [inYear(interval, year)]
	return yearsAround(term)
		.map((each) => inYear(interval, each))
		.filter(({ until }) => until >= term.from)
		.slice(0, 1)
}

/** `year` is that of its first day. */
function inYear({ from, until }: Interval, year: number): Occurrence {
	const first = from === null ? null : dayOf(year, from.month, from.day ?? 1)
	const last = dayOf(until.year ?? year, until.month, until.day ?? 31)
	return { from: first, until: first !== null && last < first ? dayOf(year + 1, until.month, until.day ?? 31) : last }
}

/** From the year before the term, as an interval may last into it, to the year after. */
function yearsAround({ from, until }: Span): number[] {
	const first = Number(from.slice(0, 4)) - 1
	return Array.from({ length: Number(until.slice(0, 4)) + 2 - first }, (_, index) => first + index)
}

/** First month and number of months. No regulation has the school's quarters: these are approximate. */
const parts: Record<Exclude<Period, 'week'>, readonly (readonly [number, number])[]> = {
	month: Array.from({ length: 12 }, (_, index) => [index + 1, 1]),
	quarter: [1, 4, 7, 10].map((month) => [month, 3]),
	'school-quarter': [
		[1, 3],
		[4, 2],
		[9, 2],
		[11, 2]
	],
	'half-year': [1, 7].map((month) => [month, 6])
}

function monthsOf(spans: readonly (readonly [number, number])[], year: number): Occurrence[] {
	return spans.map(([month, count]) => ({ from: firstDay(year, month), until: lastDay(year, month + count - 1) }))
}

/** From Monday to Sunday. */
function weeksOf({ from, until }: Span): Occurrence[] {
	const weeks: Occurrence[] = []
	const sinceMonday = (new Date(from).getUTCDay() + 6) % 7
	for (let monday = addDaysTo(from, -sinceMonday); monday <= until; monday = addDaysTo(monday, 7)) {
		weeks.push({ from: monday, until: addDaysTo(monday, 6) })
	}
	return weeks
}

function lastDayWithin(start: IsoDate, { count, unit }: { count: number; unit: Unit }): IsoDate {
	switch (unit) {
		case 'working-day':
			return addWorkingDays(start, count)
		case 'day':
			return addDaysTo(start, count)
		case 'week':
			return addDaysTo(start, 7 * count)
		case 'month':
			return lastDayOfTerm(start, count)
	}
}

function firstDay(year: number, month: number): IsoDate {
	return `${year}-${String(month).padStart(2, '0')}-01`
}

/** The month's last day if the month has no such day. */
function dayOf(year: number, month: number, day: number): IsoDate {
	return addDaysTo(firstDay(year, month), Math.min(day, Number(lastDay(year, month).slice(8))) - 1)
}

/**
 * Whether it is due on a later day than in the approved edition, which asks for a reason (domain.md T38). A stage that ends later
 * carries over none by itself.
 */
export function isCarriedOver({ id, dueOn }: Pick<Activity, 'id' | 'dueOn'>, approved: ApprovedPlan | null): boolean {
	const before = approved?.due?.[id]
	return before !== undefined && dueOn !== null && dueOn > before
}

/**
 * For a day that a plan may name but the programme does not reach: the first or the last day of its term. Null: within the term, or it is
 * not known.
 */
export function outsideTerm(
	day: IsoDate | null,
	{ startsOn, termMonths }: { startsOn: IsoDate; termMonths: number }
): { startsOn: IsoDate } | { endsOn: IsoDate } | null {
	if (day === null || !isIsoDate(startsOn) || termMonths === 0) return null
	if (day < startsOn) return { startsOn }
	const endsOn = lastDayOfTerm(startsOn, termMonths)
	return day > endsOn ? { endsOn } : null
}
