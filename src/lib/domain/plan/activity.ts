import * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { type FieldValues, isEmptyBut, readFields } from './fields.ts'
import {
	activitiesMap,
	compareOrder,
	findItem,
	type PlanItem,
	readDate,
	readLongText,
	readOptionalText,
	readText
} from './layout.ts'
import { readAllOnce, readOnce } from './read-once.ts'
import { readMarks, readConcurrentMarks, type Mark, type Status } from './mark.ts'
import { hasText, type LongText, readLines } from './rich-text.ts'
import { isConcurrentKey, readConcurrentValues, type ConcurrentValues } from './concurrent.ts'

export interface Activity extends FieldValues<'activity'> {
	id: string
	stageId: string
	order: string
	/** The number in its roadmap, «2.3»; null for an activity that the pair added. */
	number: string | null
	/** The deadline in the words of the roadmap, «1 раз в четверть» (domain.md D28); empty: none. */
	deadlineWording: string
	status: Status
	marks: Mark[]
	/** Concurrent marks with another status; shown to both people. */
	concurrentMarks: Mark[]
	/** Fields with concurrent values; shown to both people. */
	concurrentValues: ConcurrentValues[]
	/** True when the notes have words; `activityNotes` returns the co-edited text. */
	hasNotes: boolean
	/** The day on which it was added, in the municipality. */
	addedOn: IsoDate
	deletedAt: string | null
	deletedBy: string | null
	/** Deleted, and different from what the deleting person saw: somebody moved, edited or marked it without knowing. */
	isChangedSinceDeletion: boolean
}

export type ActivityFields = Partial<FieldValues<'activity'>>

export interface NewActivity extends ActivityFields {
	id: string
	stageId: string
	title: string
	number?: string
	deadlineWording?: string
	/** Absent: the UTC day of `Author.at`. */
	addedOn?: IsoDate
}

/** Activities in road order within each stage, without the deleted ones. */
export function readActivities(doc: Y.Doc): Activity[] {
	return readAllActivities(doc).filter(({ deletedAt }) => deletedAt === null)
}

/** With the deleted ones, which may be part of the approved programme; in road order within each stage. */
export function readAllActivities(doc: Y.Doc): readonly Activity[] {
	return toActivities(activitiesMap(doc))
}

/** The last deleted first. Leaves out activities without any words. */
export function readDeletedActivities(doc: Y.Doc): Activity[] {
	return readAllActivities(doc)
		.filter(({ deletedAt }) => deletedAt !== null)
		.filter((activity) => activity.hasNotes || activity.concurrentValues.length > 0 || hasWords(activity))
		.sort((one, other) => ((one.deletedAt ?? '') < (other.deletedAt ?? '') ? 1 : -1))
}

/** Finds deleted activities too: a deep link to one offers to restore it. Null for an unknown id. */
export function readActivity(doc: Y.Doc, id: string): Activity | null {
	const item = findItem(activitiesMap(doc), id)
	return item === null ? null : toActivity(id, item)
}

/** The co-edited text, which is created together with the activity. Null for an unknown id. */
export function activityNotes(doc: Y.Doc, id: string): LongText | null {
	const item = findItem(activitiesMap(doc), id)
	return item === null ? null : readLongText(item, 'notes')
}

/**
 * Takes the result of `readMarks`. The field `doneOn` is a day corrected by hand. It counts only while the newest mark says
 * done: another person may have made a later mark concurrently.
 */
export function readDoneOn(item: PlanItem, marks: readonly Mark[]): IsoDate | null {
	return marks[0]?.status === 'done' ? (readDate(item, 'doneOn') ?? marks[0].doneOn) : null
}

/** The rest is chosen with a touch. */
function hasWords(activity: Activity): boolean {
	const chosen = ['startsOn', 'dueOn', 'doneOn', 'responsible', 'resultForm', 'kind', 'audience'] as const
	return !isEmptyBut('activity', activity, chosen)
}

/** What a person sees of an activity: its fields, marks and notes, in a form to compare. */
export function readContent(item: PlanItem): string {
	const fields = [...item].filter(([field, value]) => !isAboutDeletion(field) && !(value instanceof Y.AbstractType))
	return JSON.stringify([
		...fields.filter(([field]) => !isConcurrentKey(field)).sort(([one], [other]) => (one < other ? -1 : 1)),
		readMarks(item).map(({ id }) => id),
		lengthOf(readLongText(item, 'notes'))
	])
}

/** The same in both layouts of a text: the server writing it anew is no change. */
function lengthOf(text: LongText | null): number | null {
	return (
		text &&
		readLines(text).reduce((length, { runs }) => runs.reduce((sum, { text }) => sum + text.length, length + 1), 0)
	)
}

function isAboutDeletion(field: string): boolean {
	return field === 'deletedAt' || field === 'deletedBy' || field === 'deletedContent'
}

const toActivity = readOnce((id: string, item: PlanItem): Activity => {
	const marks = readMarks(item)
	const deletedAt = readOptionalText(item, 'deletedAt')
	const deletedContent = readOptionalText(item, 'deletedContent')
	const status = marks[0]?.status ?? 'planned'
	const notes = readLongText(item, 'notes')
	return {
		...readFields('activity', item),
		id,
		stageId: readText(item, 'stageId'),
		order: readText(item, 'order'),
		number: readOptionalText(item, 'number'),
		deadlineWording: readText(item, 'deadlineWording'),
		doneOn: readDoneOn(item, marks),
		status,
		marks,
		concurrentMarks: readConcurrentMarks(marks),
		concurrentValues: readConcurrentValues(item, 'activity'),
		hasNotes: notes !== null && hasText(notes),
		// Older apps wrote the instant alone.
		addedOn: readDate(item, 'addedOn') ?? readText(item, 'createdAt').slice(0, 10),
		deletedAt,
		deletedBy: readOptionalText(item, 'deletedBy'),
		isChangedSinceDeletion: deletedAt !== null && deletedContent !== null && deletedContent !== readContent(item)
	}
})

const toActivities = readAllOnce(toActivity, compareOrder)

/**
 * Whether its cancellation or deletion is only proposed: the approved edition contains it, and no edition without it is in force
 * yet (domain.md T44). `approved`: the ids that the edition plans; null: no edition is
 * approved.
 */
export function isToCancel(
	{ id, status, deletedAt }: Pick<Activity, 'id' | 'status' | 'deletedAt'>,
	approved: { planned: readonly string[] } | null
): boolean {
	return (deletedAt !== null || status === 'cancelled') && approved?.planned.includes(id) === true
}
