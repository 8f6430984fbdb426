/** A document as this device holds it, on the screen or for a moment. */
import * as Y from 'yjs'
import type { GoneWords } from '#domain/plan/find-stranded-words.ts'
import { TAKEN } from '#protocol/take-updates.ts'

/** Of a part of a text that is gone stays where it was, so that words that come later are found to be of it. */
export function createDeviceDocument(): Y.Doc {
	const isForgettable = ({ content }: Y.Item) =>
		!(content instanceof Y.ContentType && (content.type instanceof Y.XmlText || content.type instanceof Y.XmlElement))
	return new Y.Doc({ gcFilter: isForgettable })
}

/** Told as it happens: Yjs throws away what is gone right after. Answers the way to stop. */
export function watchGoneWords(doc: Y.Doc, listener: (gone: GoneWords) => void): () => void {
	const look = (transaction: Y.Transaction) => {
		const updates = transaction.meta.get(TAKEN) as GoneWords['updates'] | undefined
		if (updates === undefined) return
		const words: GoneWords['words'][number][] = []
		Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
			if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return
			const { id, content, parent } = struct
			if (parent instanceof Y.XmlText && parent._item?.deleted === true)
				words.push({ id, words: content.str, part: parent })
		})
		if (words.length > 0) listener({ updates, words })
	}
	doc.on('afterTransaction', look)
	return () => doc.off('afterTransaction', look)
}
