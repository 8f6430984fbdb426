/** The ground of a programme: goals, directions, and the mentee's difficulties and strengths (domain.md T9, S10). */
import type * as Y from 'yjs'
import { itemsOf, profileMap, readOptionalText, readText } from './layout.ts'
import { compareOrder } from './order.ts'
import { readRivalValues, type RivalValues } from './rival-values.ts'

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

function readAll(doc: Y.Doc): ProfileItem[] {
	return itemsOf(profileMap(doc))
		.filter(([, item]) => readOptionalText(item, 'deletedAt') === null)
		.flatMap(([id, item]) => {
			const kind = profileKinds.find((known) => known === item.get('kind'))
			if (kind === undefined) return []
			const rivalValues = readRivalValues(item, 'profile')
			return [{ id, kind, order: readText(item, 'order'), text: readText(item, 'text'), rivalValues }]
		})
		.sort(compareOrder)
}
