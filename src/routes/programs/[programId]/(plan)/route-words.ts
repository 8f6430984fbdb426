import type { Activity } from '#domain/plan/activity.ts'
import { formatDay, formatDaySpan } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

/** «1 марта – 30 апреля 2027 г.»; of an item with one day, what that day is; '' without days. */
export function spanOf({ startsOn, dueOn }: Pick<Activity, 'startsOn' | 'dueOn'>): string {
	if (startsOn !== null && dueOn !== null) return formatDaySpan(startsOn, dueOn)
	if (dueOn !== null) return m.program_due_by({ day: formatDay(dueOn) })
	return startsOn === null ? '' : `${m.program_starts_on()}: ${formatDay(startsOn)}`
}
