/**
 * Restores an older state of the plan as new edits: nothing that came later is lost, and history keeps both. Items added since
 * are deleted, as a person deletes them. Who marked, deleted and created an item stays as it was.
 */
import * as Y from 'yjs'
import { readDoneOn } from '../activity.ts'
import { agreementsMap } from '../agreement.ts'
import { isConcurrentKey } from '../concurrent.ts'
import { editFields, editReversibly, returnFields } from '../edit-fields.ts'
import { addRestore, type UnreadRestore } from '../event.ts'
import { isLongText, type TextField } from '../fields.ts'
import {
	type Author,
	eventsMap,
	findItem,
	type IsoInstant,
	isPlanCreated,
	isSameValue,
	itemMaps,
	itemsOf,
	type PlanItem,
	readLongText,
	readOptionalText,
	setFields,
	stagesMap,
	textKeys
} from '../layout.ts'
import { addMark, readMarks } from '../mark.ts'
import { meetingMinutes, readMeeting } from '../meeting.ts'
import { appendLost, writeLines } from '../edit-text.ts'
import { type LongText, plainTextOf, readLines } from '../rich-text.ts'
import type { PlanChange } from './change.ts'
import { compareFacts } from './changes.ts'
import { readFacts } from './facts.ts'

/** The plan as it was at a moment. */
export interface PastPlan {
	doc: Y.Doc
	at: IsoInstant
}

export interface Restored {
	/** Empty: the plan already had that state. */
	changes: PlanChange[]
	/** Undoes what restoring wrote; what others wrote since stays. Call it once, while the document is open. */
	undo(): void
}

/**
 * Makes the plan equal to `past`, in one transaction by `author` that also writes a restore event. A status that differs gets a
 * new mark. Does nothing if there was no plan yet in `past`. `others`: ids of the other participants, who are told.
 */
export function restorePlan(
	doc: Y.Doc,
	{ doc: past, at }: PastPlan,
	author: Author,
	others: readonly string[] = []
): Restored {
	if (!isPlanCreated(past)) return { changes: [], undo() {} }
	const before = readFacts(doc)
	const origin = {}
	const undoManager = new Y.UndoManager(doc, { trackedOrigins: new Set([origin]) })
	doc.transact((transaction) => {
		restoreAll(doc, past, author)
		if (transaction.changed.size > 0) addRestore(doc, at, others, author)
	}, origin)
	return {
		changes: compareFacts(before, readFacts(doc)),
		undo() {
			undoManager.undo()
			undoManager.destroy()
		}
	}
}

/** The changes that restoring would make, without making them. */
export function previewRestore(doc: Y.Doc, past: PastPlan, author: Author): PlanChange[] {
	const copy = new Y.Doc()
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
	const { changes } = restorePlan(copy, past, author)
	copy.destroy()
	return changes
}

/**
 * What these changes take of the items and long texts of the present plan, what they bring back, and the other changes. A meeting
 * that goes is followed by its agreements and minutes.
 */
export function splitLosses(
	doc: Y.Doc,
	changes: readonly PlanChange[]
): { losses: PlanChange[]; returns: PlanChange[]; others: PlanChange[] } {
	const losses = changes.filter(isLoss)
	return {
		losses: losses.flatMap((change) => [
			change,
			...(change.type === 'deleted' && change.kind === 'meeting' ? contentOfMeeting(doc, change) : [])
		]),
		returns: changes.filter(isReturn),
		others: changes.filter((change) => !isLoss(change) && !isReturn(change))
	}
}

function isLoss(change: PlanChange): boolean {
	if (change.type === 'deleted') return true
	return change.type === 'changed' && isLongText(change) && change.before !== null
}

function isReturn({ type }: PlanChange): boolean {
	return type === 'restored' || type === 'added'
}

function contentOfMeeting(doc: Y.Doc, { itemId, label }: PlanChange): PlanChange[] {
	const minutes = meetingMinutes(doc, itemId)
	const words = minutes === null ? '' : plainTextOf(minutes)
	const agreements = readMeeting(doc, itemId)?.agreements ?? []
	const lost: PlanChange[] = agreements.map(({ id, text }) => ({
		type: 'deleted',
		kind: 'agreement',
		itemId: id,
		label: text
	}))
	if (words !== '')
		lost.push({ type: 'changed', kind: 'meeting', itemId, label, field: 'minutes', before: words, after: null })
	return lost
}

/** One activity, meeting or entry of the profile; with `text`, only this long text of it. */
export interface RestorePlace {
	kind: 'activity' | 'meeting' | 'profile'
	id: string
	text?: TextField
}

/**
 * Restores one item from `past`, also a deleted one, as an ordinary edit. Agreements added since stay. Returns an undo function,
 * as `editReversibly` does.
 */
export function restoreOne(doc: Y.Doc, past: Y.Doc, { kind, id, text }: RestorePlace, author: Author): () => void {
	const item = findItem(itemMaps[kind](doc), id)
	const earlier = findItem(itemMaps[kind](past), id)
	if (item === null || earlier === null) return () => undefined
	return editReversibly(doc, () => {
		if (text !== undefined) return restoreTexts(item, earlier, null, text)
		// Nothing differs from the present state, so all of it is restored, except what only the present state has.
		restoreItem(item, earlier, author, item)
		const stage = kind === 'activity' ? findItem(stagesMap(doc), String(earlier.get('stageId'))) : null
		if (stage !== null) setDeleted(stage, false, author)
	})
}

/**
 * Whether restoring only that from `past` changes the plan. `changes`: from the present to `past`. A text can be restored by itself
 * where it has words to bring back, unless all of its item is missing now.
 */
export function isRestorable(changes: readonly PlanChange[], past: Y.Doc, { kind, id, text }: RestorePlace): boolean {
	const own = changes.filter((change) => change.kind === kind && change.itemId === id)
	const isText = (change: PlanChange) => 'field' in change && isLongText(change)
	if (text !== undefined) {
		const isMissing = own.some(({ type }) => type === 'restored')
		return !isMissing && own.some((change) => isText(change) && change.type === 'changed' && change.after !== null)
	}
	const agreements = kind === 'meeting' ? (readMeeting(past, id)?.agreements ?? []) : []
	const isOfAgreement = ({ kind, itemId }: PlanChange) =>
		kind === 'agreement' && agreements.some((agreement) => agreement.id === itemId)
	return [...own.filter((change) => !isText(change)), ...changes.filter(isOfAgreement)].some(({ type }) =>
		restorableTypes.has(type)
	)
}

const restorableTypes: ReadonlySet<PlanChange['type']> = new Set(['restored', 'changed', 'marked', 'moved'])

/** The plan right before and right after a restore, as the history has them. */
export interface RestoreMoments {
	before: Y.Doc
	after: Y.Doc
}

/**
 * Brings back what a restore took: all that nobody has changed since. A text that was changed since gets the lost paragraphs at
 * its end. `others`: ids of the other participants, who are told. Returns an undo function, as `editReversibly` does.
 */
export function undoRestore(
	doc: Y.Doc,
	{ id, at }: Pick<UnreadRestore, 'id' | 'at'>,
	{ before, after }: RestoreMoments,
	author: Author,
	others: readonly string[] = []
): () => void {
	return editReversibly(doc, () => {
		restoreAll(doc, before, author, after)
		eventsMap(doc).delete(id)
		if (others.length > 0) addRestore(doc, at, others, author, true)
	})
}

/**
 * Title and term stay: orders set them (domain.md T44). `expected`, here and below: restores only what still is as there; null:
 * everything.
 */
function restoreAll(doc: Y.Doc, past: Y.Doc, author: Author, expected: Y.Doc | null = null): void {
	for (const mapOf of Object.values(itemMaps))
		restoreItems(mapOf(doc), mapOf(past), author, expected && mapOf(expected))
}

/** Items that only the old state has stay removed: only other software removes items. */
function restoreItems(
	items: Y.Map<PlanItem>,
	past: Y.Map<PlanItem>,
	author: Author,
	expected: Y.Map<PlanItem> | null
): void {
	for (const [id, item] of itemsOf(items)) {
		const earlier = findItem(past, id)
		const still = expected && findItem(expected, id)
		if (earlier !== null && (expected === null || still !== null)) restoreItem(item, earlier, author, still)
		else if (expected === null) setDeleted(item, true, author)
	}
}

function restoreItem(item: PlanItem, past: PlanItem, author: Author, expected: PlanItem | null): void {
	if (expected === null || isDeleted(expected) === isDeleted(item)) setDeleted(item, isDeleted(past), author)
	restoreTexts(item, past, expected)
	restoreFields(item, past, author, expected)
	restoreStatus(item, past, author, expected)
	const [agreements, earlier] = [agreementsMap(item), agreementsMap(past)]
	if (agreements === null || earlier === null) return
	restoreItems(agreements, earlier, author, expected && agreementsMap(expected))
}

function restoreTexts(item: PlanItem, past: PlanItem, expected: PlanItem | null, only?: TextField): void {
	for (const field of Object.keys(textKeys) as TextField[]) {
		const [now, text] = [readLongText(item, field), readLongText(past, field)]
		if (only !== undefined && only !== field) continue
		// Of a text that the server has not yet written anew, nothing can be edited.
		if (!(now instanceof Y.Text) || text === null) continue
		const still = expected && readLongText(expected, field)
		if (still !== null && !isSameText(still, now)) appendLost(now, readLines(text), still)
		else writeLines(now, readLines(text))
	}
}

function isSameText(one: LongText, other: LongText): boolean {
	return JSON.stringify(readLines(one)) === JSON.stringify(readLines(other))
}

function isDeleted(item: PlanItem): boolean {
	return readOptionalText(item, 'deletedAt') !== null
}

function setDeleted(item: PlanItem, toDelete: boolean, author: Author): void {
	if (toDelete === isDeleted(item)) return
	setFields(
		item,
		toDelete
			? { deletedAt: author.at, deletedBy: author.personId, deletedContent: null }
			: { deletedAt: null, deletedBy: null, deletedContent: null }
	)
}

/** Fields that are never restored: who created and deleted an item and when. */
const kept: ReadonlySet<string> = new Set([
	'createdBy',
	'createdAt',
	'addedOn',
	'deletedBy',
	'deletedAt',
	'deletedContent'
])
/** Fields of a position have no concurrent values: the last move counts. */
const placing: ReadonlySet<string> = new Set(['stageId', 'order'])

function restoreFields(item: PlanItem, past: PlanItem, author: Author, expected: PlanItem | null): void {
	const names = new Set([...item.keys(), ...past.keys()].filter((key) => !kept.has(key) && !isConcurrentKey(key)))
	for (const field of names) {
		const value = past.get(field)
		if (isShared(value) || isShared(item.get(field))) continue
		if (expected !== null && !isSameValue(item.get(field), expected.get(field))) continue
		const fields = { [field]: value ?? null }
		if (placing.has(field)) setFields(item, fields)
		else returnFields(item, fields, author)
	}
}

function isShared(value: unknown): boolean {
	return value instanceof Y.AbstractType
}

/** Adds a present mark; restores the day it was done. */
function restoreStatus(item: PlanItem, past: PlanItem, author: Author, expected: PlanItem | null): void {
	if (expected !== null && readMarks(item)[0]?.id !== readMarks(expected)[0]?.id) return
	const marks = readMarks(past)
	const status = marks[0]?.status ?? 'planned'
	const doneOn = readDoneOn(past, marks)
	if ((readMarks(item)[0]?.status ?? 'planned') !== status) {
		// The id is unique on this item: one person restores at most once per millisecond.
		addMark(item, `restored ${author.personId} ${author.at}`, status, doneOn, author)
	}
	if (doneOn !== null && readDoneOn(item, readMarks(item)) !== doneOn) editFields(item, { doneOn }, author)
}
