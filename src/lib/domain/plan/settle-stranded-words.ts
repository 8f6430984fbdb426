import type * as Y from 'yjs'
import { editReversibly } from './edit-reversibly.ts'
import { findItemAt, type ItemPlace } from './item-place.ts'
import { readFragment } from './layout.ts'
import { appendParagraph } from './rich-text.ts'
import { readStrandedWords, settleWords, type StrandedWords } from './stranded-words.ts'

/**
 * The words stand beside the text in `field` no more: as they are now, they are `put` at its end, in a paragraph of their own, or
 * `taken` away. Answers the way back, as `editReversibly` does; null where nothing was done: there are no such words any more, or no
 * text to put them into.
 */
export function settleStrandedWords(
	doc: Y.Doc,
	place: ItemPlace & { field: string },
	{ id }: Pick<StrandedWords, 'id'>,
	outcome: 'put' | 'taken'
): (() => void) | null {
	const item = findItemAt(doc, place)
	if (item === null) return null
	const text = readFragment(item, place.field)
	const stranded = readStrandedWords(item, place.field).find((each) => each.id === id)
	if (stranded === undefined || (outcome === 'put' && text === null)) return null
	return editReversibly(doc, () => {
		if (outcome === 'put' && text !== null) appendParagraph(text, stranded.words)
		settleWords(item, place.field, id, outcome)
	})
}
