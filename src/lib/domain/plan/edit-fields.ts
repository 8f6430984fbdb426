/** Fields that others may already have are changed here, so that of two values written apart neither vanishes (rival-values.ts). */
import * as Y from 'yjs'
import { agreementsMap, findItemAt, type ItemPlace } from './agreement.ts'
import { isEditableField, keyBeside, keysBeside, readChoice, readRivalValues } from './concurrent.ts'
import {
	type Author,
	findItem,
	isSameValue,
	itemsOf,
	meetingsMap,
	type PlanItem,
	profileMap,
	readDate,
	readOptionalText,
	readText
} from './layout.ts'
import type { ProfileKind } from './stage.ts'

/**
 * Sets what differs, as `setFields` does, and takes the fields set out of dispute. To be called within a transaction,
 * for an item that others may already have; a new one is made with `setFields`.
 */
export function editFields(item: PlanItem, fields: Readonly<Record<string, unknown>>, author: Author): void {
	for (const [field, value] of Object.entries(fields)) {
		if (value === undefined || isSameValue(item.get(field), value)) continue
		item.set(field, value)
		signField(item, field, author)
	}
}

/**
 * `editFields` for going back to an older state: who does that looks at the plan as a whole, so a field that is in dispute
 * stays in dispute, with what it said until now among the choices.
 */
export function returnFields(item: PlanItem, fields: Readonly<Record<string, unknown>>, author: Author): void {
	for (const [field, value] of Object.entries(fields)) {
		const present = item.get(field)
		const choices = keysBeside(item, field).flatMap((key) => readChoice(item.get(key)) ?? [])
		const isDisputed = choices.some((choice) => !isSameValue(choice.value, present))
		if (!isDisputed) editFields(item, { [field]: value }, author)
		else if (!isSameValue(present, value)) item.set(field, value)
	}
}

/** One of the choices is what both shall have. To be called within a transaction. */
function settleField(item: PlanItem, { field, value }: { field: string; value: unknown }, author: Author): void {
	if (!isSameValue(item.get(field), value)) item.set(field, value)
	signField(item, field, author)
}

/** Something else says now what the field says, and settles it. Within a transaction. */
export function dropRivals(item: PlanItem, field: string): void {
	for (const key of keysBeside(item, field)) item.delete(key)
}

function signField(item: PlanItem, field: string, author: Author): void {
	const own = keyBeside(field, item.doc?.clientID ?? 0)
	for (const key of keysBeside(item, field)) if (key !== own) item.delete(key)
	item.set(own, { value: item.get(field) ?? null, by: author.personId })
}

/**
 * Settles a field that was changed apart: `value`, one of its choices, is what both shall have. Does nothing where there is
 * no such item or field. Answers the way back, as `editReversibly` does: then both values stand there again.
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

/** Agreements and entries of the profile that were set aside: read where they can be brought back, and nowhere else. */
export interface DeletedPart {
	id: string
	text: string
	deletedAt: string
	/** Person id; null in a document from a foreign hand. */
	deletedBy: string | null
}

/** The last deleted first, without those of which nothing is left; none of an unknown meeting. */
export function readDeletedAgreements(doc: Y.Doc, meetingId: string): DeletedPart[] {
	const meeting = findItem(meetingsMap(doc), meetingId)
	const agreements = meeting && agreementsMap(meeting)
	return agreements === null ? [] : deletedOf('agreement', itemsOf(agreements))
}

/** The last deleted first, without those of which nothing is left. */
export function readDeletedProfile(doc: Y.Doc, kind: ProfileKind): DeletedPart[] {
	const items = itemsOf(profileMap(doc)).filter(([, item]) => item.get('kind') === kind)
	return deletedOf('profile', items)
}

function deletedOf(kind: 'agreement' | 'profile', items: readonly (readonly [string, PlanItem])[]): DeletedPart[] {
	return items
		.flatMap(([id, item]) => {
			const deletedAt = readOptionalText(item, 'deletedAt')
			const text = readText(item, 'text')
			if (deletedAt === null || (text === '' && isBlank(kind, item))) return []
			return [{ id, text, deletedAt, deletedBy: readOptionalText(item, 'deletedBy') }]
		})
		.sort((one, other) => (one.deletedAt < other.deletedAt ? 1 : -1))
}

/** Nothing is left of it beside its text, nor was written apart. */
function isBlank(kind: 'agreement' | 'profile', item: PlanItem): boolean {
	if (readRivalValues(item, kind).length > 0) return false
	return kind === 'profile' || (readOptionalText(item, 'ownerId') === null && readDate(item, 'dueOn') === null)
}

/** One edit of the plan. Answers the way back, to be gone once at most and while the document is open: what others wrote since stays. */
export function editReversibly(doc: Y.Doc, edit: () => void): () => void {
	const origin = {}
	const undoManager = new Y.UndoManager(doc, { trackedOrigins: new Set([origin]) })
	doc.transact(edit, origin)
	// It knows the way back, which may never be gone, and need not listen for more.
	undoManager.destroy()
	return () => void undoManager.undo()
}
