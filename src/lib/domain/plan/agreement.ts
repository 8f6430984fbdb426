/** What was agreed at a meeting: who does what by when. Lives inside its meeting. */
import * as Y from 'yjs'
import {
	findItem,
	itemsOf,
	meetingsMap,
	readDate,
	readOptionalText,
	readText,
	setFields,
	type Author,
	type IsoDate,
	type PlanItem
} from './layout.ts'
import { addMark, readMarks } from './mark.ts'
import { editFields, readRivalValues, type RivalValues } from './rival-values.ts'

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

/** Does nothing if the meeting is unknown. */
export function addAgreement(doc: Y.Doc, meetingId: string, id: string, fields: AgreementFields, author: Author): void {
	const meeting = findItem(meetingsMap(doc), meetingId)
	const agreements = meeting && agreementsMap(meeting)
	if (agreements === null) return
	doc.transact(() => {
		const item: PlanItem = new Y.Map()
		agreements.set(id, item)
		setFields(item, { ...fields, createdBy: author.personId, createdAt: author.at })
		item.set('marks', new Y.Map())
	})
}

/** Does nothing if the meeting or the agreement is unknown. */
export function editAgreement(
	doc: Y.Doc,
	meetingId: string,
	id: string,
	fields: AgreementFields,
	author: Author
): void {
	const item = findAgreement(doc, meetingId, id)
	if (item === null) return
	doc.transact(() => editFields(item, fields, author))
}

/** Marks it kept or open again, as an activity is marked: the newest mark counts. */
export function markAgreement(
	doc: Y.Doc,
	meetingId: string,
	id: string,
	mark: { markId: string; isKept: boolean },
	author: Author
): void {
	const item = findAgreement(doc, meetingId, id)
	if (item === null) return
	doc.transact(() => addMark(item, mark.markId, mark.isKept ? 'done' : 'planned', null, author))
}

export function deleteAgreement(doc: Y.Doc, meetingId: string, id: string, author: Author): void {
	const item = findAgreement(doc, meetingId, id)
	if (item === null || readOptionalText(item, 'deletedAt') !== null) return
	doc.transact(() => setFields(item, { deletedAt: author.at, deletedBy: author.personId }))
}

export function restoreAgreement(doc: Y.Doc, meetingId: string, id: string): void {
	const item = findAgreement(doc, meetingId, id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}

function findAgreement(doc: Y.Doc, meetingId: string, id: string): PlanItem | null {
	const meeting = findItem(meetingsMap(doc), meetingId)
	const agreements = meeting && agreementsMap(meeting)
	return agreements && findItem(agreements, id)
}

/** Null in a meeting from a foreign hand. */
export function agreementsMap(meeting: PlanItem): Y.Map<PlanItem> | null {
	const agreements = meeting.get('agreements')
	return agreements instanceof Y.Map ? (agreements as Y.Map<PlanItem>) : null
}

function toAgreement(id: string, meetingId: string, item: PlanItem): Agreement {
	return {
		id,
		meetingId,
		text: readText(item, 'text'),
		ownerId: readOptionalText(item, 'ownerId'),
		dueOn: readDate(item, 'dueOn'),
		isKept: readMarks(item)[0]?.status === 'done',
		rivalValues: readRivalValues(item),
		createdAt: readText(item, 'createdAt')
	}
}
