/** Activities put into their place on the road: new ones, and those that are moved. */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import { type NewActivity, readActivities } from './activity.ts'
import {
	activitiesMap,
	type Author,
	compareOrder,
	findItem,
	itemsOf,
	type Ordered,
	type PlanItem,
	readText,
	setFields,
	stagesMap
} from './layout.ts'

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

/** A place within a list, as an order between those of its neighbours (order.ts). */
export interface Place {
	order: string
	/** Items that shared the order of the one in front and must make room. Empty in the ordinary case. */
	shifted: Ordered[]
}

/** The order behind all `siblings`, which are sorted. */
export function orderLast(siblings: readonly Ordered[]): string {
	return generateKeyBetween(lastKey(siblings), null)
}

/**
 * The place behind `afterId` (null: first) among `siblings`, which are sorted and do not contain the
 * item. An `afterId` that has meanwhile left the list means last.
 */
export function placeAfter(siblings: readonly Ordered[], afterId: string | null): Place {
	const index = siblings.findIndex(({ id }) => id === afterId)
	const place = afterId === null ? 0 : index === -1 ? siblings.length : index + 1
	const before = lastKey(siblings.slice(0, place))
	const behind = siblings.slice(place).filter(({ order }) => isKey(order))
	// Two items inserted apart at one place share an order, and nothing lies between equal keys.
	const equal = behind.filter(({ order }) => order === before)
	const after = behind[equal.length]?.order ?? null
	const [order = '', ...freed] = generateNKeysBetween(before, after, equal.length + 1)
	return { order, shifted: equal.map(({ id }, at) => ({ id, order: freed[at] ?? '' })) }
}

function lastKey(siblings: readonly Ordered[]): string | null {
	return siblings.findLast(({ order }) => isKey(order))?.order ?? null
}

/** The library throws on any other text, and a foreign document may hold one. */
function isKey(order: string): boolean {
	const head = order.charCodeAt(0)
	// The head says how long the whole part is: `a` 2, `b` 3, … and `Z` 2, `Y` 3, …
	const length = /^[a-z]/.test(order) ? head - 95 : 92 - head
	if (!/^[A-Za-z][0-9A-Za-z]*$/.test(order) || order.length < length) return false
	return (order.length === length || !order.endsWith('0')) && !/^A0+$/.test(order)
}
