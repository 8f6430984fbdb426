import type * as Y from 'yjs'
import { isEditableField } from './editable-fields.ts'
import { settleField } from './edit-fields.ts'
import { editReversibly } from './edit-reversibly.ts'
import { findItemAt, type ItemPlace } from './item-place.ts'
import type { Author } from './layout.ts'

/**
 * Settles a field that was changed apart: `value`, one of its choices, is what both shall have. Does nothing where there is
 * no such item or field. Answers the way back, as `editReversibly` does: then both values stand there again.
 */
export function chooseValue(
	doc: Y.Doc,
	place: ItemPlace,
	choice: { field: string; value: unknown },
	author: Author
): () => void {
	const item = findItemAt(doc, place)
	if (item === null || !isEditableField(place.kind, choice.field)) return () => undefined
	return editReversibly(doc, () => settleField(item, choice, author))
}
