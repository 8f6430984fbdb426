/** Reads the wording of a deadline (domain.md D28, V19). It never guesses: what it cannot read, it calls unclear or leaves open. */
import { YEARS } from '../calendar.ts'
import {
	doubts,
	lastDay,
	type Deadline,
	type Doubt,
	type Interval,
	type Period,
	type Point,
	type Unit,
	type When
} from '../plan/deadline.ts'

/** Never fails. */
export function readDeadline(wording: string): Deadline {
	const phrases = takePhrases(wording.toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' '))
	const { intervals, isUnclear } = readDays(phrases.rest, phrases.schoolYear)
	const when = whenOf(phrases, intervals)
	const points = 'intervals' in when ? when.intervals.flatMap(({ from, until }) => [from ?? until, until]) : []
	const hasYear = points.some(({ year }) => year !== null)
	const hasDoubt: Record<Doubt, boolean> = {
		'no-year':
			when.type === 'intervals'
				? points.some(({ year }) => year === null)
				: when.type === 'throughout'
					? when.months !== null
					: when.type === 'yearly' && !phrases.isYearly,
		'no-start': when.type === 'within',
		'on-request': phrases.isOnRequest,
		continuous: phrases.isContinuous && when.type === 'throughout',
		'school-quarters': when.type === 'every' && when.period === 'school-quarter',
		unclear:
			isUnclear ||
			phrases.isUnclear ||
			points.some(isNoDay) ||
			(when.type === 'open' && !phrases.isOnRequest) ||
			(when.type === 'yearly' && hasYear) ||
			// Days and a recurrence contradict each other: «1 раз в месяц, до 1 июня».
			(when.type === 'intervals' && (phrases.period !== null || phrases.within !== null))
	}
	return { wording, when, doubts: doubts.filter((doubt) => hasDoubt[doubt]) }
}

interface Phrases {
	isOnRequest: boolean
	isContinuous: boolean
	isThroughout: boolean
	isYear: boolean
	isYearly: boolean
	period: Period | null
	within: { count: number; unit: Unit } | null
	/** «учебный год», from September to May. */
	schoolYear: Interval | null
	isUnclear: boolean
	/** What is left, with the days. */
	rest: string
}

function takePhrases(text: string): Phrases {
	let rest = text
	const take = (pattern: RegExp) => {
		const found = pattern.exec(rest)
		if (found !== null) rest = rest.replace(found[0], ' ')
		return found
	}
	const isOnRequest = take(/(по|при) (мере )?(запрос|необходимост)\p{L}*/u) !== null
	const isContinuous = take(/постоянно|на постоянной основе/) !== null
	const isThroughout = take(/(в течени[еи]|весь) (всего )?(период|срок)а?( реализации)?/) !== null
	const years = take(/(в течени[еи] |в )?(\d{4}) ?[-–—/] ?(\d{4}) учебн\p{L}+ год\p{L}*/u)
	const isSchoolYear = take(/в течени[еи] учебного года/) !== null
	const isYear = take(/в течени[еи] года/) !== null
	const every = take(/((\d+) )?раза? в ((\d+) )?(недел|месяц|четверт|квартал|полуго|полго|год)\p{L}*/u)
	const often = take(/(еже|кажд\p{L}+ )(недел|месяч|месяц|четверт|квартал|полуго|полго|год)\p{L}*/u)
	const counted = take(
		/((в течени[еи]|через) (\d{1,3} )?|(?<!\d)\d{1,3} )(рабоч\p{L}+ |календарн\p{L}+ )?(дня|дней|недел|месяц)\p{L}*/u
	)
	const isOnce = [every?.[2], every?.[4]].every((count) => count === undefined || count === '1')
	const period = periods[every?.[5] ?? often?.[2] ?? ''] ?? null
	return {
		isOnRequest,
		isContinuous,
		isThroughout,
		isYear,
		isYearly: isOnce && period === 'year',
		period: isOnce && period !== 'year' ? period : null,
		within: counted && { count: Number(/\d+/.exec(counted[0])?.[0] ?? 1), unit: unitOf(counted[4], counted[5]) },
		schoolYear:
			years !== null ? schoolYear(Number(years[2]), Number(years[3])) : isSchoolYear ? schoolYear(null, null) : null,
		isUnclear: !isOnce,
		rest
	}
}

const periods: Partial<Record<string, Period | 'year'>> = {
	недел: 'week',
	месяч: 'month',
	месяц: 'month',
	четверт: 'school-quarter',
	квартал: 'quarter',
	полуго: 'half-year',
	полго: 'half-year',
	год: 'year'
}

function unitOf(kind: string | undefined, unit: string | undefined): Unit {
	if (unit === 'месяц') return 'month'
	if (unit === 'недел') return 'week'
	return kind?.startsWith('рабоч') ? 'working-day' : 'day'
}

function schoolYear(first: number | null, last: number | null): Interval {
	return { from: { year: first, month: 9, day: null }, until: { year: last, month: 5, day: null } }
}

/** Days come first, then a recurrence, then a whole time. */
function whenOf(phrases: Phrases, intervals: readonly Interval[]): When {
	if (intervals.length > 0) {
		// «Сентябрь, в течение периода реализации» is every September of it.
		const isEach = phrases.isThroughout && intervals.every(({ until }) => until.year === null)
		return { type: phrases.isYearly || isEach ? 'yearly' : 'intervals', intervals }
	}
	if (phrases.period !== null) return { type: 'every', period: phrases.period }
	if (phrases.isYearly) return { type: 'yearly', intervals: [wholeYear(null)] }
	if (phrases.within !== null) return { type: 'within', ...phrases.within }
	if (phrases.isThroughout || phrases.isContinuous) return { type: 'throughout', months: null }
	return phrases.isYear ? { type: 'throughout', months: 12 } : { type: 'open' }
}

function wholeYear(year: number | null): Interval {
	return { from: { year, month: 1, day: null }, until: { year, month: 12, day: null } }
}

/** From left to right. Any word that it does not know makes the deadline unclear. */
function readDays(text: string, schoolYear: Interval | null): { intervals: Interval[]; isUnclear: boolean } {
	const intervals = schoolYear === null ? [] : [schoolYear]
	/** Numbers that wait for their month. */
	let days: { day: number; isEnd: boolean }[] = []
	let isBy = false
	let isFrom = false
	let isEnd = false
	let isUnclear = false

	function add(point: Point, endsRange: boolean) {
		const last = intervals.at(-1)
		if (endsRange && last !== undefined) {
			last.until = point
			isFrom = false
		} else if (isBy && last?.from?.day === null && last.from === last.until && isSoonAfter(last.from, point)) {
			last.until = point
		} else intervals.push({ from: isBy ? null : point, until: point })
		isUnclear ||= endsRange && last === undefined
		isEnd = false
	}

	for (const [token] of text.matchAll(/\d{1,2}\.\d{1,2}(\.\d{4})?(?!\d)|\d+|\p{L}+|\S/gu)) {
		const month = monthOf(token)
		const date = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(token)?.slice(1).map(Number)
		if (month !== null) {
			for (const each of days) add({ year: null, month, day: each.day }, each.isEnd)
			if (days.length === 0) add({ year: null, month, day: null }, isEnd)
			days = []
		} else if (date !== undefined) {
			const [day = 0, ofMonth = 0, year = NaN] = date
			add({ year: Number.isNaN(year) ? null : year, month: ofMonth, day }, isEnd)
		} else if (/^\d{4}$/.test(token)) {
			const last = intervals.at(-1)
			if (last === undefined) intervals.push(wholeYear(Number(token)))
			else if (last.until.year === null) last.until.year = Number(token)
			else isUnclear = true
		} else if (/^\d{1,2}$/.test(token)) {
			days.push({ day: Number(token), isEnd })
			isEnd = false
		} else if (/^([-–—]|по)$/.test(token) || (token === 'до' && isFrom)) isEnd = true
		else if (/^(до|к|позднее|позже)$/.test(token)) isBy = true
		else if (/^(в|во|с|со)$/.test(token)) {
			isBy = false
			isFrom = token.startsWith('с')
		} else if (!fillers.test(token)) isUnclear = true
	}
	fillYears(intervals)
	// «с 1 сентября» has no end.
	const isWhole = !isFrom && intervals.every(isInterval)
	return { intervals: isWhole ? intervals : [], isUnclear: isUnclear || !isWhole || isEnd || days.length > 0 }
}

const fillers = /^(и|а|также|не|г|гг|год|года|году|течение|течении|срок|период|числа|включительно|[.,;()])$/

/** False for «31.20», a year nobody means, and an end before the beginning. */
function isInterval({ from, until }: Interval): boolean {
	const isPoint = ({ year, month }: Point) =>
		month >= 1 && month <= 12 && (year === null || (year >= YEARS.first && year <= YEARS.last))
	const first = from ?? until
	const isReversed = first.year !== null && until.year !== null && dayNumber(first, 1) > dayNumber(until, 31)
	return isPoint(first) && isPoint(until) && !isReversed
}

function dayNumber({ year, month, day }: Point, otherwise: number): number {
	return ((year ?? 0) * 12 + month) * 32 + (day ?? otherwise)
}

/** A day that no year has. 2024 is a leap year. */
function isNoDay({ month, day }: Point): boolean {
	return day !== null && (day < 1 || day > Number(lastDay(2024, month).slice(8)))
}

/** «в мае, не позднее 1 июня»: one time, from the month to the day. */
function isSoonAfter(month: Point, { month: next, day }: Point): boolean {
	return day !== null && (next - month.month + 12) % 12 <= 1
}

/** A year also counts for the days before it that have none: «сентябрь, январь 2022» begins in 2021. */
function fillYears(intervals: readonly Interval[]) {
	let next: Point | null = null
	for (const { from, until } of intervals.toReversed()) {
		for (const point of from === null ? [until] : [until, from]) {
			if (next !== null && next.year !== null && point.year === null) {
				point.year = point.month > next.month ? next.year - 1 : next.year
			}
			next = point
		}
		if (from?.year != null && until.year === null) until.year = until.month < from.month ? from.year + 1 : from.year
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
	if (word === 'ма') return null
	const index = monthStems.findIndex((stem) => new RegExp(`^${stem}(ь|я|е|а|ю|й|)$`).test(word))
	return index === -1 ? null : index + 1
}
