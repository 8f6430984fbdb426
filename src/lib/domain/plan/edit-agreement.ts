/** Edits of agreements: apart from reading them, which the first screen has need of. */
import * as Y from 'yjs'
import { agreementsMap, findAgreement, type AgreementFields } from './agreement.ts'
import { findItem, meetingsMap, readOptionalText, setFields, type Author, type PlanItem } from './layout.ts'
import { addMark } from './mark.ts'
import { editFields } from './edit-fields.ts'

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

/** A new one of which its author has left no word: set aside, and offered to nobody (`readDeletedAgreements`). */
export function eraseAgreement(doc: Y.Doc, meetingId: string, id: string, author: Author): void {
	doc.transact(() => {
		editAgreement(doc, meetingId, id, { text: '' }, author)
		deleteAgreement(doc, meetingId, id, author)
	})
}

export function restoreAgreement(doc: Y.Doc, meetingId: string, id: string): void {
	const item = findAgreement(doc, meetingId, id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}
