/** Edits of the profile: apart from reading it, which the first screen has need of. */
import * as Y from 'yjs'
import { findItem, profileMap, readOptionalText, setFields, type Author, type PlanItem } from './layout.ts'
import { orderLast } from './place-in-order.ts'
import { readProfile, type ProfileKind } from './profile.ts'
import { editFields } from './edit-fields.ts'

/** Stands last among its kind. */
export function addProfileItem(doc: Y.Doc, id: string, kind: ProfileKind, text: string, author: Author): void {
	const siblings = readProfile(doc)[kind]
	doc.transact(() => {
		const item: PlanItem = new Y.Map()
		profileMap(doc).set(id, item)
		setFields(item, {
			kind,
			text,
			order: orderLast(siblings),
			createdBy: author.personId,
			createdAt: author.at
		})
	})
}

/** Does nothing if unknown. */
export function editProfileItem(doc: Y.Doc, id: string, text: string, author: Author): void {
	const item = findItem(profileMap(doc), id)
	if (item === null) return
	doc.transact(() => editFields(item, { text }, author))
}

export function deleteProfileItem(doc: Y.Doc, id: string, author: Author): void {
	const item = findItem(profileMap(doc), id)
	if (item === null || readOptionalText(item, 'deletedAt') !== null) return
	doc.transact(() => setFields(item, { deletedAt: author.at, deletedBy: author.personId }))
}

/** A new one of which its author has left no word: set aside, and offered to nobody (`readDeletedProfile`). */
export function eraseProfileItem(doc: Y.Doc, id: string, author: Author): void {
	doc.transact(() => {
		editProfileItem(doc, id, '', author)
		deleteProfileItem(doc, id, author)
	})
}

export function restoreProfileItem(doc: Y.Doc, id: string): void {
	const item = findItem(profileMap(doc), id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}
