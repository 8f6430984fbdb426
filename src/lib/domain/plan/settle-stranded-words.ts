import type * as Y from 'yjs'
import { editReversibly } from './edit-reversibly.ts'
import { findItemAt, type ItemPlace } from './item-place.ts'
import { readFragment } from './layout.ts'
import { appendParagraph } from './rich-text.ts'
import { settleWords, type StrandedWords } from './stranded-words.ts'

/**
 * The words stand beside the text in `field` no more: they are `put` at its end, in a paragraph of their own, or `taken` away.
 * Does nothing where there is no such item. Answers the way back, as `editReversibly` does.
 */
export function settleStrandedWords(
	doc: Y.Doc,
	place: ItemPlace & { field: string },
	{ id, words }: StrandedWords,
	outcome: 'put' | 'taken'
): () => void {
	const item = findItemAt(doc, place)
	if (item === null) return () => undefined
	return editReversibly(doc, () => {
		const text = readFragment(item, place.field)
		if (outcome === 'put' && text !== null) appendParagraph(text, words)
		settleWords(item, place.field, id, outcome)
	})
}
