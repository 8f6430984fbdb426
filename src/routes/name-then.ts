import type { ProgramListing } from '#protocol/api/program.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

/** The name as it is given; «Виктор Ковалёв (до 22 ноября)» for whoever takes part no more. */
export function nameThen({ formerParticipants }: ProgramListing, personId: string, name: string): string {
	const lastDay = formerParticipants?.find(({ person }) => person.id === personId)?.lastDay
	return lastDay === undefined ? name : m.program_person_until({ name, day: formatDay(lastDay) })
}
