/** Edits agreements, activities, meetings, profile entries and stages. Reading is in other files, because the first screen only reads. */
import * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { type ActivityFields, readContent } from './activity.ts'
import { type AgreementFields, agreementsMap, findAgreement } from './agreement.ts'
import { dropConcurrentValues, editFields } from './edit-fields.ts'
import type { FieldValues } from './fields.ts'
import {
	activitiesMap,
	addItem,
	type Author,
	findItem,
	meetingsMap,
	type PlanItem,
	profileMap,
	readDate,
	readOptionalText,
	readText,
	setFields,
	stagesMap,
	textKeys
} from './layout.ts'
import { addMark, readMarks, readLatestMarks, type Status } from './mark.ts'
import type { MeetingFields } from './meeting.ts'
import { type Check, checkField, CONFIRMED, questionField, readCheck, type Scale } from './visit.ts'

/** Does nothing if the meeting is unknown. */
export function addAgreement(doc: Y.Doc, meetingId: string, id: string, fields: AgreementFields, author: Author): void {
	const meeting = findItem(meetingsMap(doc), meetingId)
	const agreements = meeting && agreementsMap(meeting)
	if (agreements === null) return
	doc.transact(() => {
		const item = addItem(agreements, id, fields, author)
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
	editItem(doc, findAgreement(doc, meetingId, id), fields, author)
}

/** Marks it as kept or open again. As with an activity, the newest mark counts. */
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
	deleteItem(doc, findAgreement(doc, meetingId, id), author)
}

/** Deletes a new agreement whose author left it without words. `readDeletedAgreements` does not offer it. */
export function eraseAgreement(doc: Y.Doc, meetingId: string, id: string, author: Author): void {
	doc.transact(() => {
		editAgreement(doc, meetingId, id, { text: '' }, author)
		deleteAgreement(doc, meetingId, id, author)
	})
}

export function restoreAgreement(doc: Y.Doc, meetingId: string, id: string): void {
	restoreItem(doc, findAgreement(doc, meetingId, id))
}

/** Does nothing if the activity is unknown. Also edits a deleted one: its text is kept. */
export function editActivity(doc: Y.Doc, id: string, fields: ActivityFields, author: Author): void {
	editItem(doc, findItem(activitiesMap(doc), id), fields, author)
}

/**
 * Marks a status; `markId` is fresh. A done mark gets the day `doneOn`. If a day was entered before, or one of the latest marks
 * says done, it gets that day instead. Does nothing if the activity is unknown.
 */
export function markActivity(
	doc: Y.Doc,
	id: string,
	mark: { markId: string; status: Status; doneOn: IsoDate },
	author: Author
): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null) return
	const doneMark = readLatestMarks(readMarks(item)).find(({ status }) => status === 'done')
	const doneBefore = readDate(item, 'doneOn') ?? doneMark?.doneOn
	doc.transact(() => {
		addMark(item, mark.markId, mark.status, mark.status === 'done' ? (doneBefore ?? mark.doneOn) : null, author)
		setFields(item, { doneOn: null })
		dropConcurrentValues(item, 'doneOn')
	})
}

/** Marks it as deleted, with what the author saw of it; its data stays. One that changed since its deletion is deleted as it is now. */
export function deleteActivity(doc: Y.Doc, id: string, author: Author): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null || isDeletedAsSeen(item)) return
	doc.transact(() =>
		setFields(item, { deletedAt: author.at, deletedBy: author.personId, deletedContent: readContent(item) })
	)
}

function isDeletedAsSeen(item: PlanItem): boolean {
	return readOptionalText(item, 'deletedAt') !== null && readOptionalText(item, 'deletedContent') === readContent(item)
}

/** Deletes a new activity whose author left it without words. `readDeletedActivities` does not offer it. */
export function eraseActivity(doc: Y.Doc, id: string, author: Author): void {
	doc.transact(() => {
		editActivity(doc, id, { title: '' }, author)
		deleteActivity(doc, id, author)
	})
}

/** Restores it at its old position. */
export function restoreActivity(doc: Y.Doc, id: string): void {
	restoreItem(doc, findItem(activitiesMap(doc), id))
}

export function addMeeting(doc: Y.Doc, id: string, fields: MeetingFields, author: Author): void {
	doc.transact(() => {
		const item = addItem(meetingsMap(doc), id, fields, author)
		item.set('agreements', new Y.Map())
		item.set(textKeys.minutes, new Y.Text())
	})
}

/** Does nothing if unknown. */
export function editMeeting(doc: Y.Doc, id: string, fields: MeetingFields, author: Author): void {
	editItem(doc, findItem(meetingsMap(doc), id), fields, author)
}

/** The questions that a list puts into a meeting: their ids and what `Check` says, without an answer. */
export interface Checklist {
	id: string
	wording: string
	questions: readonly { id: string; wording: string; scale: Scale }[]
}

/**
 * Copies the list's questions into the meeting, so that a later change of the list does not change what was asked. A question that
 * is there already stays with its answer. Does nothing if unknown.
 */
export function addChecklist(doc: Y.Doc, meetingId: string, list: Checklist): void {
	const item = findItem(meetingsMap(doc), meetingId)
	if (item === null) return
	const checks = list.questions.map(({ id, wording, scale }, order): [string, Check] => [
		checkField(list.id, id),
		{ list: list.wording, order, question: wording, scale, answer: null, comment: '' }
	])
	const missing = checks.filter(([field]) => readCheck(item, field) === null)
	const questions = missing.map(([field, check]) => [questionField(field), check] as const)
	doc.transact(() => setFields(item, Object.fromEntries(questions)))
}

/** Does nothing for an unknown meeting or question. */
export function answerCheck(
	doc: Y.Doc,
	meetingId: string,
	field: string,
	answer: Partial<Pick<Check, 'answer' | 'comment'>>,
	author: Author
): void {
	const item = findItem(meetingsMap(doc), meetingId)
	const check = item && readCheck(item, field)
	if (item === null || check === null) return
	doc.transact(() => editFields(item, { [field]: { ...check, ...answer } }, author))
}

/** Takes the questions of a list out of the meeting, with their answers. */
export function removeChecks(doc: Y.Doc, meetingId: string, fields: readonly string[], author: Author): void {
	const item = findItem(meetingsMap(doc), meetingId)
	if (item === null) return
	doc.transact(() => {
		setFields(item, Object.fromEntries(fields.map((field) => [questionField(field), null])))
		editFields(item, Object.fromEntries(fields.map((field) => [field, null])), author)
	})
}

/** The author confirms the summary as it is now, or takes the confirmation back. Does nothing if unknown. */
export function confirmSummary(doc: Y.Doc, meetingId: string, isConfirmed: boolean, author: Author): void {
	const item = findItem(meetingsMap(doc), meetingId)
	if (item === null) return
	const key = `${CONFIRMED}${author.personId}`
	doc.transact(() => {
		if (isConfirmed) item.set(key, { summary: readText(item, 'summary'), at: author.at })
		else item.delete(key)
	})
}

/** Marks it as deleted; its minutes and agreements stay. */
export function deleteMeeting(doc: Y.Doc, id: string, author: Author): void {
	deleteItem(doc, findItem(meetingsMap(doc), id), author)
}

export function restoreMeeting(doc: Y.Doc, id: string): void {
	restoreItem(doc, findItem(meetingsMap(doc), id))
}

/** Does nothing if unknown. */
export function editProfileItem(doc: Y.Doc, id: string, text: string, author: Author): void {
	editItem(doc, findItem(profileMap(doc), id), { text }, author)
}

export function deleteProfileItem(doc: Y.Doc, id: string, author: Author): void {
	deleteItem(doc, findItem(profileMap(doc), id), author)
}

/** Deletes a new profile entry whose author left it without words. `readDeletedProfile` does not offer it. */
export function eraseProfileItem(doc: Y.Doc, id: string, author: Author): void {
	doc.transact(() => {
		editProfileItem(doc, id, '', author)
		deleteProfileItem(doc, id, author)
	})
}

export function restoreProfileItem(doc: Y.Doc, id: string): void {
	restoreItem(doc, findItem(profileMap(doc), id))
}

/** Does nothing for an unknown stage. Stages are not added or deleted: the regulation fixes them (domain.md T53). */
export function editStage(doc: Y.Doc, id: string, fields: Partial<FieldValues<'stage'>>, author: Author): void {
	editItem(doc, findItem(stagesMap(doc), id), fields, author)
}

function editItem(doc: Y.Doc, item: PlanItem | null, fields: object, author: Author): void {
	if (item !== null) doc.transact(() => editFields(item, { ...fields }, author))
}

function deleteItem(doc: Y.Doc, item: PlanItem | null, author: Author): void {
	if (item === null || readOptionalText(item, 'deletedAt') !== null) return
	doc.transact(() => setFields(item, { deletedAt: author.at, deletedBy: author.personId }))
}

function restoreItem(doc: Y.Doc, item: PlanItem | null): void {
	if (item !== null) doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null, deletedContent: null }))
}
