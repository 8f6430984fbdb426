/** Edits of agreements: apart from reading them, which the first screen has need of. */
import * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import type { ActivityFields } from './activity.ts'
import { type AgreementFields, agreementsMap, findAgreement } from './agreement.ts'
import { dropRivals, editFields } from './edit-fields.ts'
import {
	activitiesMap,
	type Author,
	findItem,
	meetingsMap,
	type PlanItem,
	profileMap,
	readDate,
	readOptionalText,
	setFields,
	stagesMap
} from './layout.ts'
import { addMark, readMarks, readStandingMarks, type Status } from './mark.ts'
import type { MeetingFields } from './meeting.ts'
import { orderLast } from './place.ts'
import { type ProfileKind, readProfile, type Stage } from './stage.ts'

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

/** Edits of activities: apart from reading them, which the first screen has need of. */

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

/** Edits of meetings: apart from reading them, which the first screen has need of. */
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

/** Edits of the profile: apart from reading it, which the first screen has need of. */

/** Stands last among its kind. */
export function addProfileItem(doc: Y.Doc, id: string, kind: ProfileKind, text: string, author: Author): void {
	const siblings = readProfile(doc)[kind]
	doc.transact(() => {
		const item: PlanItem = new Y.Map()
		profileMap(doc).set(id, item)
		setFields(item, {
			kind,
			text,
			order: orderLast(siblings),
			createdBy: author.personId,
			createdAt: author.at
		})
	})
}

/** Does nothing if unknown. */
export function editProfileItem(doc: Y.Doc, id: string, text: string, author: Author): void {
	const item = findItem(profileMap(doc), id)
	if (item === null) return
	doc.transact(() => editFields(item, { text }, author))
}

export function deleteProfileItem(doc: Y.Doc, id: string, author: Author): void {
	const item = findItem(profileMap(doc), id)
	if (item === null || readOptionalText(item, 'deletedAt') !== null) return
	doc.transact(() => setFields(item, { deletedAt: author.at, deletedBy: author.personId }))
}

/** A new one of which its author has left no word: set aside, and offered to nobody (`readDeletedProfile`). */
export function eraseProfileItem(doc: Y.Doc, id: string, author: Author): void {
	doc.transact(() => {
		editProfileItem(doc, id, '', author)
		deleteProfileItem(doc, id, author)
	})
}

export function restoreProfileItem(doc: Y.Doc, id: string): void {
	const item = findItem(profileMap(doc), id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}

/** Does nothing for an unknown stage. Stages are not added or deleted: the regulation fixes them (domain.md T53). */
export function editStage(
	doc: Y.Doc,
	id: string,
	fields: Partial<Pick<Stage, 'title' | 'startsOn' | 'endsOn'>>,
	author: Author
): void {
	const item = findItem(stagesMap(doc), id)
	if (item === null) return
	doc.transact(() => editFields(item, fields, author))
}
