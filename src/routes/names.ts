import type { ProgramRole, StaffRole } from '#domain/access.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
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

/** «Лаптева Ирина Сергеевна» → «Лаптева И. С.», held together on a line; a single word stays as it is. */
export function shortName(name: string): string {
	const [familyName = '', ...given] = name.trim().split(/\s+/)
	const initials = given.slice(0, 2).map((word) => `${word.charAt(0).toUpperCase()}.`)
	return [familyName, ...initials].join('\u00a0')
}

/** The name as it is given; «Виктор Ковалёв (до 22 ноября)» for whoever takes part no more. */
export function nameThen({ formerParticipants }: ProgramListing, personId: string, name: string): string {
	const lastDay = formerParticipants?.find(({ person }) => person.id === personId)?.lastDay
	return lastDay === undefined ? name : m.program_person_until({ name, day: formatDay(lastDay) })
}

/** What roles are called in what spans programmes; in one programme as its regulation has it: `regulation.ts`. */
export function roleName(role: ProgramRole | StaffRole): string {
	switch (role) {
		case 'mentor':
			return m.role_mentor()
		case 'mentee':
			return m.role_mentee()
		case 'curator':
			return m.role_curator()
		case 'head':
			return m.role_head()
		case 'organisation-curator':
			return m.role_organisation_curator()
		case 'organisation-head':
			return m.role_organisation_head()
		case 'administrator':
			return m.role_administrator()
		case 'region':
			return m.role_region()
	}
}
