import { isPlausibleDay, type IsoDate } from './calendar.ts'

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
