import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import {
	activitiesMap,
	compareOrder,
	findItem,
	itemsOf,
	type PlanItem,
	readDate,
	readFragment,
	readOptionalText,
	readText,
	readTextList
} from './layout.ts'
import { hasWordsBeside } from './has-words-beside.ts'
import { readMarks, readRivalMarks, type Mark, type Status } from './mark.ts'
import { hasText } from './rich-text.ts'
import { readRivalValues, type RivalValues } from './concurrent.ts'

export interface Activity {
	id: string
	stageId: string
	order: string
	/** The number in the roadmap it came from, «2.3»; null for one the pair added. */
	number: string | null
	title: string
	/** Planned: the first and the last day. `dueOn` alone is the ordinary case; both null: the stage's own term. */
	startsOn: IsoDate | null
	dueOn: IsoDate | null
	/** The regulation's own words, «1 раз в четверть» (domain.md D28), from the roadmap; empty: it has none. */
	deadlineWording: string
	/** The day it really took place; null unless it is done. */
	doneOn: IsoDate | null
	/** Person ids; empty: both. */
	responsible: string[]
	/** «Информационная справка» and the like (domain.md T54). */
	resultForm: string
	place: string
	status: Status
	marks: Mark[]
	/** Marks made apart that say otherwise; shown to both. */
	rivalMarks: Mark[]
	/** Fields that were changed apart; shown to both. */
	rivalValues: RivalValues[]
	/** True when there is something in the notes; the text itself is co-edited (`activityNotes`). */
	hasNotes: boolean
	deletedAt: string | null
	deletedBy: string | null
}

export type ActivityFields = Partial<
	Pick<Activity, 'title' | 'startsOn' | 'dueOn' | 'doneOn' | 'responsible' | 'resultForm' | 'place'>
>

export interface NewActivity extends ActivityFields {
	id: string
	stageId: string
	title: string
	number?: string
	deadlineWording?: string
}

/** In road order within each stage; without the deleted ones. */
export function readActivities(doc: Y.Doc): Activity[] {
	return readAll(doc).filter(({ deletedAt }) => deletedAt === null)
}

/** The last deleted first; without those in which nobody has left a word, nor written one apart. */
export function readDeletedActivities(doc: Y.Doc): Activity[] {
	return readAll(doc)
		.filter(({ deletedAt }) => deletedAt !== null)
		.filter(
			({ id, title, place, hasNotes, rivalValues }) =>
				title !== '' ||
				place !== '' ||
				hasNotes ||
				rivalValues.length > 0 ||
				hasWordsBeside(doc, { kind: 'activity', id, field: 'notes' })
		)
		.sort((one, other) => ((one.deletedAt ?? '') < (other.deletedAt ?? '') ? 1 : -1))
}

/** Deleted ones too: a deep link to one offers to bring it back. Null for an unknown id. */
export function readActivity(doc: Y.Doc, id: string): Activity | null {
	const item = findItem(activitiesMap(doc), id)
	return item === null ? null : toActivity(id, item)
}

/** The co-edited text; null for an unknown id. It exists from the moment the activity does. */
export function activityNotes(doc: Y.Doc, id: string): Y.XmlFragment | null {
	const item = findItem(activitiesMap(doc), id)
	return item === null ? null : readFragment(item, 'notes')
}

/**
 * Takes the answer of `readMarks`. The field is the day as corrected by hand; it must not outlive a mark another
 * person made apart.
 */
export function readDoneOn(item: PlanItem, marks: readonly Mark[]): IsoDate | null {
	return marks[0]?.status === 'done' ? (readDate(item, 'doneOn') ?? marks[0].doneOn) : null
}

function readAll(doc: Y.Doc): Activity[] {
	return itemsOf(activitiesMap(doc))
		.map(([id, item]) => toActivity(id, item))
		.sort(compareOrder)
}

function toActivity(id: string, item: PlanItem): Activity {
	const marks = readMarks(item)
	const status = marks[0]?.status ?? 'planned'
	const notes = readFragment(item, 'notes')
	return {
		id,
		stageId: readText(item, 'stageId'),
		order: readText(item, 'order'),
		number: readOptionalText(item, 'number'),
		title: readText(item, 'title'),
		startsOn: readDate(item, 'startsOn'),
		dueOn: readDate(item, 'dueOn'),
		deadlineWording: readText(item, 'deadlineWording'),
		doneOn: readDoneOn(item, marks),
		responsible: readTextList(item, 'responsible'),
		resultForm: readText(item, 'resultForm'),
		place: readText(item, 'place'),
		status,
		marks,
		rivalMarks: readRivalMarks(marks),
		rivalValues: readRivalValues(item, 'activity'),
		hasNotes: notes !== null && hasText(notes),
		deletedAt: readOptionalText(item, 'deletedAt'),
		deletedBy: readOptionalText(item, 'deletedBy')
	}
}
