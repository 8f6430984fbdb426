import { isSpeltAsName, NAME_LETTERS, plainName } from '../person-name.ts'
import { refused, taken, type Reading } from './cell-form.ts'

export interface Names {
	familyName: string
	givenName: string
	patronymic: string
}

const initial = /^\p{L}\.$/u

/** «Ковалёв Виктор Андреевич», «Ковалёв В. А.», «В.А. Ковалёв»; what follows the second name is the patronymic («Гасан оглы»). */
export function readFullName(text: string): Reading<Names> {
	const words = plainName(text)
		.replace(/(\p{L}\.)(?=\p{L})/gu, '$1 ')
		.split(' ')
		.filter((word) => word !== '')
	const isTurned = words.length > 1 && initial.test(words[0] ?? '') && !initial.test(words.at(-1) ?? '')
	const [familyName = '', givenName = '', ...patronymic] = isTurned ? [words.at(-1), ...words.slice(0, -1)] : words
	if (words.length < 2 || words.length > 5) return refused({ code: 'not-a-name' })
	for (const part of [familyName, givenName, patronymic.join(' ')]) {
		const reading = readName(part)
		if (part !== '' && !reading.ok) return reading
	}
	return taken({ familyName, givenName, patronymic: patronymic.join(' ') })
}

/** One of the names by itself. */
export function readName(text: string): Reading<string> {
	const name = plainName(text)
	if (name.length > NAME_LETTERS) return refused({ code: 'too-long', most: NAME_LETTERS })
	return isSpeltAsName(name) ? taken(name) : refused({ code: 'not-a-name' })
}
