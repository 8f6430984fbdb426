/**
 * An older state of the plan, written as new edits: nothing of what came after it is lost, and history keeps both. What
 * was added since is deleted, as a person deletes it; who marked, deleted and made what stays as it was.
 */
import * as Y from 'yjs'
import { readDoneOn } from '../activity.ts'
import { agreementsMap } from '../agreement.ts'
import { isBesideField } from '../concurrent.ts'
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
	/** Empty: the plan was like that already. */
	changes: PlanChange[]
	/** Takes back what restoring wrote; what others wrote since stays. Called once, while the document is open. */
	undo(): void
}

/**
 * Makes the plan equal to `past`, in one transaction by `author`, which says of itself that it is a restore. A status that
 * differs is marked anew. Does nothing when there was no plan yet in `past`.
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

/** What restoring would change, told without changing anything. */
export function previewRestore(doc: Y.Doc, past: PastPlan, author: Author): PlanChange[] {
	const copy = new Y.Doc()
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
	const { changes } = restorePlan(copy, past, author)
	copy.destroy()
	return changes
}

/** What the old state knew and the plan does not: only a foreign hand removes items, and it stays removed. */
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

/** Who made it and who deleted it is no wording to bring back; the layout of the plan never goes back. */
const kept: ReadonlySet<string> = new Set(['schemaVersion', 'createdBy', 'createdAt', 'deletedBy', 'deletedAt'])
/** Where it stands is nothing two people word differently: the last move counts. */
const placing: ReadonlySet<string> = new Set(['stageId', 'order'])

function restoreFields(item: PlanItem, past: PlanItem, edit: typeof setFields): void {
	const names = new Set([...item.keys(), ...past.keys()].filter((key) => !kept.has(key) && !isBesideField(key)))
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

/** By a mark of today; the day it was done comes back with it. */
function restoreStatus(item: PlanItem, past: PlanItem, author: Author): void {
	const marks = readMarks(past)
	const status = marks[0]?.status ?? 'planned'
	const doneOn = readDoneOn(past, marks)
	if ((readMarks(item)[0]?.status ?? 'planned') !== status) {
		// No other mark on this item has it: one person restores once in a millisecond.
		addMark(item, `restored ${author.personId} ${author.at}`, status, doneOn, author)
	}
	if (doneOn !== null && readDoneOn(item, readMarks(item)) !== doneOn) editFields(item, { doneOn }, author)
}

/**
 * A long text as it was, by as few edits as its paragraphs allow: what the other person writes elsewhere in it at the
 * same time keeps its place.
 */
type Node = Y.XmlElement | Y.XmlText | Y.XmlHook

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

/** Whole characters, so that none is cut in half; null where something in it is formatted. */
function plainWordsOf(text: Y.XmlText): string[] | null {
	const delta = text.toDelta() as { insert: unknown; attributes?: object }[]
	let words = ''
	for (const { insert, attributes } of delta) {
		if (typeof insert !== 'string' || attributes !== undefined) return null
		words += insert
	}
	return [...words]
}

/** What is left between the longest common beginning and the longest common end. */
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

/** Of one kind, so that its inside can be compared. */
function isAlike(one: Node, other: Node | undefined): boolean {
	if (one instanceof Y.XmlText) return other instanceof Y.XmlText
	if (!(one instanceof Y.XmlElement) || !(other instanceof Y.XmlElement)) return false
	return (
		one.nodeName === other.nodeName && JSON.stringify(one.getAttributes()) === JSON.stringify(other.getAttributes())
	)
}
