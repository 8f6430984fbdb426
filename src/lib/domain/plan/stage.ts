import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { TITLE_LETTERS } from '../text.ts'
import type { Activity } from './activity.ts'
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

/** A document in which a stage ends (domain.md T54). */
export interface StageResult {
	/** Of the stage; the form of its result stands at one of its activities, as in the regulation's table. */
	activityId: string
	stageId: string
	/** «Информационная справка» */
	form: string
	/** «Информационная справка: этап „Организационный“»; a further one of the stage names its activity. */
	title: string
	endsOn: IsoDate | null
}

/** As they begin in a plan, in whatever spelling of «отчёт» and however they end. */
const FORMS = ['информационная справка', 'аналитическая справка', 'аналитический отчет']

/**
 * In road order. A stage may owe several: the first is that of the stage, a further one that of its activity (annex 3, 3.8). A cancelled
 * or deleted activity owes none, and neither does a form that is no document of the pair («Сертификат»).
 */
export function stageResults(
	stages: readonly Pick<Stage, 'id' | 'title' | 'endsOn'>[],
	activities: readonly Pick<Activity, 'id' | 'stageId' | 'number' | 'title' | 'resultForm' | 'status' | 'deletedAt'>[]
): StageResult[] {
	return stages.flatMap(({ id: stageId, title, endsOn }) =>
		activities
			.filter((activity) => activity.stageId === stageId && owesResult(activity))
			.map(({ id: activityId, number, title: activityTitle, resultForm }, index) => {
				const form = resultForm.trim()
				const subject = index === 0 ? `этап «${title}»` : [number, activityTitle].filter(Boolean).join(' ')
				return { activityId, stageId, form, title: `${form}: ${subject}`.slice(0, TITLE_LETTERS), endsOn }
			})
	)
}

/** Whether the activity has the form of a document that is submitted, and will take place. */
export function owesResult({
	resultForm,
	status,
	deletedAt
}: Pick<Activity, 'resultForm' | 'status' | 'deletedAt'>): boolean {
	if (deletedAt !== null || status === 'cancelled') return false
	const form = resultForm.trim().toLowerCase().replaceAll('ё', 'е')
	return FORMS.some((known) => form.startsWith(known))
}

/** Which result, in addresses and in the names of its texts (notes.ts). */
export function resultKeyOf({ activityId }: Pick<StageResult, 'activityId'>): string {
	return `result ${activityId}`
}

/** The basis of a programme: goals, directions, and the mentee's difficulties and strengths (domain.md T9, S10). */
export const profileKinds = ['goal', 'direction', 'difficulty', 'strength'] as const
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
		strength: ofKind('strength')
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
