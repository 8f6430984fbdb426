/** What was agreed at a meeting: who does what by when. Lives inside its meeting; see edit-agreement.ts. */
import * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { findItem, itemsOf, meetingsMap, readDate, readOptionalText, readText, type PlanItem } from './layout.ts'
import { readMarks } from './mark.ts'
import { readRivalValues, type RivalValues } from './rival-values.ts'

export interface Agreement {
	id: string
	meetingId: string
	text: string
	/** The person who promised; null until chosen. */
	ownerId: string | null
	dueOn: IsoDate | null
	isKept: boolean
	/** Fields that were changed apart; shown to both. */
	rivalValues: RivalValues[]
	createdAt: string
}

export type AgreementFields = Partial<Pick<Agreement, 'text' | 'ownerId' | 'dueOn'>>

/** In the order they were made; without the deleted ones. */
export function readAgreements(meetingId: string, meeting: PlanItem): Agreement[] {
	const agreements = agreementsMap(meeting)
	if (agreements === null) return []
	return itemsOf(agreements)
		.filter(([, item]) => readOptionalText(item, 'deletedAt') === null)
		.map(([id, item]) => toAgreement(id, meetingId, item))
		.sort((one, other) => (`${one.createdAt} ${one.id}` < `${other.createdAt} ${other.id}` ? -1 : 1))
}

/** Null in a meeting from a foreign hand. */
export function agreementsMap(meeting: PlanItem): Y.Map<PlanItem> | null {
	const agreements = meeting.get('agreements')
	return agreements instanceof Y.Map ? (agreements as Y.Map<PlanItem>) : null
}

/** Deleted ones too; null where the meeting or the agreement is unknown. */
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
		rivalValues: readRivalValues(item, 'agreement'),
		createdAt: readText(item, 'createdAt')
	}
}
