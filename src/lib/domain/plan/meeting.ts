import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import {
	findItem,
	itemsOf,
	meetingsMap,
	readDate,
	readLongText,
	readOptionalText,
	readText,
	readTextList,
	type PlanItem
} from './layout.ts'
import { readAgreements, type Agreement } from './agreement.ts'
import { readOnce } from './read-once.ts'
import { hasText, type LongText } from './rich-text.ts'
import { readConcurrentValues, type ConcurrentValues } from './concurrent.ts'

export interface Meeting {
	id: string
	/** Null until a day is agreed. */
	heldOn: IsoDate | null
	/** `HH:MM`, local time; null: not set. */
	startsAt: string | null
	place: string
	topic: string
	/** Person ids of the people who came. */
	attendees: string[]
	/** Ids of the activities it was about. */
	activityIds: string[]
	agreements: Agreement[]
	/** Fields with concurrent values; shown to both people. */
	concurrentValues: ConcurrentValues[]
	hasMinutes: boolean
	createdBy: string
	createdAt: string
	deletedAt: string | null
	deletedBy: string | null
}

export type MeetingFields = Partial<
	Pick<Meeting, 'heldOn' | 'startsAt' | 'place' | 'topic' | 'attendees' | 'activityIds'>
>

/** Newest first; those without a day come before all others. Without the deleted ones. */
export function readMeetings(doc: Y.Doc): Meeting[] {
	return readAll(doc).filter(({ deletedAt }) => deletedAt === null)
}

export function readDeletedMeetings(doc: Y.Doc): Meeting[] {
	return readAll(doc).filter(({ deletedAt }) => deletedAt !== null)
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

/** Whether nobody has written into it yet. Day, time, place and attendees do not count. */
export function isBlank({ topic, activityIds, agreements, hasMinutes }: Meeting): boolean {
	return topic === '' && activityIds.length === 0 && agreements.length === 0 && !hasMinutes
}

function readAll(doc: Y.Doc): Meeting[] {
	return itemsOf(meetingsMap(doc))
		.map(([id, item]) => toMeeting(id, item))
		.sort(compareNewestFirst)
}

const toMeeting = readOnce((id: string, item: PlanItem): Meeting => {
	const minutes = readLongText(item, 'minutes')
	return {
		id,
		heldOn: readDate(item, 'heldOn'),
		startsAt: readTime(item, 'startsAt'),
		place: readText(item, 'place'),
		topic: readText(item, 'topic'),
		attendees: readTextList(item, 'attendees'),
		activityIds: readTextList(item, 'activityIds'),
		agreements: readAgreements(id, item),
		concurrentValues: readConcurrentValues(item, 'meeting'),
		hasMinutes: minutes !== null && hasText(minutes),
		createdBy: readText(item, 'createdBy'),
		createdAt: readText(item, 'createdAt'),
		deletedAt: readOptionalText(item, 'deletedAt'),
		deletedBy: readOptionalText(item, 'deletedBy')
	}
})

function readTime(item: PlanItem, field: string): string | null {
	const value = readText(item, field)
	return /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? value : null
}

function compareNewestFirst(one: Meeting, other: Meeting): number {
	const key = ({ heldOn, startsAt, createdAt, id }: Meeting) =>
		`${heldOn ?? '9999'} ${startsAt ?? ''} ${createdAt} ${id}`
	return key(one) < key(other) ? 1 : -1
}
