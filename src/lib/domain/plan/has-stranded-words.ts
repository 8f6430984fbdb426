/** Checks whether a text has stranded words. Every screen with a text asks this; few need the larger stranded-words.ts. */
import type * as Y from 'yjs'
import { findItemAt, type ItemPlace } from './agreement.ts'
import { listConcurrentKeys } from './concurrent.ts'

/** The end of a concurrent key whose words are settled (stranded-words.ts). */
export const SETTLED = ':settled'

export function hasStrandedWords(doc: Y.Doc, place: ItemPlace & { field: string }): boolean {
	const item = findItemAt(doc, place)
	return item !== null && listConcurrentKeys(item, place.field).some((key) => !key.endsWith(SETTLED))
}
