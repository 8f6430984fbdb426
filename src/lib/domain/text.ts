/**
 * Searches lists by words in any order and letter case («ковалев» finds Ковалёв), says how names are spelt, and sets the greatest
 * lengths of texts that people write, in letters. Other lengths: co-edited texts in src/lib/editor/prosemirror.ts, templates in papers/template.ts.
 */

/** The greatest length of a search. The beginning of a longer text finds all that the whole text finds. */
export const SEARCH_LETTERS = 200

/** Normalises a text for comparison and search. */
export function fold(text: string): string {
	// In names copied on a Mac, «й» and «ё» are two characters each.
	return withoutUnseen(text.normalize('NFKC')).toLowerCase().replaceAll('ё', 'е')
}

/** Returns a function that checks whether a folded text contains every word of the search. */
export function searchFor(q: string): (folded: string) => boolean {
	const words = fold(q).split(/\s+/).filter(Boolean)
	return (folded) => words.every((word) => folded.includes(word))
}

/** The rows that contain every word of the search. */
export function search<Row>(rows: readonly Row[], q: string, textOf: (row: Row) => string): Row[] {
	if (q.trim() === '') return [...rows]
	const isFound = searchFor(q)
	return rows.filter((row) => isFound(fold(textOf(row))))
}

/** The number of an order in its issuer's journal: «01-07/412-а». */
export const ORDER_NUMBER_LETTERS = 60

/** Replaces hyphens so that a line does not break in the number. */
export function unbrokenNumber(number: string): string {
	return number.replaceAll('-', '\u2011')
}

/** A line: a name, a post, a proof. */
export const TITLE_LETTERS = 300

/**
 * The title of an activity or a meeting; the longest in a shipped roadmap has 432 letters. No server checks the wording of a
 * plan: the input field limits it (`draft.svelte.ts`), and a longer text is read as it is.
 */
export const PLAN_NAME_LETTERS = 500

/**
 * An agreement or a profile entry: some sentences. The input field limits it, too. Each key stroke writes the whole text twice
 * (docs/sync.md, «Two values for one field»), so the cost grows with the square.
 */
export const PLAN_WORDS_LETTERS = 1_000

/** The name of a municipality. */
export const MUNICIPALITY_LETTERS = 200

/** A request, a reason, a conclusion. */
export const TEXT_LETTERS = 4_000

/** A submitted report with all its lines: some 25 printed pages. A device sends its commands in portions of 256 KiB. */
export const REPORT_LETTERS = 60_000

/** Lines of one section of a report. */
export const REPORT_LINES = 500

/** Removes invisible characters, such as a soft hyphen or a zero-width space: texts copied from documents contain them. */
export function withoutUnseen(text: string): string {
	return text.replace(/\p{Cf}/gu, '')
}

/** One name of a person; the schemas of names are in `given.ts`. */
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
