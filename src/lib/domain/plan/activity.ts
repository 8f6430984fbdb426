import * as Y from 'yjs'
import {
	activitiesMap,
	findItem,
	itemsOf,
	readDate,
	readFragment,
	readOptionalText,
	readText,
	readTextList,
	setFields,
	stagesMap,
	type Author,
	type IsoDate,
	type PlanItem
} from './layout.ts'
import { addMark, readMarks, readRivalMarks, readStandingMarks, type Mark, type Status } from './mark.ts'
import { compareOrder, orderLast, placeAfter } from './order.ts'
import { hasText } from './rich-text.ts'
import { dropRivals, editFields, readRivalValues, type RivalValues } from './rival-values.ts'

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

/** The last deleted first. */
export function readDeletedActivities(doc: Y.Doc): Activity[] {
	return readAll(doc)
		.filter(({ deletedAt }) => deletedAt !== null)
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
 * Stands last in its stage, or behind `afterId` (null: first). Throws on an unknown stage: the caller
 * chose it from the list.
 */
export function addActivity(doc: Y.Doc, activity: NewActivity, author: Author, afterId?: string | null): void {
	if (!stagesMap(doc).has(activity.stageId)) throw new Error(`No stage ${activity.stageId}`)
	const { id, ...fields } = activity
	doc.transact(() => {
		const order = takePlace(doc, activity.stageId, id, afterId)
		const item: PlanItem = new Y.Map()
		activitiesMap(doc).set(id, item)
		setFields(item, { ...fields, order, createdBy: author.personId, createdAt: author.at })
		item.set('marks', new Y.Map())
		item.set('notes', new Y.XmlFragment())
	})
}

/** Does nothing if the activity is unknown. A deleted one is edited all the same: the text is kept. */
export function editActivity(doc: Y.Doc, id: string, fields: ActivityFields, author: Author): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null) return
	doc.transact(() => editFields(item, fields, author))
}

/**
 * Puts it behind `afterId` (null: first) in a stage. Does nothing if the activity or stage is unknown,
 * or if it already stands there.
 */
export function moveActivity(doc: Y.Doc, id: string, stageId: string, afterId: string | null): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null || !stagesMap(doc).has(stageId) || afterId === id) return
	const seen = readActivities(doc).filter((activity) => activity.stageId === stageId)
	const index = seen.findIndex((activity) => activity.id === id)
	if (index !== -1 && (seen[index - 1]?.id ?? null) === afterId) return
	doc.transact(() => setFields(item, { stageId, order: takePlace(doc, stageId, id, afterId) }))
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

/** Brings it back to where it stood. */
export function restoreActivity(doc: Y.Doc, id: string): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}

/**
 * Takes the answer of `readMarks`. The field is the day as corrected by hand; it must not outlive a mark another
 * person made apart.
 */
export function readDoneOn(item: PlanItem, marks: readonly Mark[]): IsoDate | null {
	return marks[0]?.status === 'done' ? (readDate(item, 'doneOn') ?? marks[0].doneOn) : null
}

/** Deleted neighbours count, so that they are brought back to where they stood. */
function takePlace(doc: Y.Doc, stageId: string, id: string, afterId: string | null | undefined): string {
	const siblings = itemsOf(activitiesMap(doc))
		.filter(([otherId, item]) => otherId !== id && readText(item, 'stageId') === stageId)
		.map(([otherId, item]) => ({ id: otherId, order: readText(item, 'order') }))
		.sort(compareOrder)
	if (afterId === undefined) return orderLast(siblings)
	const { order, shifted } = placeAfter(siblings, afterId)
	for (const sibling of shifted) activitiesMap(doc).get(sibling.id)?.set('order', sibling.order)
	return order
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
		rivalValues: readRivalValues(item),
		hasNotes: notes !== null && hasText(notes),
		deletedAt: readOptionalText(item, 'deletedAt'),
		deletedBy: readOptionalText(item, 'deletedBy')
	}
}
