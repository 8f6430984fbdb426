import { isSpeltAsName } from '#domain/person-name.ts'
import { m } from '#lib/paraglide/messages.js'

/** What is wrong with one of a person's names, in words; null: nothing. `missing`: what to say where there is none. */
export function nameProblem(text: string, missing: string | null): string | null {
	const name = text.trim()
	if (name === '') return missing
	return isSpeltAsName(name) ? null : m.name_spelling()
}
