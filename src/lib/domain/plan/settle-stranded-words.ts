import type * as Y from 'yjs'
import { editReversibly } from './edit-reversibly.ts'
import { findItemAt, type ItemPlace } from './item-place.ts'
import { readFragment } from './layout.ts'
import { appendParagraph } from './rich-text.ts'
import { readStrandedWords, settleWords, type StrandedWords } from './stranded-words.ts'

/**
 * The words stand beside the text in `field` no more: as they are now, they are `put` at its end, in a paragraph of their own, or
 * `taken` away. Does nothing where there are no such words, or no text to put them into. Answers the way back, as
 * `editReversibly` does.
 */
export function settleStrandedWords(
	doc: Y.Doc,
	place: ItemPlace & { field: string },
	{ id }: Pick<StrandedWords, 'id'>,
	outcome: 'put' | 'taken'
): () => void {
	const item = findItemAt(doc, place)
	if (item === null) return () => undefined
	return editReversibly(doc, () => {
		const text = readFragment(item, place.field)
		const stranded = readStrandedWords(item, place.field).find((each) => each.id === id)
		if (stranded === undefined) return
		if (outcome === 'put') {
			if (text === null) return
			appendParagraph(text, stranded.words)
		}
		settleWords(item, place.field, id, outcome)
	})
}
