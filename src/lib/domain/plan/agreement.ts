/** Reads agreements: who promised what at a meeting, and by when. An agreement is stored inside its meeting; edit.ts edits it. */
import * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { readConcurrentValues, type ConcurrentValues } from './concurrent.ts'
import {
	activitiesMap,
	findItem,
	itemsOf,
	meetingsMap,
	type PlanItem,
	profileMap,
	readDate,
	readOptionalText,
	readText,
	stagesMap
} from './layout.ts'
import { readMarks } from './mark.ts'

export interface Agreement {
	id: string
	meetingId: string
	text: string
	/** The person who promised; null until chosen. */
	ownerId: string | null
	dueOn: IsoDate | null
	isKept: boolean
	/** Fields with concurrent values; shown to both people. */
	concurrentValues: ConcurrentValues[]
	createdAt: string
}

export type AgreementFields = Partial<Pick<Agreement, 'text' | 'ownerId' | 'dueOn'>>

/** In order of creation, without the deleted ones. */
export function readAgreements(meetingId: string, meeting: PlanItem): Agreement[] {
	const agreements = agreementsMap(meeting)
	if (agreements === null) return []
	return itemsOf(agreements)
		.filter(([, item]) => readOptionalText(item, 'deletedAt') === null)
		.map(([id, item]) => toAgreement(id, meetingId, item))
		.sort((one, other) => (`${one.createdAt} ${one.id}` < `${other.createdAt} ${other.id}` ? -1 : 1))
}

/** Null in a meeting that our app did not write. */
export function agreementsMap(meeting: PlanItem): Y.Map<PlanItem> | null {
	const agreements = meeting.get('agreements')
	return agreements instanceof Y.Map ? (agreements as Y.Map<PlanItem>) : null
}

/** Finds deleted agreements too. Null for an unknown meeting or agreement. */
export function findAgreement(doc: Y.Doc, meetingId: string, id: string): PlanItem | null {
	const meeting = findItem(meetingsMap(doc), meetingId)
	const agreements = meeting && agreementsMap(meeting)
	return agreements && findItem(agreements, id)
}

function toAgreement(id: string, meetingId: string, item: PlanItem): Agreement {
	return {
		id,
		meetingId,
		text: readText(item, 'text'),
		ownerId: readOptionalText(item, 'ownerId'),
		dueOn: readDate(item, 'dueOn'),
		isKept: readMarks(item)[0]?.status === 'done',
		concurrentValues: readConcurrentValues(item, 'agreement'),
		createdAt: readText(item, 'createdAt')
	}
}

/** Names an item of the plan that has editable fields. */
export type ItemPlace =
	| { kind: 'stage' | 'activity' | 'meeting' | 'profile'; id: string }
	| { kind: 'agreement'; id: string; meetingId: string }

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
