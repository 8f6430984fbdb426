import type * as Y from 'yjs'
import { agreementsMap } from './agreement.ts'
import { activitiesMap, findItem, meetingsMap, profileMap, stagesMap, type Author, type PlanItem } from './layout.ts'
import { settleField } from './edit-fields.ts'

/** Where in the plan something stands that has fields. */
export type ItemPlace =
	| { kind: 'stage' | 'activity' | 'meeting' | 'profile'; id: string }
	| { kind: 'agreement'; id: string; meetingId: string }

/**
 * Settles a field that was changed apart: `value`, one of its choices, is what both shall have. Does nothing where there is
 * no such item.
 */
export function chooseValue(
	doc: Y.Doc,
	place: ItemPlace,
	choice: { field: string; value: unknown },
	author: Author
): void {
	const item = findPlace(doc, place)
	if (item !== null) doc.transact(() => settleField(item, choice, author))
}

function findPlace(doc: Y.Doc, place: ItemPlace): PlanItem | null {
	switch (place.kind) {
		case 'stage':
			return findItem(stagesMap(doc), place.id)
		case 'activity':
			return findItem(activitiesMap(doc), place.id)
		case 'meeting':
			return findItem(meetingsMap(doc), place.id)
		case 'profile':
			return findItem(profileMap(doc), place.id)
		case 'agreement': {
			const meeting = findItem(meetingsMap(doc), place.meetingId)
			const agreements = meeting === null ? null : agreementsMap(meeting)
			return agreements === null ? null : findItem(agreements, place.id)
		}
	}
}
