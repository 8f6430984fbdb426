/** Adds and moves items at a position in a list: activities and profile entries. */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import { type NewActivity, readActivities } from './activity.ts'
import {
	activitiesMap,
	addItem,
	type Author,
	compareOrder,
	findItem,
	itemsOf,
	type Ordered,
	readText,
	setFields,
	stagesMap,
	textKeys,
	profileMap
} from './layout.ts'
import { type ProfileKind, readProfile } from './stage.ts'

/** Adds it last in its stage, or after `afterId` (null: first). Throws on an unknown stage: the caller chose it from the list. */
export function addActivity(doc: Y.Doc, activity: NewActivity, author: Author, afterId?: string | null): void {
	if (!stagesMap(doc).has(activity.stageId)) throw new Error(`No stage ${activity.stageId}`)
	const { id, ...fields } = activity
	doc.transact(() => {
		const order = takePosition(doc, activity.stageId, id, afterId)
		const item = addItem(activitiesMap(doc), id, { ...fields, order }, author)
		item.set('marks', new Y.Map())
		item.set(textKeys.notes, new Y.Text())
	})
}

/** Moves it after `afterId` (null: first) in a stage. Does nothing if the activity or stage is unknown, or if it is already there. */
export function moveActivity(doc: Y.Doc, id: string, stageId: string, afterId: string | null): void {
	const item = findItem(activitiesMap(doc), id)
	if (item === null || !stagesMap(doc).has(stageId) || afterId === id) return
	const seen = readActivities(doc).filter((activity) => activity.stageId === stageId)
	const index = seen.findIndex((activity) => activity.id === id)
	if (index !== -1 && (seen[index - 1]?.id ?? null) === afterId) return
	doc.transact(() => setFields(item, { stageId, order: takePosition(doc, stageId, id, afterId) }))
}

/** Counts deleted neighbours, so that they keep their position when restored. */
function takePosition(doc: Y.Doc, stageId: string, id: string, afterId: string | null | undefined): string {
	const siblings = itemsOf(activitiesMap(doc))
		.filter(([otherId, item]) => otherId !== id && readText(item, 'stageId') === stageId)
		.map(([otherId, item]) => ({ id: otherId, order: readText(item, 'order') }))
		.sort(compareOrder)
	if (afterId === undefined) return orderLast(siblings)
	const { order, shifted } = positionAfter(siblings, afterId)
	for (const sibling of shifted) activitiesMap(doc).get(sibling.id)?.set('order', sibling.order)
	return order
}

/** A position in a list, as an order between those of its neighbours. */
export interface Position {
	order: string
	/** Items that had the same order as the item in front, and get a new one. Usually empty. */
	shifted: Ordered[]
}

/** The order after all `siblings`, which are sorted. */
export function orderLast(siblings: readonly Ordered[]): string {
	return generateKeyBetween(lastKey(siblings), null)
}

/**
 * The position after `afterId` (null: first) among `siblings`, which are sorted and do not contain the item. An `afterId` that
 * has left the list means last.
 */
export function positionAfter(siblings: readonly Ordered[], afterId: string | null): Position {
	const index = siblings.findIndex(({ id }) => id === afterId)
	const position = afterId === null ? 0 : index === -1 ? siblings.length : index + 1
	const before = lastKey(siblings.slice(0, position))
	const behind = siblings.slice(position).filter(({ order }) => isKey(order))
	// Two items inserted concurrently at one position share an order, and no key lies between equal keys.
	const equal = behind.filter(({ order }) => order === before)
	const after = behind[equal.length]?.order ?? null
	const [order = '', ...freed] = generateNKeysBetween(before, after, equal.length + 1)
	return { order, shifted: equal.map(({ id }, at) => ({ id, order: freed[at] ?? '' })) }
}

function lastKey(siblings: readonly Ordered[]): string | null {
	return siblings.findLast(({ order }) => isKey(order))?.order ?? null
}

/** Whether the library accepts the order: it throws on any other text, which software other than ours may write. */
function isKey(order: string): boolean {
	const head = order.charCodeAt(0)
	// The first letter gives the length of the integer part: `a` 2, `b` 3, … and `Z` 2, `Y` 3, …
	const length = /^[a-z]/.test(order) ? head - 95 : 92 - head
	if (!/^[A-Za-z][0-9A-Za-z]*$/.test(order) || order.length < length) return false
	return (order.length === length || !order.endsWith('0')) && !/^A0+$/.test(order)
}

/** Adds it last in its kind. */
export function addProfileItem(doc: Y.Doc, id: string, kind: ProfileKind, text: string, author: Author): void {
	const order = orderLast(readProfile(doc)[kind])
	doc.transact(() => addItem(profileMap(doc), id, { kind, text, order }, author))
}
