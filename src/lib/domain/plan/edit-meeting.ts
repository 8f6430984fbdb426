/** Edits of meetings: apart from reading them, which the first screen has need of. */
import * as Y from 'yjs'
import { editFields } from './edit-fields.ts'
import { findItem, meetingsMap, readOptionalText, setFields, type Author, type PlanItem } from './layout.ts'
import type { MeetingFields } from './meeting.ts'

export function addMeeting(doc: Y.Doc, id: string, fields: MeetingFields, author: Author): void {
	doc.transact(() => {
		const item: PlanItem = new Y.Map()
		meetingsMap(doc).set(id, item)
		setFields(item, { ...fields, createdBy: author.personId, createdAt: author.at })
		item.set('agreements', new Y.Map())
		item.set('minutes', new Y.XmlFragment())
	})
}

/** Does nothing if unknown. */
export function editMeeting(doc: Y.Doc, id: string, fields: MeetingFields, author: Author): void {
	const item = findItem(meetingsMap(doc), id)
	if (item === null) return
	doc.transact(() => editFields(item, fields, author))
}

/** Sets it aside with its minutes and agreements; nothing is lost. */
export function deleteMeeting(doc: Y.Doc, id: string, author: Author): void {
	const item = findItem(meetingsMap(doc), id)
	if (item === null || readOptionalText(item, 'deletedAt') !== null) return
	doc.transact(() => setFields(item, { deletedAt: author.at, deletedBy: author.personId }))
}

export function restoreMeeting(doc: Y.Doc, id: string): void {
	const item = findItem(meetingsMap(doc), id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}
