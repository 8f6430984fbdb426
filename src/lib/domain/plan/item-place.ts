import type * as Y from 'yjs'
import { findAgreement } from './agreement.ts'
import { activitiesMap, findItem, meetingsMap, profileMap, stagesMap, type PlanItem } from './layout.ts'

/** Where in the plan something stands that has fields. */
export type ItemPlace =
	| { kind: 'stage' | 'activity' | 'meeting' | 'profile'; id: string }
	| { kind: 'agreement'; id: string; meetingId: string }

/** Null where there is no such item. */
export function findItemAt(doc: Y.Doc, place: ItemPlace): PlanItem | null {
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
