/** Events that a municipality holds for its mentors: taking part in them is work that the bonus is paid for (domain.md T48). */
import { z } from 'zod'
import { addMonthsTo, type DayBounds, type IsoDate } from '../calendar.ts'
import { givenDay } from '../given.ts'
import { TITLE_LETTERS } from '../text.ts'

export const mentorEventKinds = ['conference', 'forum', 'training', 'other'] as const

export const mentorEventSchema = z.strictObject({
	kind: z.enum(mentorEventKinds),
	title: z.string().trim().min(1).max(TITLE_LETTERS),
	on: givenDay,
	/** '': not said. */
	place: z.string().trim().max(TITLE_LETTERS)
})

export type MentorEvent = z.infer<typeof mentorEventSchema>

/** Any other day of an event is a typing error. `kept`: the event's stored day, which stays accepted; null: a new event. */
export function mentorEventDays(today: IsoDate, kept: IsoDate | null): DayBounds {
	const [min, max] = [addMonthsTo(today, -60), addMonthsTo(today, 24)]
	return { min: kept !== null && kept < min ? kept : min, max: kept !== null && kept > max ? kept : max }
}
