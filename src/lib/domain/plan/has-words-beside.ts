/** Apart from stranded-words.ts, which few screens need: each screen with a text asks this. */
import type * as Y from 'yjs'
import { findItemAt, type ItemPlace } from './agreement.ts'
import { keysBeside } from './concurrent.ts'

/** At the end of a key (words-beside.ts): what stood there is settled. */
export const SETTLED = ':settled'

/** Words that lost their paragraph stand beside the text in `field`. */
export function hasWordsBeside(doc: Y.Doc, place: ItemPlace & { field: string }): boolean {
	const item = findItemAt(doc, place)
	return item !== null && keysBeside(item, place.field).some((key) => !key.endsWith(SETTLED))
}
