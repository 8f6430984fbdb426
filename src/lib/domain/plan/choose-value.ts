import * as Y from 'yjs'
import { findAgreement } from './agreement.ts'
import { isEditableField } from './editable-fields.ts'
import { activitiesMap, findItem, meetingsMap, profileMap, stagesMap, type Author, type PlanItem } from './layout.ts'
import { settleField } from './edit-fields.ts'

/** Where in the plan something stands that has fields. */
export type ItemPlace =
	| { kind: 'stage' | 'activity' | 'meeting' | 'profile'; id: string }
	| { kind: 'agreement'; id: string; meetingId: string }

/**
 * Settles a field that was changed apart: `value`, one of its choices, is what both shall have. Does nothing where there is
 * no such item or field. Answers the way back, to be gone once at most and while the document is open: then both values stand
 * there again, and what others wrote since stays.
 */
export function chooseValue(
	doc: Y.Doc,
	place: ItemPlace,
	choice: { field: string; value: unknown },
	author: Author
): () => void {
	const item = findItemAt(doc, place)
	if (item === null || !isEditableField(place.kind, choice.field)) return () => undefined
	const origin = {}
	const undoManager = new Y.UndoManager(doc, { trackedOrigins: new Set([origin]) })
	doc.transact(() => settleField(item, choice, author), origin)
	return () => {
		undoManager.undo()
		undoManager.destroy()
	}
}

function findItemAt(doc: Y.Doc, place: ItemPlace): PlanItem | null {
	switch (place.kind) {
		case 'stage':
			return findItem(stagesMap(doc), place.id)
		case 'activity':
			return findItem(activitiesMap(doc), place.id)
		case 'meeting':
			return findItem(meetingsMap(doc), place.id)
		case 'profile':
			return findItem(profileMap(doc), place.id)
		case 'agreement':
			return findAgreement(doc, place.meetingId, place.id)
	}
}
