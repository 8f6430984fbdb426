/** How every list is searched: by words in any order and any case, and «ковалев» finds Ковалёв. */

/** Of what is sought, in letters. The beginning of a longer text finds whatever the whole would. */
export const SEARCH_LETTERS = 200

/** A text as it is compared and searched in. */
export function fold(text: string): string {
	// Names copied on a Mac have «й» and «ё» in two characters each.
	return withoutUnseen(text.normalize('NFKC')).toLowerCase().replaceAll('ё', 'е')
}

/** Whether every word of the search is in a folded text. */
export function searchFor(q: string): (folded: string) => boolean {
	const words = fold(q).split(/\s+/).filter(Boolean)
	return (folded) => words.every((word) => folded.includes(word))
}

/** Those in which every word of the search is found. */
export function search<Row>(rows: readonly Row[], q: string, textOf: (row: Row) => string): Row[] {
	if (q.trim() === '') return [...rows]
	const isFound = searchFor(q)
	return rows.filter((row) => isFound(fold(textOf(row))))
}

/** Of an order, in the journal of whoever issued it: «01-07/412-а». */
export const ORDER_NUMBER_LETTERS = 60

/** As it stands in a line: it is not broken at its hyphens. */
export function unbrokenNumber(number: string): string {
	return number.replaceAll('-', '\u2011')
}

/** How long what people write in their own words may be, in letters. */

/** A line: what something is called, a post, a proof. */
export const TITLE_LETTERS = 300

/**
 * What an activity or a meeting of a plan is called; the longest of a shipped roadmap has 432. No server judges a plan's
 * wording: the field it is written in keeps to it (`draft.svelte.ts`), and what is longer is read as it is.
 */
export const PLAN_NAME_LETTERS = 500

/**
 * What was agreed at a meeting, or an entry of the profile: some sentences. Kept to as a name is; each key writes all of it
 * twice (docs/sync.md, «Two values for one field»), so the cost grows with the square.
 */
export const PLAN_WORDS_LETTERS = 1_000

/** What a municipality is called. */
export const MUNICIPALITY_LETTERS = 200

/** A request, a ground, a conclusion. */
export const TEXT_LETTERS = 4_000

/** Without signs that nobody sees, such as a soft hyphen or a space of no width: a text that is copied out of a document brings them along. */
export function withoutUnseen(text: string): string {
	return text.replace(/\p{Cf}/gu, '')
}
