/** How people are named in the registry; as a schema in `person-name-schema.ts`. */
import { withoutUnseen } from '../text.ts'

export const NAME_LETTERS = 100

/** «Д’Артаньян», «Анна-Мария», «Гасан оглы», «В.», «Петрова (Иванова)». */
const spelling = /^['’ʼ‘`(]?\p{L}[\p{L}\p{M}'’ʼ‘` .()‐‑–-]*$/u

/**
 * As a name is kept: without signs that nobody sees, and with one plain blank between two words and none around them. It may come out
 * of a document, where there are many kinds of both.
 */
export function plainName(text: string): string {
	return withoutUnseen(text).replace(/\s+/g, ' ').trim()
}

/**
 * False where a digit or a sign stands that is in nobody's name. `text` is a `plainName`. `was`: the name that is kept, which
 * may be older than this rule, and stays as it is.
 */
export function isSpeltAsName(text: string, was = ''): boolean {
	return spelling.test(text) || (text !== '' && text === plainName(was))
}
