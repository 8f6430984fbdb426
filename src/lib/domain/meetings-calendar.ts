/**
 * Meetings as an iCalendar file (RFC 5545): the time and the place only. A calendar may lie abroad, so no names and no topics go into it
 * (domain.md L4).
 */
import ical from 'ical-generator'
import { dateIn, type IsoDate, localTime } from './calendar.ts'

export interface CalendarMeeting {
	programId: string
	id: string
	heldOn: IsoDate
	/** `HH:MM`; null: the meeting takes the whole day. */
	startsAt: string | null
	place: string
}

export interface CalendarWords {
	/** Of the calendar, as the phone lists it. */
	name: string
	/** Of each meeting. */
	meeting: string
}

const HOUR_MS = 60 * 60 * 1000

/** `timeZone`: of the municipality, in which the meetings' times are. `now`: when the file is made. */
export function makeCalendar(
	meetings: readonly CalendarMeeting[],
	{ name, meeting: summary }: CalendarWords,
	{ timeZone, now }: { timeZone: string; now: Date }
): string {
	const calendar = ical({ name, prodId: { company: 'Tandem', product: 'Tandem' } })
	for (const { programId, id, heldOn, startsAt, place } of meetings) {
		// A plan's ids are unique within it.
		const event = { id: `${id}.${programId}`, summary, stamp: now, ...(place !== '' && { location: place }) }
		if (startsAt === null) {
			calendar.createEvent({ ...event, start: new Date(`${heldOn}T00:00:00Z`), allDay: true })
			continue
		}
		const start = instantIn(timeZone, heldOn, startsAt)
		calendar.createEvent({ ...event, start, end: new Date(start.getTime() + HOUR_MS) })
	}
	return calendar.toString()
}

/** The instant of that day and `HH:MM` in the time zone. A time that the zone skips becomes one within an hour of it. */
function instantIn(timeZone: string, day: IsoDate, time: string): Date {
	const wanted = Date.parse(`${day}T${time}:00Z`)
	let instant = wanted
	// Twice: the first guess may lie on the other side of a change of the clock.
	for (let guess = 0; guess < 2; guess++) {
		const at = new Date(instant)
		instant += wanted - Date.parse(`${dateIn(timeZone, at)}T${localTime(at, timeZone)}:00Z`)
	}
	return new Date(instant)
}
