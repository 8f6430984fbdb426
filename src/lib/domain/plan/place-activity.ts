/** Activities put into their place on the road: new ones, and those that are moved. */
import * as Y from 'yjs'
import { readActivities, type NewActivity } from './activity.ts'
import {
	activitiesMap,
	findItem,
	itemsOf,
	readText,
	setFields,
	stagesMap,
	type Author,
	type PlanItem
} from './layout.ts'
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
