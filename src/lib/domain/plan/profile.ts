/** The ground of a programme: goals, directions, and the mentee's difficulties and strengths (domain.md T9, S10). */
import * as Y from 'yjs'
import {
	findItem,
	itemsOf,
	profileMap,
	readOptionalText,
	readText,
	setFields,
	type Author,
	type PlanItem
} from './layout.ts'
import { compareOrder, orderLast } from './order.ts'
import { editFields, readRivalValues, type RivalValues } from './rival-values.ts'

export const profileKinds = ['goal', 'direction', 'difficulty', 'strength'] as const
export type ProfileKind = (typeof profileKinds)[number]

export interface ProfileItem {
	id: string
	kind: ProfileKind
	order: string
	text: string
	/** Of `text`, changed apart; shown to both. */
	rivalValues: RivalValues[]
}

/** In order within each kind; without the deleted ones. */
export function readProfile(doc: Y.Doc): Record<ProfileKind, ProfileItem[]> {
	const items = readAll(doc)
	const ofKind = (kind: ProfileKind) => items.filter((item) => item.kind === kind)
	return {
		goal: ofKind('goal'),
		direction: ofKind('direction'),
		difficulty: ofKind('difficulty'),
		strength: ofKind('strength')
	}
}

/** Stands last among its kind. */
export function addProfileItem(doc: Y.Doc, id: string, kind: ProfileKind, text: string, author: Author): void {
	const siblings = readAll(doc).filter((item) => item.kind === kind)
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

export function restoreProfileItem(doc: Y.Doc, id: string): void {
	const item = findItem(profileMap(doc), id)
	if (item === null) return
	doc.transact(() => setFields(item, { deletedAt: null, deletedBy: null }))
}

function readAll(doc: Y.Doc): ProfileItem[] {
	return itemsOf(profileMap(doc))
		.filter(([, item]) => readOptionalText(item, 'deletedAt') === null)
		.flatMap(([id, item]) => {
			const kind = profileKinds.find((known) => known === item.get('kind'))
			if (kind === undefined) return []
			const rivalValues = readRivalValues(item)
			return [{ id, kind, order: readText(item, 'order'), text: readText(item, 'text'), rivalValues }]
		})
		.sort(compareOrder)
}
