import { type IsoDate, otherOffset } from '#domain/calendar.ts'
import { m } from '#lib/paraglide/messages.js'

/**
 * A meeting's hour, which is one of the municipality's clock: «14:00», and «14:00 по времени города (UTC+7)» where this device's shows
 * another. `timeZone`: of the municipality, where there is one.
 */
export function formatMeetingTime(timeZone: string | undefined, heldOn: IsoDate | null, startsAt: string): string {
	const zone = otherZone(timeZone, heldOn)
	return zone === null ? startsAt : m.program_meeting_time_city({ time: startsAt, zone })
}

/** As `otherOffset`, on that day; without one today. */
export function otherZone(timeZone: string | undefined, day: IsoDate | null): string | null {
	return otherOffset(timeZone, day === null ? new Date() : new Date(`${day}T12:00:00Z`))
}
