/**
 * Reads a deadline: an expression, not a date, as «1 раз в четверть», «не позднее 1 июня», «февраль-июнь» (domain.md D28, V19).
 * The plan keeps its wording as written. This file computes the days it means within a term. For a wording that it cannot read,
 * only people set a day.
 */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'

export interface Span {
	from: IsoDate
	/** The last day. */
	until: IsoDate
}

/** Months are 1 to 12. `year` is null where the wording has no year. */
export type Deadline =
	/** From the first month to the last one. */
	| { type: 'months'; from: Month; to: Month }
	/** In each of these months. */
	| { type: 'month-list'; months: readonly Month[] }
	/** By that day of each year. */
	| { type: 'yearly-by'; month: number; day: number }
	| { type: 'once-a-quarter' }
	/** The whole term, or every year of it. */
	| { type: 'throughout' }
	| { type: 'on-request' }

interface Month {
	month: number
	year: number | null
}

/** Null for a wording that only people can read. */
export function readDeadline(wording: string): Deadline | null {
	const text = wording.toLowerCase()
	const by = /не позднее (\d{1,2}) ([а-я]+)/.exec(text)
	const byMonth = monthOf(by?.[2] ?? '')
	if (by !== null && byMonth !== null) return { type: 'yearly-by', month: byMonth, day: Number(by[1]) }
	if (/раз в (четверть|квартал)/.test(text)) return { type: 'once-a-quarter' }
	if (text.includes('запрос')) return { type: 'on-request' }
	const months = readMonths(text)
	const [first, last] = [months[0], months.at(-1)]
	if (first === undefined || last === undefined) {
		return /постоянно|ежегодно|в течени[еи]/.test(text) ? { type: 'throughout' } : null
	}
	const isRange = months.length === 2 && /[а-я]\s?[-–—]\s?[а-я]/.test(text)
	return isRange || months.length === 1 ? { type: 'months', from: first, to: last } : { type: 'month-list', months }
}

/**
 * The days of a deadline within the programme's term. A month without a year is the first one that has not passed when the term
 * begins. Null for a deadline without a day, and for one wholly outside the term.
 */
export function deadlineSpan(deadline: Deadline, term: Span): Span | null {
	switch (deadline.type) {
		case 'months': {
			const from = yearOf(deadline.from, deadline.to.year, term)
			const to = deadline.to.year ?? (deadline.to.month < deadline.from.month ? from + 1 : from)
			return within({ from: firstDay(from, deadline.from.month), until: lastDay(to, deadline.to.month) }, term)
		}
		case 'month-list': {
			const spans = deadline.months.map((month) => {
				const year = yearOf(month, null, term)
				return { from: firstDay(year, month.month), until: lastDay(year, month.month) }
			})
			const from = spans.map((span) => span.from).sort()[0] ?? term.from
			return within(
				{
					from,
					until:
						spans
							.map(({ until }) => until)
							.sort()
							.at(-1) ?? from
				},
				term
			)
		}
		case 'yearly-by': {
			const year = Number(term.from.slice(0, 4))
			const days = [year, year + 1].map((each) => isoDate(each, deadline.month, deadline.day))
			const until = days.find((day) => day >= term.from)
			return until === undefined ? null : within({ from: term.from, until }, term)
		}
		case 'once-a-quarter':
		case 'throughout':
			return term
		case 'on-request':
			return null
	}
}

const monthStems = [
	'январ',
	'феврал',
	'март',
	'апрел',
	'ма',
	'июн',
	'июл',
	'август',
	'сентябр',
	'октябр',
	'ноябр',
	'декабр'
]

function monthOf(word: string): number | null {
	const index = monthStems.findIndex((stem) => new RegExp(`^${stem}(ь|я|е|а|й|)$`).test(word))
	return index === -1 ? null : index + 1
}

/** A year after a month also applies to the months before it that have none. */
function readMonths(text: string): Month[] {
	const months: Month[] = []
	for (const [word] of text.matchAll(/[а-яё]+|\d{4}/g)) {
		const month = monthOf(word)
		if (month !== null) months.push({ month, year: null })
		const last = months.at(-1)
		if (/^\d{4}$/.test(word) && last !== undefined) last.year = Number(word)
	}
	return months.map((month, index) => ({
		...month,
		year: month.year ?? months.slice(index).find(({ year }) => year !== null)?.year ?? null
	}))
}

function yearOf({ month, year }: Month, fallback: number | null, term: Span): number {
	if (year !== null) return year
	if (fallback !== null) return fallback
	const first = Number(term.from.slice(0, 4))
	return lastDay(first, month) >= term.from ? first : first + 1
}

function within(span: Span, term: Span): Span | null {
	if (span.until < term.from || span.from > term.until) return null
	return {
		from: span.from < term.from ? term.from : span.from,
		until: span.until > term.until ? term.until : span.until
	}
}

function firstDay(year: number, month: number): IsoDate {
	return isoDate(year, month, 1)
}

export function lastDay(year: number, month: number): IsoDate {
	return addDaysTo(addMonthsTo(firstDay(year, month), 1), -1)
}

function isoDate(year: number, month: number, day: number): IsoDate {
	return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
