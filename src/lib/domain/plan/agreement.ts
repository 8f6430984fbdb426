/** Reads agreements: who promised what at a meeting, and by when. An agreement is stored inside its meeting; edit.ts edits it. */
import * as Y from 'yjs'
import { readConcurrentValues, type ConcurrentValues } from './concurrent.ts'
import { type FieldValues, readFields } from './fields.ts'
import { findItem, itemMaps, itemsOf, meetingsMap, type PlanItem, readOptionalText, readText } from './layout.ts'
import { readMarks } from './mark.ts'

export interface Agreement extends FieldValues<'agreement'> {
	id: string
	meetingId: string
	isKept: boolean
	/** Fields with concurrent values; shown to both people. */
	concurrentValues: ConcurrentValues[]
	createdAt: string
}

export type AgreementFields = Partial<FieldValues<'agreement'>>

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
		...readFields('agreement', item),
		id,
		meetingId,
		isKept: readMarks(item)[0]?.status === 'done',
		concurrentValues: readConcurrentValues(item, 'agreement'),
		createdAt: readText(item, 'createdAt')
	}
}

/** Names an item of the plan that has editable fields. */
export type ItemPlace =
	{ kind: keyof typeof itemMaps; id: string } | { kind: 'agreement'; id: string; meetingId: string }

export function findItemAt(doc: Y.Doc, place: ItemPlace): PlanItem | null {
	if (place.kind === 'agreement') return findAgreement(doc, place.meetingId, place.id)
	return findItem(itemMaps[place.kind](doc), place.id)
}
