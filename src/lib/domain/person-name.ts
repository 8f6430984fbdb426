/** How people are named in the registry; as a schema in `person-name-schema.ts`. */

export const NAME_LETTERS = 100

/** «Д’Артаньян», «Анна-Мария», «Гасан оглы», «В.», «Петрова (Иванова)». */
const spelling = /^['’ʼ‘`(]?\p{L}[\p{L}\p{M}'’ʼ‘` .()‐‑–-]*$/u

/** False where a digit or a sign stands that is in nobody's name. */
export function isSpeltAsName(text: string): boolean {
	return spelling.test(text)
}
