/** Names of people and programmes as a person of the programme sees them. */
import { ERASED_NAME } from '#domain/people/erasure.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import type { Participant, ProgramListing } from '#protocol/api/program.ts'
import { joinWords } from './programs/[programId]/words.ts'

/** Everybody in the programme except the person, mentors first. */
export function partnersIn(listing: ProgramListing, myId: string): Participant[] {
	return listing.participants
		.filter(({ person }) => person.id !== myId)
		.sort((one, other) => (one.role === other.role ? 0 : one.role === 'mentor' ? -1 : 1))
}

/** «Ирина Лаптева»; in a group «Анна Белова, Пётр Ким». */
export function partnersOf(listing: ProgramListing, myId: string): string {
	return partnersIn(listing, myId)
		.map(({ person }) => `${person.givenName} ${person.familyName}`.trim())
		.join(', ')
}

/** The programme's name for a person: the partners' names, or its title if there are none yet. */
export function titleFor(listing: ProgramListing, myId: string): string {
	return partnersOf(listing, myId) || listing.title
}

/**
 * Whose it is: «Вы», «Ирина», «Вы и Ирина»; `personIds` empty: everybody's. `isOneOfSeveral`: the reader has several programmes, and
 * the words also tell which one it is: «Вы · Ирина Лаптева».
 */
export function ownersIn(
	listing: ProgramListing,
	myId: string,
	personIds: readonly string[],
	isOneOfSeveral: boolean
): string[] {
	const people = [...listing.participants, ...(listing.formerParticipants ?? [])].map(({ person }) => person)
	const owners = personIds.length > 0 ? personIds : listing.participants.map(({ person }) => person.id)
	const names = owners.flatMap((id) => {
		if (id === myId) return [m.program_you()]
		const owner = people.find((person) => person.id === id)
		if (owner === undefined) return []
		const name = isOneOfSeveral ? `${owner.givenName} ${owner.familyName}`.trim() : owner.givenName
		return [nameThen(listing, id, name)]
	})
	const isOthersToo = owners.some((id) => id !== myId && listing.participants.some(({ person }) => person.id === id))
	return [
		...(names.length > 0 ? [joinWords(names)] : []),
		...(isOneOfSeveral && !isOthersToo ? [titleFor(listing, myId)] : [])
	]
}

/** «Лаптева Ирина Сергеевна» → «Лаптева И. С.», without line breaks; a single word and an erased name stay as they are. */
export function shortName(name: string): string {
	if (name === ERASED_NAME) return name
	const [familyName = '', ...given] = name.trim().split(/\s+/)
	const initials = given.slice(0, 2).map((word) => `${word.charAt(0).toUpperCase()}.`)
	return [familyName, ...initials].join('\u00a0')
}

/** The name as given; «Виктор Ковалёв (до 22 ноября)» for a former participant. */
export function nameThen({ formerParticipants }: ProgramListing, personId: string, name: string): string {
	const lastDay = formerParticipants?.find(({ person }) => person.id === personId)?.lastDay
	return lastDay === undefined ? name : m.program_person_until({ name, day: formatDay(lastDay) })
}
