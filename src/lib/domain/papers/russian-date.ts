import { addDaysTo, addMonthsTo, daysBetween, isIsoDate, type IsoDate } from '../calendar.ts'
import { dateIn, offsetName } from '../time-zone.ts'

const months = [
	'января',
	'февраля',
	'марта',
	'апреля',
	'мая',
	'июня',
	'июля',
	'августа',
	'сентября',
	'октября',
	'ноября',
	'декабря'
]

/** «15 сентября 2026 г.», as in the text of a paper; no-break spaces keep it together. */
export function longDate(date: IsoDate): string {
	if (!isIsoDate(date)) return date
	const [year = '', month = '', day = ''] = date.split('-')
	return `${Number(day)}\u00a0${months[Number(month) - 1]} ${year}\u00a0г.`
}

/** «15.09.2026», as in its requisites. */
export function shortDate(date: IsoDate): string {
	return date.split('-').toReversed().join('.')
}

/** «24 месяца» */
export function countMonths(count: number): string {
	const word = { one: 'месяц', few: 'месяца', many: 'месяцев' }[pluralOf(count)]
	return `${count}\u00a0${word}`
}

/** From the first day to the last: «24 месяца», «7 месяцев 12 дней». */
export function countSpan(from: IsoDate, until: IsoDate): string {
	const end = addDaysTo(until, 1)
	let months = 0
	while (addMonthsTo(from, months + 1) <= end) months++
	const days = daysBetween(addMonthsTo(from, months), end)
	const parts = [months === 0 ? '' : countMonths(months), days === 0 ? '' : countDays(days)]
	return parts.filter((part) => part !== '').join(' ')
}

function countDays(count: number): string {
	return `${count}\u00a0${{ one: 'день', few: 'дня', many: 'дней' }[pluralOf(count)]}`
}

/** «с 24 месяцев» */
export function ofMonths(count: number): string {
	return `${count}\u00a0${pluralOf(count) === 'one' ? 'месяца' : 'месяцев'}`
}

/** «12.09.2026 15:04 (UTC+7)» by the clock of the place, which a device elsewhere does not show. */
export function momentIn(timeZone: string, at: string): string {
	const moment = new Date(at)
	const clock = new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(moment)
	return `${shortDate(dateIn(timeZone, moment))} ${clock} (${offsetName(timeZone, moment)})`
}

function pluralOf(count: number): 'one' | 'few' | 'many' {
	const plural = new Intl.PluralRules('ru').select(count)
	return plural === 'one' || plural === 'few' ? plural : 'many'
}
