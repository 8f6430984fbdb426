import { isSpeltAsName, NAME_LETTERS, plainName } from '#domain/people/person-name.ts'
import { m } from '#lib/paraglide/messages.js'
import { lengthProblem } from './text-length.ts'

/**
 * What is wrong with one of a person's names, in words; null: nothing. `missing`: what to say where there is none. `was`: the name
 * that is kept, and stays as it is however it is spelt.
 */
export function nameProblem(text: string, missing: string | null, was = ''): string | null {
	const name = plainName(text)
	if (name === '') return missing
	if (!isSpeltAsName(name, was)) return m.name_spelling()
	return lengthProblem(name, NAME_LETTERS)
}
