/** How names are spelt and stored in the registry; the schema is in `person-name-schema.ts`. */
import { withoutUnseen } from '../text.ts'

export const NAME_LETTERS = 100

/** «Д’Артаньян», «Анна-Мария», «Гасан оглы», «В.», «Петрова (Иванова)». */
const spelling = /^['’ʼ‘`(]?\p{L}[\p{L}\p{M}'’ʼ‘` .()‐‑–-]*$/u

/**
 * The stored form of a name: without invisible characters, one plain space between words, none around. A name copied from a
 * document may have many kinds of both.
 */
export function plainName(text: string): string {
	return withoutUnseen(text).replace(/\s+/g, ' ').trim()
}

/**
 * False for a digit or a sign that no name has. `text` is a `plainName`. `was`: the stored name, which may be older than this
 * rule and stays valid.
 */
export function isSpeltAsName(text: string, was = ''): boolean {
	return spelling.test(text) || (text !== '' && text === plainName(was))
}
