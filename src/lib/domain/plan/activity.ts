import * as Y from 'yjs'
import {
	activitiesMap,
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
import { addMark, readMarks, readRivalMarks, type Mark, type Status } from './mark.ts'
import { compareOrder, orderAfter } from './order.ts'

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
	/** The day it really took place. */
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
	const item = activitiesMap(doc).get(id)
	return item === undefined ? null : toActivity(id, item)
}

/** The co-edited text; null for an unknown id. It exists from the moment the activity does. */
export function activityNotes(doc: Y.Doc, id: string): Y.XmlFragment | null {
	const item = activitiesMap(doc).get(id)
	return item === undefined ? null : readFragment(item, 'notes')
}

/** Stands last in its stage, or behind `afterId`. Throws on an unknown stage: the caller chose it from the list. */
export function addActivity(doc: Y.Doc, activity: NewActivity, author: Author, afterId?: string): void {
	if (!stagesMap(doc).has(activity.stageId)) throw new Error(`No stage ${activity.stageId}`)
	const siblings = inStage(doc, activity.stageId)
	const { id, ...fields } = activity
	doc.transact(() => {
		const item: PlanItem = new Y.Map()
		activitiesMap(doc).set(id, item)
		setFields(item, {
			...fields,
			order: orderAfter(siblings, afterId ?? siblings.at(-1)?.id ?? null),
			createdBy: author.personId,
			createdAt: author.at
		})
		item.set('marks', new Y.Map())
		item.set('notes', new Y.XmlFragment())
	})
}

/** Does nothing if the activity is unknown. A deleted one is edited all the same: the text is kept. */
export function editActivity(doc: Y.Doc, id: string, fields: ActivityFields): void {
	const item = activitiesMap(doc).get(id)
	if (item === undefined) return
	doc.transact(() => setFields(item, fields))
}

/** Puts it behind `afterId` (null: first) in a stage. Does nothing if the activity or stage is unknown. */
export function moveActivity(doc: Y.Doc, id: string, stageId: string, afterId: string | null): void {
	const item = activitiesMap(doc).get(id)
	if (item === undefined || !stagesMap(doc).has(stageId) || afterId === id) return
	const siblings = inStage(doc, stageId).filter((activity) => activity.id !== id)
	doc.transact(() => setFields(item, { stageId, order: orderAfter(siblings, afterId) }))
}

/**
 * Marks a status; `markId` is fresh. Marking done fills an empty `doneOn` with `doneOn`, and marking
 * anything else empties it. Does nothing if the activity is unknown.
 */
export function markActivity(
	doc: Y.Doc,
	id: string,
	mark: { markId: string; status: Status; doneOn: IsoDate },
	author: Author
): void {
	const item = activitiesMap(doc).get(id)
	if (item === undefined) return
	doc.transact(() => {
		addMark(item, mark.markId, mark.status, author)
		setFields(item, {
			doneOn: mark.status === 'done' ? (readOptionalText(item, 'doneOn') ?? mark.doneOn) : null
		})
	})
}

/** Sets it aside; nothing of it is lost. Does nothing if unknown. */
export function deleteActivity(doc: Y.Doc, id: string, author: Author): void {
	const item = activitiesMap(doc).get(id)
	if (item === undefined) return
	doc.transact(() => setFields(item, { deletedAt: author.at, deletedBy: author.personId }))
}

/** Brings it back to where it stood. */
export function restoreActivity(doc: Y.Doc, id: string): void {
	const item = activitiesMap(doc).get(id)
	if (item === undefined) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}

function inStage(doc: Y.Doc, stageId: string): Activity[] {
	return readAll(doc).filter((activity) => activity.stageId === stageId)
}

function readAll(doc: Y.Doc): Activity[] {
	return [...activitiesMap(doc)].map(([id, item]) => toActivity(id, item)).sort(compareOrder)
}

function toActivity(id: string, item: PlanItem): Activity {
	const marks = readMarks(item)
	return {
		id,
		stageId: readText(item, 'stageId'),
		order: readText(item, 'order'),
		number: readOptionalText(item, 'number'),
		title: readText(item, 'title'),
		startsOn: readOptionalText(item, 'startsOn'),
		dueOn: readOptionalText(item, 'dueOn'),
		doneOn: readOptionalText(item, 'doneOn'),
		responsible: readTextList(item, 'responsible'),
		resultForm: readText(item, 'resultForm'),
		place: readText(item, 'place'),
		status: marks[0]?.status ?? 'planned',
		marks,
		rivalMarks: readRivalMarks(marks),
		hasNotes: (readFragment(item, 'notes')?.length ?? 0) > 0,
		deletedAt: readOptionalText(item, 'deletedAt'),
		deletedBy: readOptionalText(item, 'deletedBy')
	}
}
