import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { CHECK, type FieldValues, isEmptyBut, readFields } from './fields.ts'
import { findItem, meetingsMap, readLongText, readOptionalText, readText, type PlanItem } from './layout.ts'
import { readAgreements, type Agreement } from './agreement.ts'
import { readAllOnce, readOnce } from './read-once.ts'
import { hasText, type LongText } from './rich-text.ts'
import { readConcurrentValues, type ConcurrentValues } from './concurrent.ts'

export interface Meeting extends FieldValues<'meeting'> {
	id: string
	agreements: Agreement[]
	/** Fields with concurrent values; shown to both people. */
	concurrentValues: ConcurrentValues[]
	hasMinutes: boolean
	/** A question of a checklist has been answered (visit.ts), also if the checklist was removed since. */
	hasChecks: boolean
	createdBy: string
	createdAt: string
	deletedAt: string | null
	deletedBy: string | null
}

export type MeetingFields = Partial<FieldValues<'meeting'>>

/** Newest first; those without a day come before all others. Without the deleted ones. */
export function readMeetings(doc: Y.Doc): Meeting[] {
	return toMeetings(meetingsMap(doc)).filter(({ deletedAt }) => deletedAt === null)
}

export function readDeletedMeetings(doc: Y.Doc): Meeting[] {
	return toMeetings(meetingsMap(doc)).filter(({ deletedAt }) => deletedAt !== null)
}

/** Finds deleted ones too; null for an unknown id. */
export function readMeeting(doc: Y.Doc, id: string): Meeting | null {
	const item = findItem(meetingsMap(doc), id)
	return item === null ? null : toMeeting(id, item)
}

/** The co-edited minutes; null for an unknown id. */
export function meetingMinutes(doc: Y.Doc, id: string): LongText | null {
	const item = findItem(meetingsMap(doc), id)
	return item === null ? null : readLongText(item, 'minutes')
}

/**
 * Whether the meeting is still ahead, by local date and time (`HH:MM`). One of today without a time is ahead all day; one
 * without a day always is.
 */
export function isMeetingAhead(
	{ heldOn, startsAt }: Pick<Meeting, 'heldOn' | 'startsAt'>,
	now: { date: IsoDate; time: string }
): boolean {
	if (heldOn !== now.date) return heldOn === null || heldOn > now.date
	return startsAt === null || startsAt > now.time
}

/** Whether nobody has written into it yet. What a new meeting is filled with does not count. */
export function isBlank(meeting: Meeting): boolean {
	if (meeting.hasMinutes || meeting.agreements.length > 0 || meeting.hasChecks) return false
	return isEmptyBut('meeting', meeting, ['heldOn', 'startsAt', 'place', 'attendees'])
}

const toMeeting = readOnce((id: string, item: PlanItem): Meeting => {
	const minutes = readLongText(item, 'minutes')
	return {
		...readFields('meeting', item),
		id,
		agreements: readAgreements(id, item),
		concurrentValues: readConcurrentValues(item, 'meeting'),
		hasMinutes: minutes !== null && hasText(minutes),
		hasChecks: [...item.keys()].some((key) => key.startsWith(CHECK)),
		createdBy: readText(item, 'createdBy'),
		createdAt: readText(item, 'createdAt'),
		deletedAt: readOptionalText(item, 'deletedAt'),
		deletedBy: readOptionalText(item, 'deletedBy')
	}
})

const toMeetings = readAllOnce(toMeeting, compareNewestFirst)

function compareNewestFirst(one: Meeting, other: Meeting): number {
	const key = ({ heldOn, startsAt, createdAt, id }: Meeting) =>
		`${heldOn ?? '9999'} ${startsAt ?? ''} ${createdAt} ${id}`
	return key(one) < key(other) ? 1 : -1
}
