import { resolve } from '$app/paths'
import { goto } from '$app/navigation'
import { isBlank, type MeetingFields } from '#domain/plan/meeting.ts'
import { addMeeting, deleteMeeting } from '#domain/plan/edit.ts'
import { m } from '#lib/paraglide/messages.js'
import { MunicipalToday } from '#lib/state/today.svelte.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { meetingPath } from './words.ts'
import { offerUndo } from './activity-edits.ts'

/**
 * Opens a meeting here and now, by the clock of the city. It counts as held at once, so a tap by mistake can be taken back. `timeZone`:
 * of the municipality, where there is one.
 */
export function startVisit(program: ProgramContext, timeZone: string | undefined): void {
	const { session, author } = program
	const today = new MunicipalToday(() => timeZone)
	// At its head: a keyboard would cover half of the phone, and the way to take the visit back.
	const id = openMeeting(program, { heldOn: today.date, startsAt: today.time }, '[data-head]')
	if (id === null) return
	const { doc } = session.plan
	offerUndo(program, m.program_visit_started(), () => deleteMeeting(doc, id, author()))
}

/** Opens a meeting whose day is still to be agreed. */
export function planMeeting(program: ProgramContext): void {
	openMeeting(program, { heldOn: null }, '[data-head] textarea')
}

/**
 * At the mentee's organisation, with everybody of the programme. One the person made before for the same day, and wrote nothing
 * into, is opened again: a second tap is no second meeting. The focus goes to `first`. The new one's id; null when there was one.
 */
function openMeeting(program: ProgramContext, fields: MeetingFields, first: string): string | null {
	const { listing, session, plan, author, newId } = program
	const { personId } = author()
	const begun = plan.meetings.find(
		(meeting) => meeting.createdBy === personId && meeting.heldOn === fields.heldOn && isBlank(meeting)
	)
	const id = begun?.id ?? newId()
	if (begun === undefined) {
		const attendees = listing.participants.map(({ person }) => person.id)
		addMeeting(session.plan.doc, id, { ...fields, place: listing.organisation, attendees }, author())
	}
	void goto(resolve(meetingPath(listing.id, id))).then(() => document.querySelector<HTMLElement>(first)?.focus())
	return begun === undefined ? id : null
}
