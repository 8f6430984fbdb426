/** How long one text may grow. A browser lays out a paragraph as a whole: in some hundred thousand characters each key takes seconds. */
import { Plugin, type EditorState, type Transaction } from 'prosemirror-state'

const MOST_TEXT_LENGTH = 100_000

/**
 * Refuses, as a whole, what would make the text longer than `most`; it stays as it was, and what was to be pasted stays in the
 * clipboard. A longer one can be read and shortened. What others wrote is never refused: it is in the document.
 */
export function lengthLimit(options: {
	isRemote(transaction: Transaction): boolean
	/** Of each change made here. */
	onjudged(isRefused: boolean): void
	most?: number
}): Plugin {
	const { isRemote, onjudged, most = MOST_TEXT_LENGTH } = options
	return new Plugin({
		filterTransaction(transaction: Transaction, state: EditorState) {
			if (!transaction.docChanged || isRemote(transaction)) return true
			const { size } = transaction.doc.content
			const isRefused = size > most && size > state.doc.content.size
			onjudged(isRefused)
			return !isRefused
		}
	})
}
