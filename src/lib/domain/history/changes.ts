/** What differs between two states of a plan, told as a person would tell it. */
import type * as Y from 'yjs'
import { readRivalMarks, type Mark } from '../plan/mark.ts'
import { readFacts, type FieldFact, type ItemFacts, type PlanFacts } from './facts.ts'
import { findMoved } from './moves.ts'
import type { PlanChange } from './plan-change.ts'

const MAX_LENGTH = 200

/**
 * In a fixed order: the programme, stages, activities by the road, meetings with their agreements, the profile. Equal
 * plans differ in nothing; what was added and deleted in between is not told, nor is the making of the plan itself.
 */
export function describeChanges(before: Y.Doc, after: Y.Doc): PlanChange[] {
	return compareFacts(readFacts(before), readFacts(after))
}

/** `describeChanges` for who compares one state with several. */
export function compareFacts(before: PlanFacts, after: PlanFacts): PlanChange[] {
	const program = { kind: 'program', itemId: '', label: after.program.get('title')?.value ?? '' } as const
	const states = [before, after] as const
	const changes = before.isCreated ? compareFields(program, before.program, after.program, states) : []
	const moved = findMoved(before.items, after.items)
	for (const [key, item] of after.items) {
		const earlier = before.items.get(key)
		if (earlier !== item) changes.push(...compareItem(earlier, item, moved.has(key), states))
	}
	for (const [key, item] of before.items) {
		// No edit of ours removes an item from its map; a foreign hand may.
		if (!after.items.has(key) && !item.isDeleted) changes.push({ type: 'deleted', ...nameOf(item) })
	}
	return changes
}

type States = readonly [before: PlanFacts, after: PlanFacts]

function compareItem(before: ItemFacts | undefined, after: ItemFacts, isMoved: boolean, states: States): PlanChange[] {
	const named = nameOf(after)
	if (before === undefined) {
		return after.isDeleted || after.isOutOfSight ? [] : [{ type: 'added', ...named }, ...compareMarks([], after)]
	}
	const changes: PlanChange[] = []
	if (before.isDeleted !== after.isDeleted) changes.push({ type: after.isDeleted ? 'deleted' : 'restored', ...named })
	if (isMoved) changes.push({ type: 'moved', ...named })
	const marked = compareMarks(before.marks, after)
	changes.push(...marked, ...compareFields(named, before.fields, after.fields, states))
	if (marked.length === 0 && before.doneOn !== after.doneOn) {
		changes.push({ type: 'changed', ...named, field: 'doneOn', before: before.doneOn, after: after.doneOn })
	}
	return changes
}

/**
 * A new status; a mark that settles a disagreement, though the status stays; a mark made apart that does not count. A
 * mark that says again what already counts is nothing new.
 */
function compareMarks(before: readonly Mark[], after: ItemFacts): PlanChange[] {
	const { kind, marks } = after
	if (kind !== 'activity' && kind !== 'agreement') return []
	const known = new Set(before.map(({ id }) => id))
	const status = marks[0]?.status ?? 'planned'
	const isSettled = readRivalMarks(before).length > 0 && marks[0] !== undefined && !known.has(marks[0].id)
	const told = [
		...(status !== (before[0]?.status ?? 'planned') || isSettled ? [{ status, doneOn: after.doneOn }] : []),
		...readRivalMarks(marks).filter(({ id }) => !known.has(id))
	]
	const { itemId, label } = nameOf(after)
	return told.map(({ status, doneOn }) => ({ type: 'marked', kind, itemId, label, status, doneOn }))
}

function compareFields(
	named: Pick<PlanChange & { type: 'changed' }, 'kind' | 'itemId' | 'label'>,
	before: ReadonlyMap<string, FieldFact>,
	after: ReadonlyMap<string, FieldFact>,
	[stateBefore, stateAfter]: States
): PlanChange[] {
	return [...after].flatMap(([field, fact]): PlanChange[] => {
		const earlier = before.get(field) ?? { ...fact, value: '' }
		if (earlier.value === fact.value) return []
		return [
			{ type: 'changed', ...named, field, before: wordsOf(earlier, stateBefore), after: wordsOf(fact, stateAfter) }
		]
	})
}

function nameOf({ kind, id, label }: ItemFacts) {
	return { kind, itemId: id, label: shorten(label) }
}

function wordsOf({ value, show }: FieldFact, { items }: PlanFacts): string | null {
	if (value === '') return null
	switch (show) {
		case 'hidden':
			return null
		case 'text':
			return shorten(value)
		case 'list': {
			const labels = value.split(' ').map((id) => items.get(`activity ${id}`)?.label ?? '')
			return shorten(labels.filter((label) => label !== '').join('; ')) || null
		}
	}
}

function shorten(text: string): string {
	return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1).trimEnd()}…` : text
}
