/**
 * Edits fields that other devices may already have, so that no concurrent value vanishes (concurrent.ts). Also settles
 * concurrent values, reads deleted parts, and makes edits with an undo.
 */
import * as Y from 'yjs'
import { agreementsMap, findItemAt, type ItemPlace } from './agreement.ts'
import { isEditableField, concurrentKey, listConcurrentKeys, readChoice, readConcurrentValues } from './concurrent.ts'
import { isEmptyBut, readFields } from './fields.ts'
import {
	type Author,
	findItem,
	isSameValue,
	itemsOf,
	meetingsMap,
	type PlanItem,
	profileMap,
	readOptionalText,
	readText
} from './layout.ts'
import type { ProfileKind } from './stage.ts'

/**
 * Sets the fields that differ, as `setFields` does, and settles their concurrent values. Call it within a transaction, for an
 * item that other devices may already have. Use `setFields` for a new item.
 */
export function editFields(item: PlanItem, fields: Readonly<Record<string, unknown>>, author: Author): void {
	for (const [field, value] of Object.entries(fields)) {
		if (value === undefined || isSameValue(item.get(field), value)) continue
		item.set(field, value)
		signField(item, field, author)
	}
}

/**
 * `editFields` for restoring an older state. A restore concerns the whole plan, so it settles no field: concurrent values stay,
 * and the field's value until now stays among the choices.
 */
export function returnFields(item: PlanItem, fields: Readonly<Record<string, unknown>>, author: Author): void {
	for (const [field, value] of Object.entries(fields)) {
		const present = item.get(field)
		const choices = listConcurrentKeys(item, field).flatMap((key) => readChoice(item.get(key)) ?? [])
		const isDisputed = choices.some((choice) => !isSameValue(choice.value, present))
		if (!isDisputed) editFields(item, { [field]: value }, author)
		else if (!isSameValue(present, value)) item.set(field, value)
	}
}

/** Sets the chosen value, also where the field has it already: its concurrent values go. Call it within a transaction. */
export function settleField(item: PlanItem, { field, value }: { field: string; value: unknown }, author: Author): void {
	if (!isSameValue(item.get(field), value)) item.set(field, value)
	signField(item, field, author)
}

/** Deletes the concurrent values of a field that another value replaces. Call it within a transaction. */
export function dropConcurrentValues(item: PlanItem, field: string): void {
	for (const key of listConcurrentKeys(item, field)) item.delete(key)
}

function signField(item: PlanItem, field: string, author: Author): void {
	const own = concurrentKey(field, item.doc?.clientID ?? 0)
	for (const key of listConcurrentKeys(item, field)) if (key !== own) item.delete(key)
	item.set(own, { value: item.get(field) ?? null, by: author.personId })
}

/**
 * Settles concurrent values of a field: `value` is the chosen one. Does nothing for an unknown item or field. Returns an undo
 * function, as `editReversibly` does: undo restores both values.
 */
export function chooseValue(
	doc: Y.Doc,
	place: ItemPlace,
	choice: { field: string; value: unknown },
	author: Author
): () => void {
	const item = findItemAt(doc, place)
	if (item === null || !isEditableField(place.kind, choice.field)) return () => undefined
	return editReversibly(doc, () => settleField(item, choice, author))
}

/** A deleted agreement or profile entry. Only the screens that can restore it read it. */
export interface DeletedItem {
	id: string
	text: string
	deletedAt: string
	/** Person id; null in a document that our app did not write. */
	deletedBy: string | null
}

/** The last deleted first, without those that are blank. Empty for an unknown meeting. */
export function readDeletedAgreements(doc: Y.Doc, meetingId: string): DeletedItem[] {
	const meeting = findItem(meetingsMap(doc), meetingId)
	const agreements = meeting && agreementsMap(meeting)
	return agreements === null ? [] : deletedOf('agreement', itemsOf(agreements))
}

/** The last deleted first, without those that are blank. */
export function readDeletedProfile(doc: Y.Doc, kind: ProfileKind): DeletedItem[] {
	const items = itemsOf(profileMap(doc)).filter(([, item]) => item.get('kind') === kind)
	return deletedOf('profile', items)
}

function deletedOf(kind: 'agreement' | 'profile', items: readonly (readonly [string, PlanItem])[]): DeletedItem[] {
	return items
		.flatMap(([id, item]) => {
			const deletedAt = readOptionalText(item, 'deletedAt')
			const text = readText(item, 'text')
			if (deletedAt === null || (text === '' && isBlank(kind, item))) return []
			return [{ id, text, deletedAt, deletedBy: readOptionalText(item, 'deletedBy') }]
		})
		.sort((one, other) => (one.deletedAt < other.deletedAt ? 1 : -1))
}

/** Whether it has no concurrent values and no other field than its text. */
function isBlank(kind: 'agreement' | 'profile', item: PlanItem): boolean {
	return readConcurrentValues(item, kind).length === 0 && isEmptyBut(kind, readFields(kind, item), ['text'])
}

/**
 * Makes one edit of the plan. Returns its undo function. Call that at most once, while the document is open; what others wrote
 * since then stays.
 */
export function editReversibly(doc: Y.Doc, edit: () => void): () => void {
	const origin = {}
	const undoManager = new Y.UndoManager(doc, { trackedOrigins: new Set([origin]) })
	doc.transact(edit, origin)
	// The manager has recorded the edit. The undo may never be called, so it stops listening now.
	undoManager.destroy()
	return () => void undoManager.undo()
}
