/** Random edits of a plan, each one a person can make, for property tests. The same numbers give the same edits. */
import fc from 'fast-check'
import type * as Y from 'yjs'
import { activityNotes, readActivities, readDeletedActivities } from '#domain/plan/activity.ts'
import {
	addAgreement,
	addMeeting,
	deleteActivity,
	deleteAgreement,
	deleteMeeting,
	deleteProfileItem,
	editActivity,
	editAgreement,
	editMeeting,
	editProfileItem,
	editStage,
	markActivity,
	markAgreement,
	restoreActivity,
	restoreMeeting
} from '#domain/plan/edit.ts'
import { addProfileItem, addActivity, moveActivity } from '#domain/plan/position.ts'
import type { Author } from '#domain/plan/layout.ts'
import { statuses } from '#domain/plan/mark.ts'
import { meetingMinutes, readDeletedMeetings, readMeetings } from '#domain/plan/meeting.ts'
import { profileKinds, readProfile, readStages } from '#domain/plan/stage.ts'
import { setPlainText } from '#domain/plan/edit-text.ts'
import { type LongText, plainTextOf } from '#domain/plan/rich-text.ts'

/** One edit: its kind, its item and its value; each is taken modulo the number of choices. */
export type Edit = readonly [kind: number, item: number, value: number]

export const editsArbitrary = (maxLength: number) =>
	fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength })

/** `at` counts up and makes new ids: two devices that edit independently use different ones. */
export function makeEdit(doc: Y.Doc, [kind, item, value]: Edit, personId: string, at: number): void {
	const author: Author = { personId, at: new Date(Date.UTC(2026, 8, 1) + at * 60_000).toISOString() }
	const id = `${personId}-${at}`
	const day = new Date(Date.UTC(2026, 8, 1 + (value % 300))).toISOString().slice(0, 10)
	const words = `Запись ${value}`
	const activities = readActivities(doc)
	const meetings = readMeetings(doc)
	const profile = Object.values(readProfile(doc)).flat()
	const activity = pick(activities, item)
	const meeting = pick(meetings, item)
	const agreement = meeting && pick(meeting.agreements, value)
	const stageId = pick(readStages(doc), value)?.id ?? ''
	const edits: (() => void)[] = [
		() => addActivity(doc, { id, stageId, title: words }, author, activity?.stageId === stageId ? activity.id : null),
		() => activity && editActivity(doc, activity.id, { dueOn: day, place: words }, author),
		() => activity && editActivity(doc, activity.id, { title: words, responsible: [personId] }, author),
		() => activity && editActivity(doc, activity.id, { doneOn: day }, author),
		() =>
			activity && markActivity(doc, activity.id, { markId: id, status: pick(statuses, value)!, doneOn: day }, author),
		() => activity && moveActivity(doc, activity.id, stageId, pick(inStage(stageId), value)?.id ?? null),
		() => activity && deleteActivity(doc, activity.id, author),
		() => restoreActivity(doc, pick(readDeletedActivities(doc), item)?.id ?? ''),
		() => activity && write(activityNotes(doc, activity.id)),
		() => editStage(doc, stageId, { endsOn: day }, author),
		() => addMeeting(doc, id, { heldOn: day, topic: value % 2 === 0 ? words : '' }, author),
		() => meeting && editMeeting(doc, meeting.id, { place: words, attendees: [personId] }, author),
		() => meeting && deleteMeeting(doc, meeting.id, author),
		() => restoreMeeting(doc, pick(readDeletedMeetings(doc), item)?.id ?? ''),
		() => meeting && write(meetingMinutes(doc, meeting.id)),
		() => meeting && addAgreement(doc, meeting.id, id, { text: words, ownerId: personId }, author),
		() => meeting && agreement && editAgreement(doc, meeting.id, agreement.id, { dueOn: day }, author),
		() =>
			meeting &&
			agreement &&
			markAgreement(doc, meeting.id, agreement.id, { markId: id, isKept: value % 3 > 0 }, author),
		() => meeting && agreement && deleteAgreement(doc, meeting.id, agreement.id, author),
		() => addProfileItem(doc, id, pick(profileKinds, item)!, words, author),
		() => editProfileItem(doc, pick(profile, item)?.id ?? '', words, author),
		() => deleteProfileItem(doc, pick(profile, item)?.id ?? '', author)
	]
	pick(edits, kind)?.()

	function inStage(wanted: string) {
		return activities.filter((each) => each.stageId === wanted)
	}

	/** Adds a paragraph, replaces the text, or empties it. */
	function write(text: LongText | null): void {
		if (text === null) return
		const before = plainTextOf(text).split('\n')
		setPlainText(text, [[...before, words], [words], []][value % 3] ?? [])
	}
}

function pick<Value>(values: readonly Value[], index: number): Value | undefined {
	return values[index % values.length]
}
