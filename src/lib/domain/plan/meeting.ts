import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import {
	asCheck,
	type Check,
	type FieldValues,
	isEmptyBut,
	type MeetingSort,
	meetingSorts,
	readFields,
	rowsIn
} from './fields.ts'
import { findItem, meetingsMap, readLongText, readOptionalText, readText, type PlanItem } from './layout.ts'
import { readAgreements, type Agreement } from './agreement.ts'
import { readAllOnce, readOnce } from './read-once.ts'
import { hasText, type LongText } from './rich-text.ts'
import { readConcurrentValues, type ConcurrentValues } from './concurrent.ts'

/** A question of a checklist with the name of its field in the meeting. */
export interface MeetingCheck extends Check {
	field: string
}

/** A participant's confirmation of the summary. */
export interface Confirmation {
	personId: string
	at: string
	/** False: the summary was changed since then. */
	isCurrent: boolean
}

export interface Meeting extends FieldValues<'meeting'> {
	id: string
	agreements: Agreement[]
	/** Fields with concurrent values; shown to both people. */
	concurrentValues: ConcurrentValues[]
	hasMinutes: boolean
	/** List by list, in the order of each list. */
	checks: MeetingCheck[]
	/** The earliest first. */
	confirmations: Confirmation[]
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
	if (meeting.hasMinutes || meeting.agreements.length > 0 || meeting.checks.length > 0) return false
	return isEmptyBut('meeting', meeting, ['heldOn', 'startsAt', 'place', 'attendees', 'sort', 'link'])
}

/** What of the sequence of meetings (domain.md R19) this one does not keep: `earlier` should have been before it, or it is after the final one. */
export type SequenceWarning = { earlier: MeetingSort } | 'after-final'

/**
 * Compares it with the meetings before it, by day and time; null: it keeps the sequence, has no sort, or nobody has named the sort of
 * any other. A trial meeting may be left out only if nothing came after the first one yet: each sort needs the one before it, and
 * a regular one may come again. A group's final meeting comes after the final one.
 */
export function warnOfSequence(meeting: Meeting, all: readonly Meeting[]): SequenceWarning | null {
	const { sort } = meeting
	const others = all.filter(({ id, sort: its }) => id !== meeting.id && its !== null)
	if (sort === null || others.length === 0) return null
	const before = others.filter((other) => compareNewestFirst(other, meeting) > 0).map((other) => other.sort)
	const step = meetingSorts.indexOf(sort)
	if (sort !== 'groupFinal' && before.some((its) => its === 'final' || its === 'groupFinal')) return 'after-final'
	const needed = meetingSorts[step - 1]
	return needed === undefined || before.includes(needed) ? null : { earlier: needed }
}

const toMeeting = readOnce((id: string, item: PlanItem): Meeting => {
	const minutes = readLongText(item, 'minutes')
	return {
		...readFields('meeting', item),
		id,
		agreements: readAgreements(id, item),
		concurrentValues: readConcurrentValues(item, 'meeting'),
		hasMinutes: minutes !== null && hasText(minutes),
		checks: readChecks(item),
		confirmations: readConfirmations(item),
		createdBy: readText(item, 'createdBy'),
		createdAt: readText(item, 'createdAt'),
		deletedAt: readOptionalText(item, 'deletedAt'),
		deletedBy: readOptionalText(item, 'deletedBy')
	}
})

function readChecks(item: PlanItem): MeetingCheck[] {
	return rowsIn('meeting', item)
		.flatMap(([field, { kind }]) => {
			const check = kind === 'check' ? asCheck(item.get(field)) : null
			return check === null ? [] : [{ ...check, field }]
		})
		.sort((one, other) => (one.list === other.list ? one.order - other.order : one.list < other.list ? -1 : 1))
}

/** Before the id of who confirmed it. Only this person writes the value, so it needs no concurrent values. */
export const CONFIRMED = 'confirmed:'

function readConfirmations(item: PlanItem): Confirmation[] {
	const summary = readText(item, 'summary')
	return [...item.keys()]
		.filter((key) => key.startsWith(CONFIRMED))
		.flatMap((key) => {
			const { summary: seen, at } = (item.get(key) ?? {}) as { summary?: unknown; at?: unknown }
			if (typeof at !== 'string') return []
			return [{ personId: key.slice(CONFIRMED.length), at, isCurrent: seen === summary }]
		})
		.sort((one, other) => (one.at < other.at ? -1 : 1))
}

const toMeetings = readAllOnce(toMeeting, compareNewestFirst)

function compareNewestFirst(one: Meeting, other: Meeting): number {
	const key = ({ heldOn, startsAt, createdAt, id }: Meeting) =>
		`${heldOn ?? '9999'} ${startsAt ?? ''} ${createdAt} ${id}`
	return key(one) < key(other) ? 1 : -1
}
