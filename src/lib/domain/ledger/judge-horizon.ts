import { addMonthsTo, type IsoDate } from '../calendar.ts'
import type { Refusal } from './refusal.ts'

/** Orders and notices name days within a year: what lies further ahead is decided when its time comes. */
const MONTHS_AHEAD = 12

export function latestDay(today: IsoDate): IsoDate {
	return addMonthsTo(today, MONTHS_AHEAD)
}

export function judgeHorizon(day: IsoDate, today: IsoDate): Refusal | null {
	const latest = latestDay(today)
	return day > latest ? { reason: 'too-far-ahead', latest } : null
}
