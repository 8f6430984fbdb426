import { addMeeting } from '#domain/plan/meeting.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'

/** A meeting here and now, at the mentee's organisation, with everybody of the programme. Returns its id. */
export function startVisit({ listing, session, today, author, newId }: ProgramContext): string {
	const id = newId()
	addMeeting(
		session.plan.doc,
		id,
		{
			heldOn: today.date,
			startsAt: today.time,
			place: listing.organisation,
			attendees: listing.participants.map(({ person }) => person.id)
		},
		author()
	)
	return id
}
