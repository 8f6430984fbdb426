/**
 * Restores an older state of the plan as new edits: nothing that came later is lost, and history keeps both. Items added since
 * are deleted, as a person deletes them. Who marked, deleted and created an item stays as it was.
 */
import * as Y from 'yjs'
import { readDoneOn } from '../activity.ts'
import { agreementsMap } from '../agreement.ts'
import { isConcurrentKey } from '../concurrent.ts'
import { editFields, returnFields } from '../edit-fields.ts'
import { addEvent } from '../event.ts'
import {
	activitiesMap,
	type Author,
	findItem,
	type IsoInstant,
	isPlanCreated,
	itemsOf,
	meetingsMap,
	metaMap,
	type PlanItem,
	profileMap,
	readOptionalText,
	setFields,
	stagesMap
} from '../layout.ts'
import { addMark, readMarks } from '../mark.ts'
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
 * new mark. Does nothing if there was no plan yet in `past`.
 */
export function restorePlan(doc: Y.Doc, { doc: past, at }: PastPlan, author: Author): Restored {
	if (!isPlanCreated(past)) return { changes: [], undo() {} }
	const before = readFacts(doc)
	const origin = {}
	const undoManager = new Y.UndoManager(doc, { trackedOrigins: new Set([origin]) })
	doc.transact((transaction) => {
		restoreFields(metaMap(doc), metaMap(past), setFields)
		restoreItems(stagesMap(doc), stagesMap(past), author)
		restoreItems(activitiesMap(doc), activitiesMap(past), author)
		restoreItems(meetingsMap(doc), meetingsMap(past), author)
		restoreItems(profileMap(doc), profileMap(past), author)
		if (transaction.changed.size > 0) addEvent(doc, { type: 'restored', of: at }, author)
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

/** Items that only the old state has stay removed: only other software removes items. */
function restoreItems(items: Y.Map<PlanItem>, past: Y.Map<PlanItem>, author: Author): void {
	for (const [id, item] of itemsOf(items)) {
		const earlier = findItem(past, id)
		if (earlier === null) setDeleted(item, true, author)
		else restoreItem(item, earlier, author)
	}
}

function restoreItem(item: PlanItem, past: PlanItem, author: Author): void {
	setDeleted(item, readOptionalText(past, 'deletedAt') !== null, author)
	restoreFields(item, past, (now, fields) => returnFields(now, fields, author))
	restoreStatus(item, past, author)
	for (const [field, text] of past) {
		const now = item.get(field)
		if (text instanceof Y.XmlFragment && now instanceof Y.XmlFragment) restoreText(now, text)
	}
	const agreements = agreementsMap(item)
	const pastAgreements = agreementsMap(past)
	if (agreements !== null && pastAgreements !== null) restoreItems(agreements, pastAgreements, author)
}

function setDeleted(item: PlanItem, isDeleted: boolean, author: Author): void {
	if (isDeleted === (readOptionalText(item, 'deletedAt') !== null)) return
	setFields(
		item,
		isDeleted ? { deletedAt: author.at, deletedBy: author.personId } : { deletedAt: null, deletedBy: null }
	)
}

/** Fields that are never restored: who created and deleted an item, and the plan's layout version. */
const kept: ReadonlySet<string> = new Set(['schemaVersion', 'createdBy', 'createdAt', 'deletedBy', 'deletedAt'])
/** Fields of a position have no concurrent values: the last move counts. */
const placing: ReadonlySet<string> = new Set(['stageId', 'order'])

function restoreFields(item: PlanItem, past: PlanItem, edit: typeof setFields): void {
	const names = new Set([...item.keys(), ...past.keys()].filter((key) => !kept.has(key) && !isConcurrentKey(key)))
	for (const field of names) {
		const value = past.get(field)
		if (isShared(value) || isShared(item.get(field))) continue
		const fields = { [field]: value ?? null }
		if (placing.has(field)) setFields(item, fields)
		else edit(item, fields)
	}
}

function isShared(value: unknown): boolean {
	return value instanceof Y.AbstractType
}

/** Adds a present mark; restores the day it was done. */
function restoreStatus(item: PlanItem, past: PlanItem, author: Author): void {
	const marks = readMarks(past)
	const status = marks[0]?.status ?? 'planned'
	const doneOn = readDoneOn(past, marks)
	if ((readMarks(item)[0]?.status ?? 'planned') !== status) {
		// The id is unique on this item: one person restores at most once per millisecond.
		addMark(item, `restored ${author.personId} ${author.at}`, status, doneOn, author)
	}
	if (doneOn !== null && readDoneOn(item, readMarks(item)) !== doneOn) editFields(item, { doneOn }, author)
}

type Node = Y.XmlElement | Y.XmlText | Y.XmlHook

/**
 * Restores a long text with as few edits as its paragraphs allow, so that concurrent words of the other person elsewhere keep
 * their position.
 */
function restoreText(text: Y.XmlFragment, past: Y.XmlFragment): void {
	const nodes = text.toArray() as Node[]
	const pastNodes = past.toArray() as Node[]
	const { start, end, pastEnd } = findDifference(nodes, pastNodes, isSameNode)
	const differing = nodes.slice(start, end)
	const wanted = pastNodes.slice(start, pastEnd)
	if (differing.length === wanted.length && differing.every((node, index) => isAlike(node, wanted[index]))) {
		differing.forEach((node, index) => restoreNode(node, wanted[index]))
		return
	}
	if (differing.length > 0) text.delete(start, differing.length)
	if (wanted.length > 0)
		text.insert(
			start,
			wanted.map((node) => node.clone() as Y.XmlElement | Y.XmlText)
		)
}

function restoreNode(node: Node, past: Node | undefined): void {
	if (node instanceof Y.XmlText && past instanceof Y.XmlText) restoreWords(node, past)
	else if (node instanceof Y.XmlElement && past instanceof Y.XmlElement) restoreText(node, past)
}

function restoreWords(text: Y.XmlText, past: Y.XmlText): void {
	const now = plainWordsOf(text)
	const before = plainWordsOf(past)
	if (now === null || before === null) {
		text.delete(0, text.length)
		text.applyDelta(past.toDelta())
		return
	}
	const { start, end, pastEnd } = findDifference(now, before, (one, other) => one === other)
	const position = now.slice(0, start).join('').length
	if (end > start) text.delete(position, now.slice(start, end).join('').length)
	if (pastEnd > start) text.insert(position, before.slice(start, pastEnd).join(''))
}

/** Splits into whole characters, so that none is cut in half; null if any part is formatted. */
function plainWordsOf(text: Y.XmlText): string[] | null {
	const delta = text.toDelta() as { insert: unknown; attributes?: object }[]
	let words = ''
	for (const { insert, attributes } of delta) {
		if (typeof insert !== 'string' || attributes !== undefined) return null
		words += insert
	}
	return [...words]
}

/** Finds the difference between the longest common beginning and the longest common end. */
function findDifference<Value>(now: readonly Value[], past: readonly Value[], isSame: IsSame<Value>) {
	const shorter = Math.min(now.length, past.length)
	let start = 0
	while (start < shorter && isSame(now[start]!, past[start]!)) start += 1
	let behind = 0
	while (behind < shorter - start && isSame(now[now.length - 1 - behind]!, past[past.length - 1 - behind]!)) behind += 1
	return { start, end: now.length - behind, pastEnd: past.length - behind }
}

type IsSame<Value> = (one: Value, other: Value) => boolean

function isSameNode(one: Node, other: Node): boolean {
	return one.constructor === other.constructor && one.toString() === other.toString()
}

/** Whether both have the same kind, so that their content can be compared. */
function isAlike(one: Node, other: Node | undefined): boolean {
	if (one instanceof Y.XmlText) return other instanceof Y.XmlText
	if (!(one instanceof Y.XmlElement) || !(other instanceof Y.XmlElement)) return false
	return (
		one.nodeName === other.nodeName && JSON.stringify(one.getAttributes()) === JSON.stringify(other.getAttributes())
	)
}
