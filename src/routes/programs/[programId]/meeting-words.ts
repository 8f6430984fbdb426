import type { Meeting } from '#domain/plan/meeting.ts'
import { m } from '#lib/paraglide/messages.js'

/** The topic, else the place, else only what it is. */
export function meetingTitle({ topic, place }: Pick<Meeting, 'topic' | 'place'>): string {
	return topic || (place === '' ? m.program_meeting() : m.program_meeting_at({ place }))
}
