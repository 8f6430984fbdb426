/** Edits of activities: apart from reading them, which the first screen has need of. */
import * as Y from 'yjs'
import { readActivities, type ActivityFields, type NewActivity } from './activity.ts'
import { dropRivals, editFields } from './edit-fields.ts'
import {
	activitiesMap,
	findItem,
	itemsOf,
	readDate,
	readOptionalText,
	readText,
	setFields,
	stagesMap,
	type Author,
	type IsoDate,
	type PlanItem
} from './layout.ts'
import { addMark, readMarks, readStandingMarks, type Status } from './mark.ts'
import { compareOrder } from './order.ts'
import { orderLast, placeAfter } from './place-in-order.ts'

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
