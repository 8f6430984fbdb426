/** Agreements and entries of the profile that were set aside: read where they can be brought back, and nowhere else. */
import type * as Y from 'yjs'
import { agreementsMap } from './agreement.ts'
import {
	findItem,
	itemsOf,
	meetingsMap,
	profileMap,
	readDate,
	readOptionalText,
	readText,
	type PlanItem
} from './layout.ts'
import type { ProfileKind } from './profile.ts'
import { readRivalValues } from './rival-values.ts'

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
