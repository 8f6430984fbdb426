/**
 * Describes the changes of each part of an update (divide-update.ts), and joins the changes of several stretches. If a field
 * was written several times, a device sends only the last value; earlier ones come as gaps. So a part alone would empty a field
 * that a later part fills. Therefore the end of the update decides: the part that fills a field gets its change, an item has
 * its last name, and a concurrent value is shown beside the value that counts at the end.
 */
import type { FieldState, WholeChange } from './change.ts'
import { fieldOf, fieldState, findChanges } from './changes.ts'
import { type FieldFact, type ItemFacts, keyOfItem, type PlanFacts } from './facts.ts'
import { findDifference, withoutOwn } from './text-difference.ts'

/**
 * Returns a function that takes the plan after each part in turn and returns the changes of that part. `start` is the plan
 * before the first part, `end` the plan after the last.
 */
export function followSlices(start: PlanFacts, end: PlanFacts): (state: PlanFacts) => WholeChange[] {
	let before = start
	/** Items that a part leaves unchanged are the same object, and are not filled again. */
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
		const changes = findChanges(before, after).flatMap((change) => settleByEnd(change, start, end))
		before = after
		return changes
	}
}

/** Keeps the values of `before` where a later part fills an empty one. */
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
		concurrentValues: keepStayingConcurrentValues(before, item, end)
	}
}

function isGap(value: string | null, end: string | null): boolean {
	return (value ?? '') === '' && (end ?? '') !== ''
}

/** Until the day arrives, the day of the mark is read in its place. */
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

/** Deletions are the last part. Until then, a value that a person received and replaced looks concurrent. */
function keepStayingConcurrentValues(
	before: ItemFacts,
	item: ItemFacts,
	end: ItemFacts
): ItemFacts['concurrentValues'] {
	return new Map(
		[...item.concurrentValues].map(([field, concurrentValues]) => {
			const staying = isOneOf([
				...(before.concurrentValues.get(field) ?? []),
				...(end.concurrentValues.get(field) ?? [])
			])
			return [field, concurrentValues.filter(staying)]
		})
	)
}

function isOneOf(facts: readonly FieldFact[]): (fact: FieldFact) => boolean {
	return ({ value }) => facts.some((fact) => fact.value === value)
}

/** If the value that had a concurrent value was itself replaced, nobody has settled anything. */
function settleByEnd(change: WholeChange, start: PlanFacts, end: PlanFacts): WholeChange[] {
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
 * Joins what one person did in several stretches with another's edits in between, as if it were one: a field from its first
 * value to its last, the last mark, nothing that was undone. Of a text in which others wrote in between, only this person's
 * words. Keeps two changes for each field, such a text, and the words that others have removed.
 */
export interface JoinedChanges {
	/** Adds the next stretch, in order of time. */
	add(changes: readonly WholeChange[]): void
	read(): WholeChange[]
}

export function createJoinedChanges(): JoinedChanges {
	const joined = new Map<string, Joined>()
	let stretches = 0
	let only: readonly WholeChange[] = []

	/**
	 * Handles concurrent values of the former value: one that was chosen becomes `settled`, others are dropped. Concurrent values
	 * of the new value follow later.
	 */
	function settleConcurrentChange({ field, kind, itemId, meetingId, before, after }: FieldChange): void {
		for (const [key, { last }] of joined) {
			if (last.type !== 'apart' || last.field !== field) continue
			if (last.kind !== kind || last.itemId !== itemId || last.meetingId !== meetingId) continue
			joined.delete(key)
			if (last.concurrentValue.value !== after.value) continue
			const settled: WholeChange = { ...last, type: 'settled', value: after, concurrentValue: before }
			joined.set(keyOf(settled), begin(settled))
		}
	}

	return {
		add(changes) {
			stretches += 1
			only = stretches === 1 ? changes : []
			for (const change of changes) {
				if (change.type === 'changed') settleConcurrentChange(change)
				const key = keyOf(change)
				const earlier = joined.get(key)
				joined.set(key, earlier === undefined ? begin(change) : goOn(earlier, change))
			}
		},
		read() {
			if (stretches === 1) return [...only]
			const gone = new Set([...joined.values()].filter(cameToNothing).map(({ last }) => `${last.kind} ${last.itemId}`))
			return [...joined.values()].filter(({ last }) => !isGone(last, gone)).flatMap(mergeJoined)
		}
	}
}

/** A later change replaces an earlier one with the same key. */
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
			return `${item} ${change.field} ${change.concurrentValue.value} apart`
	}
}

type FieldChange = WholeChange & { type: 'changed' }

interface Joined {
	first: WholeChange
	last: WholeChange
	/** Of a text in which others wrote in between; null: nobody did. */
	others: Others | null
}

interface Others {
	/** What the text would be if this person had written nothing. */
	text: string
	/** Words of this person that others have removed. */
	removed: readonly string[]
}

function begin(change: WholeChange): Joined {
	return { first: change, last: change, others: null }
}

function goOn(joined: Joined, change: WholeChange): Joined {
	const { first, last, others } = joined
	if (first.type !== 'changed' || last.type !== 'changed' || change.type !== 'changed' || !change.before.isLong) {
		return { ...joined, last: change }
	}
	if (change.before.value === last.after.value) return { ...joined, last: change }
	const known = others ?? { text: first.before.words, removed: [] }
	const { text, removed } = withoutOwn(known.text, last.after.words, change.before.words)
	return { first, last: change, others: { text, removed: [...known.removed, ...(removed === '' ? [] : [removed])] } }
}

/** Whether the item existed neither before nor after. */
function cameToNothing({ first, last }: Joined): boolean {
	return (first.type === 'added' || first.type === 'restored') && last.type === 'deleted'
}

function isGone({ kind, itemId, meetingId }: WholeChange, gone: ReadonlySet<string>): boolean {
	return gone.has(`${kind} ${itemId}`) || (meetingId !== null && gone.has(`meeting ${meetingId}`))
}

function mergeJoined(joined: Joined): WholeChange[] {
	const { first, last, others } = joined
	if (first === last) return [last]
	if (first.type === 'changed' && last.type === 'changed') {
		if (others !== null) return isTakenBack(first, last, others) ? [] : [textChange(last, others)]
		return first.before.value === last.after.value ? [] : [{ ...last, before: first.before }]
	}
	if (first.type === 'marked' && last.type === 'marked') {
		return first.before === last.status ? [] : [{ ...last, before: first.before }]
	}
	if (first.type === 'moved' && last.type === 'moved') return [{ ...last, from: first.from }]
	if (first.type === 'deleted') return last.type === 'deleted' ? [last] : []
	// Added, deleted and restored: it exists now, and did not before.
	return [first.type === 'added' || first.type === 'restored' ? { ...first, label: last.label } : last]
}

/** Nothing is left of the person's words. Who changed only the format has taken nothing back. */
function isTakenBack(first: FieldChange, last: FieldChange, others: Others): boolean {
	if (first.before.words === first.after.words) return false
	return findDifference(others.text, writtenWords(last, others)).every((words) => words === '')
}

function textChange(last: FieldChange, others: Others): WholeChange {
	return { ...last, before: textOf(others.text), after: textOf(writtenWords(last, others)) }
}

/** What others have removed was written, too. */
function writtenWords(last: FieldChange, { removed }: Others): string {
	return [last.after.words, ...removed].join('\n')
}

function textOf(words: string): FieldState {
	return { value: '', words, isLong: true }
}
