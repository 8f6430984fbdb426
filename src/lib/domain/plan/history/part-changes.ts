/**
 * What each part of one update did (divide-update.ts). Of a field written several times a device sends the last value alone; what
 * stood there in between comes as an empty place. So a part seen by itself empties what a later one fills. Parts are told by what
 * came of the update: such a field by the part that fills it, an item by what it is called in the end, and words written apart
 * beside the value that counts in the end.
 */
import { fieldOf, fieldState, findChanges } from './changes.ts'
import { keyOfItem, type FieldFact, type ItemFacts, type PlanFacts } from './facts.ts'
import type { WholeChange } from './whole-change.ts'

/**
 * Of one part after the other, what it did, told by the plan after it. `start` is the plan before the first of them, `end` the plan
 * after the last.
 */
export function followParts(start: PlanFacts, end: PlanFacts): (state: PlanFacts) => WholeChange[] {
	let before = start
	/** What parts have left as it was is the very same object, and not compared again. */
	const known = new Map<ItemFacts, ItemFacts>()

	function filled(key: string, item: ItemFacts): ItemFacts {
		const last = end.items.get(key)
		if (last === undefined || last === item) return item
		const facts = known.get(item) ?? fillItem(before.items.get(key), item, last)
		known.set(item, facts)
		return facts
	}

	return (state) => {
		const items = new Map([...state.items].map(([key, item]) => [key, filled(key, item)]))
		const after = { ...state, items }
		const changes = findChanges(before, after).flatMap((change) => tellByEnd(change, start, end))
		before = after
		return changes
	}
}

/** As it was `before` wherever it is empty until a later part fills it. */
function fillItem(before: ItemFacts | undefined, item: ItemFacts, end: ItemFacts): ItemFacts {
	const { label } = end
	if (before === undefined) return { ...item, label }
	return {
		...item,
		label,
		listId: isGap(item.listId, end.listId) ? before.listId : item.listId,
		order: isGap(item.order, end.order) ? before.order : item.order,
		isDeleted: item.isDeleted || (before.isDeleted && end.isDeleted),
		doneOn: isDayUnsettled(before, item, end) ? before.doneOn : item.doneOn,
		fields: fillFields(before.fields, item.fields, end.fields),
		rivals: rivalsThatStay(before, item, end)
	}
}

function isGap(value: string | null, end: string | null): boolean {
	return (value ?? '') === '' && (end ?? '') !== ''
}

/** In place of a day not there yet stands the day of the mark. */
function isDayUnsettled(before: ItemFacts, item: ItemFacts, end: ItemFacts): boolean {
	return before.marks.length === end.marks.length && item.doneOn !== end.doneOn
}

type Fields = ReadonlyMap<string, FieldFact>

function fillFields(before: Fields, fields: Fields, end: Fields): Fields {
	return new Map(
		[...fields].map(([field, fact]) => [
			field,
			isGap(fact.value, end.get(field)?.value ?? null) ? (before.get(field) ?? fact) : fact
		])
	)
}

/** Deletions are the last part: until then what a person had in sight and wrote over seems to stand apart from what they wrote. */
function rivalsThatStay(before: ItemFacts, item: ItemFacts, end: ItemFacts): ItemFacts['rivals'] {
	return new Map(
		[...item.rivals].map(([field, rivals]) => {
			const staying = isOneOf([...(before.rivals.get(field) ?? []), ...(end.rivals.get(field) ?? [])])
			return [field, rivals.filter(staying)]
		})
	)
}

function isOneOf(facts: readonly FieldFact[]): (fact: FieldFact) => boolean {
	return ({ value }) => facts.some((fact) => fact.value === value)
}

/** A dispute about a value that is gone is gone with it: nobody has settled that. */
function tellByEnd(change: WholeChange, start: PlanFacts, end: PlanFacts): WholeChange[] {
	if (change.type !== 'apart' && change.type !== 'settled') return [change]
	const { kind, meetingId, itemId: id, field } = change
	const key = keyOfItem({ kind, meetingId, id })
	const [was, is] = [start.items.get(key), end.items.get(key)]
	if (is === undefined) return [change]
	const fact = fieldOf(is, field)
	if (change.type === 'settled' && was !== undefined && fieldOf(was, field).value !== fact.value) return []
	return [{ ...change, value: fieldState(fact, end) }]
}
