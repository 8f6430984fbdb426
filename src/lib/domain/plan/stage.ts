import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { readConcurrentValues, type ConcurrentValues } from './concurrent.ts'
import { type FieldValues, readFields } from './fields.ts'
import { compareOrder, itemsOf, type PlanItem, profileMap, readOptionalText, readText, stagesMap } from './layout.ts'
import { readOnce } from './read-once.ts'

export interface Stage extends FieldValues<'stage'> {
	id: string
	order: string
	/** Fields with concurrent values; shown to both people. */
	concurrentValues: ConcurrentValues[]
}

/** In road order. */
export function readStages(doc: Y.Doc): Stage[] {
	return itemsOf(stagesMap(doc))
		.map(([id, item]) => toStage(id, item))
		.sort(compareOrder)
}

const toStage = readOnce((id: string, item: PlanItem): Stage => {
	const concurrentValues = readConcurrentValues(item, 'stage')
	return { ...readFields('stage', item), id, order: readText(item, 'order'), concurrentValues }
})

/**
 * Index of the last stage that has begun: today is in it, or in the gap after it (domain.md T57). 0 before the first begins, -1
 * without stages. A stage without a first day begins when the one before it has ended.
 */
export function currentStageIndex(stages: readonly Pick<Stage, 'startsOn' | 'endsOn'>[], today: IsoDate): number {
	const last = stages.findLastIndex(({ startsOn }, index) => {
		const endBefore = stages[index - 1]?.endsOn ?? null
		return startsOn === null ? endBefore !== null && endBefore < today : startsOn <= today
	})
	return last === -1 && stages.length > 0 ? 0 : last
}

/**
 * The basis of a programme: goals, directions, the mentee's difficulties and strengths, the forms and kinds of mentoring (domain.md
 * T9, S10), and the mentee's desired image of themselves in the profession (T6, S14).
 */
export const profileKinds = ['goal', 'direction', 'difficulty', 'strength', 'form', 'image'] as const
export type ProfileKind = (typeof profileKinds)[number]

export interface ProfileItem extends FieldValues<'profile'> {
	id: string
	kind: ProfileKind
	order: string
	/** Concurrent values of `text`; shown to both people. */
	concurrentValues: ConcurrentValues[]
}

/** By position within each kind, without the deleted ones. */
export function readProfile(doc: Y.Doc): Record<ProfileKind, ProfileItem[]> {
	const items = readAll(doc)
	const ofKind = (kind: ProfileKind) => items.filter((item) => item.kind === kind)
	return {
		goal: ofKind('goal'),
		direction: ofKind('direction'),
		difficulty: ofKind('difficulty'),
		strength: ofKind('strength'),
		form: ofKind('form'),
		image: ofKind('image')
	}
}

function readAll(doc: Y.Doc): ProfileItem[] {
	return itemsOf(profileMap(doc))
		.flatMap(([id, item]) => toProfileItem(id, item) ?? [])
		.sort(compareOrder)
}

/** Null: deleted, or of a kind that only a newer app knows. */
const toProfileItem = readOnce((id: string, item: PlanItem): ProfileItem | null => {
	const kind = profileKinds.find((known) => known === item.get('kind'))
	if (kind === undefined || readOptionalText(item, 'deletedAt') !== null) return null
	const concurrentValues = readConcurrentValues(item, 'profile')
	return { ...readFields('profile', item), id, kind, order: readText(item, 'order'), concurrentValues }
})
