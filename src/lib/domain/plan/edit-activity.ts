/** Edits of activities: apart from reading them, which the first screen has need of. */
import type * as Y from 'yjs'
import type { ActivityFields } from './activity.ts'
import { dropRivals, editFields } from './edit-fields.ts'
import type { IsoDate } from '../calendar.ts'
import { activitiesMap, findItem, readDate, readOptionalText, setFields, type Author } from './layout.ts'
import { addMark, readMarks, readStandingMarks, type Status } from './mark.ts'

/** Does nothing if the activity is unknown. A deleted one is edited all the same: the text is kept. */
export function editActivity(doc: Y.Doc, id: string, fields: ActivityFields, author: Author): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null) return
	doc.transact(() => editFields(item, fields, author))
}

/**
 * Marks a status; `markId` is fresh. Marking done sets `doneOn`, unless a day was entered before or
 * one of the marks that stand already says done: then that day stays. Does nothing if the activity is
 * unknown.
 */
export function markActivity(
	doc: Y.Doc,
	id: string,
	mark: { markId: string; status: Status; doneOn: IsoDate },
	author: Author
): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null) return
	const standing = readStandingMarks(readMarks(item)).find(({ status }) => status === 'done')
	const doneBefore = readDate(item, 'doneOn') ?? standing?.doneOn
	doc.transact(() => {
		addMark(item, mark.markId, mark.status, mark.status === 'done' ? (doneBefore ?? mark.doneOn) : null, author)
		setFields(item, { doneOn: null })
		dropRivals(item, 'doneOn')
	})
}

/** Sets it aside; nothing of it is lost. Does nothing if unknown. */
export function deleteActivity(doc: Y.Doc, id: string, author: Author): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null || readOptionalText(item, 'deletedAt') !== null) return
	doc.transact(() => setFields(item, { deletedAt: author.at, deletedBy: author.personId }))
}

/** A new one of which its author has left no word: set aside, and offered to nobody (`readDeletedActivities`). */
export function eraseActivity(doc: Y.Doc, id: string, author: Author): void {
	doc.transact(() => {
		editActivity(doc, id, { title: '' }, author)
		deleteActivity(doc, id, author)
	})
}

/** Brings it back to where it stood. */
export function restoreActivity(doc: Y.Doc, id: string): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}
