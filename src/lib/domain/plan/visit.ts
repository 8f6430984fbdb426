/**
 * What a visit has besides a meeting's fields: the observation checklist (domain.md D15), the confirmations of its summary, and its place
 * in the sequence of meetings (domain.md R19). Apart from meeting.ts, because the first screen needs none of it.
 */
import type * as Y from 'yjs'
import { addDaysTo, addMonthsTo, isInstant, type IsoDate } from '../calendar.ts'
import { asText, CHECK, checkRow, type FieldKind, findRow, type Rows, rowsOf } from './fields.ts'
import { isConcurrentKey } from './concurrent.ts'
import { findItem, meetingsMap, type PlanItem, readText } from './layout.ts'
import type { Meeting } from './meeting.ts'

/** In their sequence (domain.md R19). */
export const meetingSorts = ['first', 'trial', 'planning', 'regular', 'final', 'groupFinal'] as const
export type MeetingSort = (typeof meetingSorts)[number]

/** How a question of a checklist is answered: with no (0) or yes (1); as not (0), partly (1) or fully (2) seen; with words alone. */
export const scales = ['yesNo', 'degree', 'words'] as const
export type Scale = (typeof scales)[number]

/** A question of the checklist of a visit, copied from the municipality's list when the list was chosen, and its answer. */
export interface Check {
	/** The title of its list. */
	list: string
	/** Its place in the list. */
	order: number
	question: string
	scale: Scale
	/** By the scale; null: not answered. */
	answer: number | null
	comment: string
}

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

/**
 * Before the name of a question's field: the question as the list had it, without an answer. It is no row of the table, because nobody
 * edits it: two people who choose one list apart write the same, and neither takes the other's answers.
 */
const QUESTION = 'question:'
export const questionField = (field: string) => `${QUESTION}${field}`
export const checkField = (listId: string, questionId: string) => `${CHECK}${listId}/${questionId}`

/** The rows of a kind, and those that only this item has: a meeting's questions, in the order of their names. */
export function rowsIn(kind: FieldKind, item: Pick<Y.Map<unknown>, 'keys'>): Rows {
	if (kind !== 'meeting') return rowsOf[kind]
	const checks = [...item.keys()].filter((name) => findRow(kind, name) === checkRow && !isConcurrentKey(name)).sort()
	return [...rowsOf.meeting, ...checks.map((name) => [name, checkRow] as const)]
}

/** Empty for an unknown meeting. List by list, in the order of each list. */
export function readChecks(doc: Y.Doc, meetingId: string): MeetingCheck[] {
	const item = findItem(meetingsMap(doc), meetingId)
	if (item === null) return []
	const asked = [...item.keys()].filter((key) => key.startsWith(QUESTION)).map((key) => key.slice(QUESTION.length))
	const answered = rowsIn('meeting', item).flatMap(([field, { kind }]) => (kind === 'check' ? [field] : []))
	return [...new Set([...asked, ...answered])]
		.flatMap((field) => {
			const check = readCheck(item, field)
			return check === null ? [] : [{ ...check, field }]
		})
		.sort((one, other) => (one.list === other.list ? one.order - other.order : one.list < other.list ? -1 : 1))
}

/** The question with its answer, if it has one; null: it is not in this meeting. */
export function readCheck(item: PlanItem, field: string): Check | null {
	return asCheck(item.get(field)) ?? asCheck(item.get(questionField(field)))
}

/** Before the id of who confirmed it. Only this person writes the value, so it needs no concurrent values. */
export const CONFIRMED = 'confirmed:'

/** Empty for an unknown meeting. The earliest first. */
export function readConfirmations(doc: Y.Doc, meetingId: string): Confirmation[] {
	const item = findItem(meetingsMap(doc), meetingId)
	if (item === null) return []
	const summary = readText(item, 'summary')
	return [...item.keys()]
		.filter((key) => key.startsWith(CONFIRMED))
		.flatMap((key) => {
			const { summary: seen, at } = (item.get(key) ?? {}) as { summary?: unknown; at?: unknown }
			if (typeof at !== 'string' || !isInstant(at)) return []
			return [{ personId: key.slice(CONFIRMED.length), at, isCurrent: seen === summary }]
		})
		.sort((one, other) => (one.at < other.at ? -1 : 1))
}

/** The meetings whose summary somebody has confirmed, as it is or was, and this person has not as it is. */
export function meetingsToConfirm(doc: Y.Doc, personId: string): string[] {
	return [...meetingsMap(doc).keys()].filter((id) => {
		const confirmations = readConfirmations(doc, id)
		return confirmations.length > 0 && !confirmations.some((one) => one.isCurrent && one.personId === personId)
	})
}

/** What of the sequence of meetings (domain.md R19) this one does not keep: `earlier` should have been before it, or it is after the final one. */
export type SequenceWarning = { earlier: MeetingSort } | 'after-final'

/**
 * Compares a meeting with those before it: each sort needs the one before it in the sequence, and nothing but the group's final meeting
 * comes after the final one. `all`: with itself, newest first, as `readMeetings` returns them. Null: it keeps the sequence, or no other
 * meeting has a sort.
 */
export function warnOfSequence(meeting: Meeting, all: readonly Meeting[]): SequenceWarning | null {
	const { sort } = meeting
	if (sort === null || all.every(({ id, sort: its }) => id === meeting.id || its === null)) return null
	const before = all.slice(all.findIndex(({ id }) => id === meeting.id) + 1).map((other) => other.sort)
	const step = meetingSorts.findIndex((one) => one === sort)
	if (sort !== 'groupFinal' && before.some((its) => its === 'final' || its === 'groupFinal')) return 'after-final'
	const needed = meetingSorts[step - 1]
	return needed === undefined || before.includes(needed) ? null : { earlier: needed }
}

export const intervals = ['week', 'twoWeeks', 'month'] as const
export type Interval = (typeof intervals)[number]

/** The days on which a meeting of that day comes again, until the last one, included. At most two years of weeks. */
export function repeatDays(from: IsoDate, interval: Interval, until: IsoDate): IsoDate[] {
	const days: IsoDate[] = []
	for (let count = 1; days.length < 105; count++) {
		const day =
			interval === 'month' ? addMonthsTo(from, count) : addDaysTo(from, count * (interval === 'week' ? 7 : 14))
		if (day > until) break
		days.push(day)
	}
	return days
}

/** Null for what is no question of a checklist. */
export function asCheck(value: unknown): Check | null {
	if (typeof value !== 'object' || value === null) return null
	const { list, order, question, scale, answer, comment } = value as Record<string, unknown>
	if (asText(question) === '') return null
	return {
		list: asText(list),
		order: typeof order === 'number' ? order : 0,
		question: asText(question),
		scale: scales.find((one) => one === scale) ?? 'words',
		answer: typeof answer === 'number' ? answer : null,
		comment: asText(comment)
	}
}
