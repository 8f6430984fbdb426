import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

/** «Вы и Ирина Лаптева»; for those who only read, all the names. */
export function pairWords({ listing, me, nameOf }: ProgramContext): string {
	const others = listing.participants.filter(({ person }) => person.id !== me.id).map(({ person }) => nameOf(person.id))
	return joinWords(others.length < listing.participants.length ? [m.program_you(), ...others] : others)
}

/** «а, б и в»; «Вы» with its capital letter comes first. */
export function joinWords(words: readonly string[]): string {
	const you = m.program_you()
	const ordered = words.includes(you) ? [you, ...words.filter((word) => word !== you)] : words
	return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(ordered)
}

/** «Вы» for oneself, else the given name; «участник» for somebody this device does not know. */
export function shortNameOf(program: ProgramContext, personId: string): string {
	if (personId === program.me.id) return m.program_you()
	return program.givenNameOf(personId) || m.program_somebody()
}

/** «Вы» for oneself, else given and family name. */
export function fullNameOf(program: ProgramContext, personId: string): string {
	if (personId === program.me.id) return m.program_you()
	return program.nameOf(personId) || m.program_somebody()
}

/** Null for those who are not a participant: a curator, or one who has left. */
export function roleOf({ listing }: ProgramContext, personId: string): 'mentor' | 'mentee' | null {
	return listing.participants.find(({ person }) => person.id === personId)?.role ?? null
}

/** Others who have this activity or meeting open; `isWriting`: their cursor is in its text. */
export function othersAt({ presence, session }: ProgramContext, itemId: string) {
	const here = presence.others.filter(({ openItemId }) => openItemId === itemId)
	const states = [...session.plan.awareness.getStates().values()]
	return here.map(({ personId }) => ({
		personId,
		isWriting: states.some(
			(state) => state.personId === personId && state.openItemId === itemId && state.cursor != null
		)
	}))
}
