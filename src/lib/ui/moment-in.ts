import { dateIn, type IsoDate, otherOffset } from '#domain/calendar.ts'
import type { IsoInstant } from '#domain/plan/layout.ts'
import { formatClock, formatDay, formatMoment } from './dates.ts'

/**
 * An instant of what was decided, by the clock of the municipality: everybody reads the same day and hour, and they are those on
 * its papers. «21 ноября, 13:40 (UTC+7)» where this device's clock shows another hour, else as `formatMoment`. `timeZone`: of the
 * municipality, where there is one.
 */
export function formatMomentIn(timeZone: string | undefined, at: IsoInstant, today: IsoDate): string {
	const moment = new Date(at)
	const zone = otherOffset(timeZone, moment)
	if (timeZone === undefined || zone === null) return formatMoment(at, today)
	return `${formatDay(dateIn(timeZone, moment))}, ${formatClock(at, timeZone)} (${zone})`
}
