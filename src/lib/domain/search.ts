/** How every list is searched: by words in any order and any case, and «ковалев» finds Ковалёв. */
import { withoutUnseen } from './unseen-signs.ts'

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
