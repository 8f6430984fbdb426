import { resolve } from '$app/paths'
import { goto } from '$app/navigation'
import { isBlank, type MeetingFields } from '#domain/plan/meeting.ts'
import { addMeeting, deleteMeeting } from '#domain/plan/edit.ts'
import { hasMeetingNotes } from '#domain/plan/notes.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { meetingPath } from './words.ts'
import { offerUndo } from './activity-edits.ts'

/** For so long after its beginning, whoever else taps «Визит» means the same visit. */
const SAME_VISIT_MINUTES = 60

/**
 * Opens a meeting here and now, by the municipality's clock. It counts as held at once, so a mistaken tap can be undone. A visit that
 * another participant has just begun is opened instead.
 */
export function startVisit(program: ProgramContext): void {
	const { session, author, today, plan, toasts, listing } = program
	const { personId } = author()
	const goingOn = plan.meetings.find(
		({ heldOn, startsAt, createdBy }) =>
			heldOn === today.date &&
			startsAt !== null &&
			createdBy !== personId &&
			Math.abs(minutesOf(today.time) - minutesOf(startsAt)) < SAME_VISIT_MINUTES
	)
	if (goingOn !== undefined) {
		toasts.show(m.program_visit_goes_on({ since: goingOn.startsAt ?? '' }))
		void goto(resolve(meetingPath(listing.id, goingOn.id)))
		return
	}
	// Focus on the header, not on a field: a keyboard would cover half of the phone and the undo toast.
	const id = openMeeting(program, { heldOn: today.date, startsAt: today.time }, '[data-head]')
	if (id === null) return
	const { doc } = session.plan
	const takeBack = offerUndo(program, m.program_visit_started(), () => {
		if (isUnwritten(program, id)) deleteMeeting(doc, id, author())
	})
	// Beside words of theirs the offer would cover what they write, and undo it.
	const docs = session.notes === null ? [doc] : [doc, session.notes.doc]
	const look = () => {
		if (isUnwritten(program, id)) return
		docs.forEach((one) => one.off('afterTransaction', look))
		takeBack()
	}
	docs.forEach((one) => one.on('afterTransaction', look))
}

function isUnwritten({ plan, session: { notes } }: ProgramContext, id: string): boolean {
	const visit = plan.meetings.find((meeting) => meeting.id === id)
	return visit !== undefined && isBlank(visit) && (notes === null || !hasMeetingNotes(notes.doc, id))
}

/** Of «09:40». */
function minutesOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(':').map(Number)
	return hours * 60 + minutes
}

/** Opens a meeting whose day is still to be agreed. */
export function planMeeting(program: ProgramContext): void {
	openMeeting(program, { heldOn: null }, '[data-head] textarea')
}

/**
 * Opens a meeting at the mentee's organisation with all participants. If the person has made one for the same day and wrote nothing
 * into it, that one opens again: a second tap makes no second meeting. The focus goes to `first`. Returns the new meeting's id; null
 * when it existed.
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
