import { addMeeting } from '#domain/plan/meeting.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'

/** A meeting here and now, at the mentee's organisation, with everybody of the programme. Returns its id. */
export function startVisit({ listing, session, today, author, newId }: ProgramContext): string {
	const id = newId()
	const now = new Date()
	addMeeting(
		session.plan.doc,
		id,
		{
			heldOn: today.date,
			startsAt: `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`,
			place: listing.organisation,
			attendees: listing.participants.map(({ person }) => person.id)
		},
		author()
	)
	return id
}
