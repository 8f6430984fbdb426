/** Compares two states of a plan and describes the changes as a person would. */
import type * as Y from 'yjs'
import { readActivities } from '../activity.ts'
import { findRow } from '../fields.ts'
import { compareOrder } from '../layout.ts'
import { type Mark, readConcurrentMarks } from '../mark.ts'
import type { FieldState, PlanChange, Position, WholeChange } from './change.ts'
import { type FieldFact, type ItemFacts, type PlanFacts, readFacts } from './facts.ts'
import { toPlanChanges } from './text-difference.ts'

/**
 * The changes in a fixed order: the programme, stages, activities in road order, meetings with their agreements, the profile.
 * Equal plans have none. Leaves out what was added and deleted in between, and the creation of the plan itself.
 */
export function describeChanges(before: Y.Doc, after: Y.Doc): PlanChange[] {
	return compareFacts(readFacts(before), readFacts(after))
}

/** The changes that make another edition of the plan (edition.ts). */
export function changesOfEdition(before: Y.Doc, after: Y.Doc): PlanChange[] {
	const statusesIn = (doc: Y.Doc) => new Map(readActivities(doc).map(({ id, status }) => [id, status]))
	const [were, are] = [statusesIn(before), statusesIn(after)]
	return describeChanges(before, after).filter((change) => {
		if (change.kind === 'meeting' || change.kind === 'agreement') return false
		switch (change.type) {
			case 'added':
			case 'deleted':
			case 'restored':
			case 'moved':
				return true
			case 'marked': {
				// A concurrent mark that does not count has another status than the activity.
				const { itemId, status } = change
				return status === are.get(itemId) && (status === 'cancelled') !== (were.get(itemId) === 'cancelled')
			}
			case 'apart':
			case 'settled':
				return false
			case 'changed':
				return (findRow(change.kind, change.field)?.edition ?? 'never') !== 'never'
		}
	})
}

/** `describeChanges` for callers that compare one state with several. */
export function compareFacts(before: PlanFacts, after: PlanFacts): PlanChange[] {
	return toPlanChanges(findChanges(before, after))
}

/**
 * `compareFacts` for updates received from another person, before or after they are applied. If both changed a field
 * independently, the earlier value stays as the concurrent value. Then only that is described: a change would read as if the
 * value were gone.
 */
export function describeArrival(before: PlanFacts, after: PlanFacts): PlanChange[] {
	const changes = findChanges(before, after)
	const staying = new Set(
		changes.flatMap((change) => (change.type === 'apart' ? [keyOfValue(change, change.concurrentValue)] : []))
	)
	return toPlanChanges(
		changes.filter((change) => change.type !== 'changed' || !staying.has(keyOfValue(change, change.before)))
	)
}

/** `compareFacts` for callers that join the changes of several edits. */
export function findChanges(before: PlanFacts, after: PlanFacts): WholeChange[] {
	const label = after.program.get('title')?.words ?? ''
	const program = { kind: 'program', itemId: '', label, meetingId: null } as const
	const states = [before, after] as const
	const changes = before.isCreated ? compareFields(program, before.program, after.program, states) : []
	const moved = findMoved(before.items, after.items)
	for (const [key, item] of after.items) {
		const earlier = before.items.get(key)
		if (earlier !== item) changes.push(...compareItem(earlier, item, moved.has(key), states))
	}
	for (const [key, item] of before.items) {
		// Our app never removes an item from its map; other software may.
		if (!after.items.has(key) && !item.isDeleted) changes.push({ type: 'deleted', ...nameOf(item) })
	}
	return changes
}

function keyOfValue({ kind, meetingId, itemId, field }: FieldChange, { value }: FieldState): string {
	return JSON.stringify([kind, meetingId, itemId, field, value])
}

type FieldChange = WholeChange & { type: 'changed' | 'apart' | 'settled' }

type States = readonly [before: PlanFacts, after: PlanFacts]

function compareItem(before: ItemFacts | undefined, now: ItemFacts, isMoved: boolean, states: States): WholeChange[] {
	if (before === undefined) {
		return now.isDeleted || now.isOutOfSight ? [] : [{ type: 'added', ...nameOf(now) }, ...compareMarks([], now)]
	}
	// Its author emptied it and deleted it. This is described once, under its former name.
	const isErased = now.isDeleted && !before.isDeleted && now.label === ''
	const after = isErased ? { ...now, label: before.label, fields: withoutEmptied(now, before) } : now
	const named = nameOf(after)
	const changes: WholeChange[] = []
	if (before.isDeleted !== after.isDeleted) changes.push({ type: after.isDeleted ? 'deleted' : 'restored', ...named })
	if (isMoved)
		changes.push({ type: 'moved', ...named, from: positionIn(states[0], before), to: positionIn(states[1], now) })
	const marked = compareMarks(before.marks, after)
	changes.push(...marked, ...compareFields(named, before.fields, after.fields, states))
	changes.push(...compareConcurrentValues(before, after, states))
	if (marked.length === 0 && before.doneOn !== after.doneOn) {
		const [was, is] = [stateOf(before.doneOn ?? ''), stateOf(after.doneOn ?? '')]
		changes.push({ type: 'changed', ...named, field: 'doneOn', before: was, after: is })
	}
	return changes
}

function positionIn({ items }: PlanFacts, { kind, id, listId }: ItemFacts): Position {
	let after: string | null = null
	for (const item of items.values()) {
		if (item.kind !== kind || item.listId !== listId) continue
		if (item.id === id) break
		if (!item.isDeleted) after = item.label
	}
	return { stage: items.get(`stage ${listId}`)?.label ?? '', after }
}

/** Restores the former values of the fields that a name consists of. */
function withoutEmptied(now: ItemFacts, before: ItemFacts): ItemFacts['fields'] {
	const isName = (field: string) => field === 'title' || field === 'text'
	return new Map([...now.fields].map(([field, fact]) => [field, isName(field) ? fieldOf(before, field) : fact]))
}

/**
 * Describes a new status, a mark that settles concurrent marks without changing the status, and a concurrent mark that does not
 * count. Leaves out a mark that repeats the current status.
 */
function compareMarks(marksBefore: readonly Mark[], after: ItemFacts): WholeChange[] {
	const { kind, marks } = after
	if (kind !== 'activity' && kind !== 'agreement') return []
	const known = new Set(marksBefore.map(({ id }) => id))
	const before = marksBefore[0]?.status ?? 'planned'
	const status = marks[0]?.status ?? 'planned'
	const isSettled = readConcurrentMarks(marksBefore).length > 0 && marks[0] !== undefined && !known.has(marks[0].id)
	const newMarks = [
		...(status !== before || isSettled ? [{ status, doneOn: after.doneOn }] : []),
		...readConcurrentMarks(marks).filter(({ id }) => !known.has(id))
	]
	const named = nameOf(after)
	return newMarks.map(({ status, doneOn }) => ({ type: 'marked', ...named, kind, before, status, doneOn }))
}

function compareFields(
	named: Pick<WholeChange & { type: 'changed' }, 'kind' | 'itemId' | 'label' | 'meetingId'>,
	before: ReadonlyMap<string, FieldFact>,
	after: ReadonlyMap<string, FieldFact>,
	[factsBefore, factsAfter]: States
): WholeChange[] {
	return [...after].flatMap(([field, fact]): WholeChange[] => {
		const earlier = before.get(field) ?? { ...fact, value: '', words: '' }
		if (earlier.value === fact.value) return []
		const [was, is] = [fieldState(earlier, factsBefore), fieldState(fact, factsAfter)]
		return [{ type: 'changed', ...named, field, before: was, after: is }]
	})
}

/** New concurrent values; and settled ones, where the field keeps its value. */
function compareConcurrentValues(
	before: ItemFacts,
	after: ItemFacts,
	[factsBefore, factsAfter]: States
): WholeChange[] {
	const toChange = (type: 'apart' | 'settled', field: string, concurrentValue: FieldState): WholeChange => {
		return { type, ...nameOf(after), field, value: fieldState(fieldOf(after, field), factsAfter), concurrentValue }
	}
	return [
		...findNewConcurrentValues(after.concurrentValues, before.concurrentValues).map(([field, fact]) =>
			toChange('apart', field, fieldState(fact, factsAfter))
		),
		...findNewConcurrentValues(before.concurrentValues, after.concurrentValues)
			.filter(([field]) => fieldOf(before, field).value === fieldOf(after, field).value)
			.map(([field, fact]) => toChange('settled', field, fieldState(fact, factsBefore)))
	]
}

function findNewConcurrentValues(
	concurrentValues: ItemFacts['concurrentValues'],
	known: ItemFacts['concurrentValues']
): [field: string, concurrentValue: FieldFact][] {
	return [...concurrentValues].flatMap(([field, facts]) =>
		facts
			.filter(({ value }) => known.get(field)?.some((each) => each.value === value) !== true)
			.map((fact): [string, FieldFact] => [field, fact])
	)
}

/** Also finds `doneOn`, which is not among the item's fields. */
export function fieldOf(item: ItemFacts, field: string): FieldFact {
	const value = item.doneOn ?? ''
	return item.fields.get(field) ?? { value, words: value, show: 'text' }
}

function nameOf({ kind, id, label, meetingId }: ItemFacts) {
	return { kind, itemId: id, label, meetingId }
}

function stateOf(value: string): FieldState {
	return { value, words: value, isLong: false }
}

/** `facts`: the state that contains the field. */
export function fieldState({ value, words, show }: FieldFact, { items }: PlanFacts): FieldState {
	if (show !== 'list') return { value, words, isLong: show === 'long' }
	const labels = value.split(' ').map((id) => items.get(`activity ${id}`)?.label ?? '')
	return { value, words: labels.filter((label) => label !== '').join('; '), isLong: false }
}

type Items = ReadonlyMap<string, ItemFacts>

/**
 * Keys of the items that a person moved: to another list, or to another position among the items that stayed; as few as explain
 * the difference. The order key alone does not show this: neighbours with equal keys get new ones (position.ts) and keep their
 * position.
 */
function findMoved(before: Items, after: Items): ReadonlySet<string> {
	const moved = new Set<string>()
	const lists = new Map<string, Pair[]>()
	for (const [key, item] of after) {
		const earlier = before.get(key)
		if (earlier === undefined || item.listId === null) continue
		if (earlier.listId !== item.listId) moved.add(key)
		else {
			const listKey = `${item.kind} ${item.listId}`
			const list = lists.get(listKey)
			if (list === undefined) lists.set(listKey, [{ key, before: earlier, after: item }])
			else list.push({ key, before: earlier, after: item })
		}
	}
	for (const pairs of lists.values()) {
		if (pairs.some(isRekeyed)) findMovedInList(pairs).forEach((key) => moved.add(key))
	}
	return moved
}

interface Pair {
	key: string
	before: ItemFacts
	after: ItemFacts
}

function isRekeyed({ before, after }: Pair): boolean {
	return before.order !== after.order
}

/** Items with an unchanged key have the same order before and after. The others are compared with them. */
function findMovedInList(pairs: readonly Pair[]): string[] {
	const byBefore = [...pairs].sort((one, other) => compareOrder(one.before, other.before))
	const byAfter = [...pairs].sort((one, other) => compareOrder(one.after, other.after))
	const gapBefore = gapsOf(byBefore)
	const gapAfter = gapsOf(byAfter)
	const rekeyed = byAfter.filter(isRekeyed)
	const stayed = rekeyed.filter(({ key }) => gapBefore.get(key) === gapAfter.get(key))
	const positionBefore = new Map(byBefore.map(({ key }, index) => [key, index]))
	const inOrder = longestRising(stayed.map(({ key }) => positionBefore.get(key) ?? 0))
	const kept = new Set(stayed.filter((_, index) => inOrder.has(index)).map(({ key }) => key))
	return rekeyed.map(({ key }) => key).filter((key) => !kept.has(key))
}

/** The number of items with an unchanged key before each item. */
function gapsOf(pairs: readonly Pair[]): Map<string, number> {
	let anchors = 0
	return new Map(pairs.map((pair) => [pair.key, isRekeyed(pair) ? anchors : anchors++]))
}

/** Indices of a longest rising subsequence. */
function longestRising(values: readonly number[]): ReadonlySet<number> {
	/** `tails[n]`: index of the smallest value that ends a rising run of n + 1. */
	const tails: number[] = []
	const previous: (number | undefined)[] = []
	values.forEach((value, index) => {
		let low = 0
		let high = tails.length
		while (low < high) {
			const middle = (low + high) >> 1
			if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1
			else high = middle
		}
		previous[index] = tails[low - 1]
		tails[low] = index
	})
	const members = new Set<number>()
	for (let index = tails.at(-1); index !== undefined; index = previous[index]) members.add(index)
	return members
}
