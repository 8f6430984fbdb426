import type * as Y from 'yjs'
import { editFields } from './edit-fields.ts'
import { findItem, stagesMap, type Author } from './layout.ts'
import type { Stage } from './stage.ts'

/** Does nothing for an unknown stage. Stages are not added or deleted: the regulation fixes them (domain.md T53). */
export function editStage(
	doc: Y.Doc,
	id: string,
	fields: Partial<Pick<Stage, 'title' | 'startsOn' | 'endsOn'>>,
	author: Author
): void {
	const item = findItem(stagesMap(doc), id)
	if (item === null) return
	doc.transact(() => editFields(item, fields, author))
}
