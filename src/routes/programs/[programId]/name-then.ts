import { formatDay } from '#lib/components/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { fullNameOf } from './people-words.ts'

/** As `fullNameOf`; «Виктор Ковалёв (до 22 ноября)» for whoever takes part no more. */
export function nameThenOf(program: ProgramContext, personId: string): string {
	const name = fullNameOf(program, personId)
	const lastDay = program.listing.formerParticipants?.find(({ person }) => person.id === personId)?.lastDay
	return lastDay === undefined ? name : m.program_person_until({ name, day: formatDay(lastDay) })
}
