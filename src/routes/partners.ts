import type { Participant, ProgramListing } from '#protocol/api/program.ts'

/** Everybody in the programme but the asking person, mentors first. */
export function partnersIn(listing: ProgramListing, myId: string): Participant[] {
	return listing.participants
		.filter(({ person }) => person.id !== myId)
		.sort((one, other) => (one.role === other.role ? 0 : one.role === 'mentor' ? -1 : 1))
}

/** «Ирина Лаптева»; in a group «Анна Белова, Пётр Ким». */
export function partnersOf(listing: ProgramListing, myId: string): string {
	return partnersIn(listing, myId)
		.map(({ person }) => `${person.givenName} ${person.familyName}`)
		.join(', ')
}

/** What a person calls the programme: its partner's name, or its title when there is none yet. */
export function titleFor(listing: ProgramListing, myId: string): string {
	return partnersOf(listing, myId) || listing.title
}
