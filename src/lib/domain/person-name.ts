/** How people are named in the registry; as a schema in `person-name-schema.ts`. */

export const NAME_LETTERS = 100

/** «Д’Артаньян», «Анна-Мария», «Гасан оглы», «В.», «Петрова (Иванова)». */
const spelling = /^['’ʼ‘`(]?\p{L}[\p{L}\p{M}'’ʼ‘` .()‐‑–-]*$/u

/** Between two words one plain blank, and none around them: a name may come out of a document, where blanks are of many kinds. */
export function foldBlanks(text: string): string {
	return text.replace(/\s+/g, ' ').trim()
}

/**
 * False where a digit or a sign stands that is in nobody's name. `text` has its blanks folded. `was`: the name that is kept, which
 * may be older than this rule, and stays as it is.
 */
export function isSpeltAsName(text: string, was = ''): boolean {
	return spelling.test(text) || (text !== '' && text === foldBlanks(was))
}
