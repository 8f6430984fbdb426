/**
 * What each part of one update did (divide-update.ts). Of a field written several times a device sends the last value alone; what
 * stood there in between comes as an empty place. So a part seen by itself empties what a later one fills. Parts are told by what
 * came of the update: such a field by the part that fills it, an item by what it is called in the end, and words written apart
 * beside the value that counts in the end.
 */
import type { FieldState, WholeChange } from './change.ts'
import { fieldOf, fieldState, findChanges } from './changes.ts'
import { type FieldFact, type ItemFacts, keyOfItem, type PlanFacts } from './facts.ts'

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

/**
 * What one person did in several stretches with another's edits in between, told as if done in one: a field from its
 * first value to its last, the last mark, nothing of what was taken back. However many stretches: of each field two are kept.
 */
export interface JoinedChanges {
	/** Of the next stretch, in order of time. */
	add(changes: readonly WholeChange[]): void
	read(): WholeChange[]
}

export function createJoinedChanges(): JoinedChanges {
	const joined = new Map<string, Joined>()
	let stretches = 0
	let only: readonly WholeChange[] = []

	/**
	 * What was written apart from the value before is done with: taken instead of it, or gone with it. What stands apart from the
	 * new one is told behind it.
	 */
	function settleRivalry({ field, kind, itemId, meetingId, before, after }: WholeChange & { type: 'changed' }): void {
		for (const [key, { last }] of joined) {
			if (last.type !== 'apart' || last.field !== field) continue
			if (last.kind !== kind || last.itemId !== itemId || last.meetingId !== meetingId) continue
			joined.delete(key)
			if (last.rival.value !== after.value) continue
			const settled: WholeChange = { ...last, type: 'settled', value: after, rival: before }
			joined.set(keyOf(settled), { first: settled, last: settled, isTouched: false })
		}
	}

	return {
		add(changes) {
			stretches += 1
			only = stretches === 1 ? changes : []
			for (const change of changes) {
				if (change.type === 'changed') settleRivalry(change)
				const key = keyOf(change)
				const earlier = joined.get(key)
				if (earlier === undefined) joined.set(key, { first: change, last: change, isTouched: false })
				else
					joined.set(key, {
						first: earlier.first,
						last: change,
						isTouched: earlier.isTouched || !follows(change, earlier)
					})
			}
		},
		read() {
			if (stretches === 1) return [...only]
			const gone = new Set([...joined.values()].filter(cameToNothing).map(({ last }) => `${last.kind} ${last.itemId}`))
			return [...joined.values()].filter(({ last }) => !isGone(last, gone)).flatMap(tell)
		}
	}
}

/** Changes of one key take each other's place. */
export function keyOf(change: WholeChange): string {
	const item = `${change.kind} ${change.meetingId ?? ''} ${change.itemId}`
	switch (change.type) {
		case 'changed':
			return `${item} ${change.field}`
		case 'added':
		case 'deleted':
		case 'restored':
			return `${item} life`
		case 'marked':
		case 'moved':
			return `${item} ${change.type}`
		case 'apart':
		case 'settled':
			return `${item} ${change.field} ${change.rival.value} apart`
		case 'stranded':
		case 'dropped':
			return `${item} ${change.field} ${change.wordsId} stranded`
	}
}

interface Joined {
	first: WholeChange
	last: WholeChange
	/** Somebody else changed the same in between. */
	isTouched: boolean
}

function follows(change: WholeChange, { last }: Joined): boolean {
	return change.type !== 'changed' || last.type !== 'changed' || change.before.value === last.after.value
}

/** An item that was not there before and is not there now. */
function cameToNothing({ first, last }: Joined): boolean {
	return (first.type === 'added' || first.type === 'restored') && last.type === 'deleted'
}

function isGone({ kind, itemId, meetingId }: WholeChange, gone: ReadonlySet<string>): boolean {
	return gone.has(`${kind} ${itemId}`) || (meetingId !== null && gone.has(`meeting ${meetingId}`))
}

function tell({ first, last, isTouched }: Joined): WholeChange[] {
	if (first === last) return [last]
	if (first.type === 'changed' && last.type === 'changed') {
		if (first.before.value === last.after.value) return []
		// Of a text that both wrote in, nobody can say any more which words are whose.
		const isMixed = isTouched && last.after.isLong
		return [{ ...last, ...(isMixed ? { before: unsaid, after: unsaid } : { before: first.before }) }]
	}
	if (first.type === 'marked' && last.type === 'marked') {
		return first.before === last.status ? [] : [{ ...last, before: first.before }]
	}
	if (first.type === 'deleted') return last.type === 'deleted' ? [last] : []
	// Added, deleted and brought back: it is there, and was not.
	return [first.type === 'added' || first.type === 'restored' ? { ...first, label: last.label } : last]
}

const unsaid: FieldState = { value: '', words: '', isLong: true }
