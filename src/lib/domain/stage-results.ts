/** The documents in which stages end (domain.md T54). The first screen of a programme loads without this file. */
import type { IsoDate } from './calendar.ts'
import type { Activity } from './plan/activity.ts'
import type { Stage } from './plan/stage.ts'
import { resultForms } from './roadmaps/roadmap.ts'
import { TITLE_LETTERS } from './text.ts'

export interface StageResult {
	/** Of the stage; the form of its result stands at one of its activities, as in the regulation's table. */
	activityId: string
	stageId: string
	/** «Информационная справка: этап „Организационный“»; a further one of the stage names its activity. */
	title: string
	endsOn: IsoDate | null
}

/** As forms begin in a plan, however they end. */
const FORMS = resultForms.map(plain)

/** «Отчёт» and «отчет» are the same. */
function plain(form: string): string {
	return form.trim().toLowerCase().replaceAll('ё', 'е')
}

/**
 * In road order. A stage may owe several: the first is that of the stage, a further one that of its activity (annex 3, 3.8). A cancelled
 * or deleted activity owes none, and neither does a form that is no document of the pair («Сертификат»). `approved`: the activities that
 * owe one by the approved edition, however the pair has worded their form since (domain.md T41).
 */
export function stageResults(
	stages: readonly Pick<Stage, 'id' | 'title' | 'endsOn'>[],
	activities: readonly Pick<Activity, 'id' | 'stageId' | 'number' | 'title' | 'resultForm' | 'status' | 'deletedAt'>[],
	approved: readonly string[] = []
): StageResult[] {
	return stages.flatMap(({ id: stageId, title, endsOn }) =>
		activities
			.filter((activity) => activity.stageId === stageId && (owesResult(activity) || approved.includes(activity.id)))
			.map(({ id: activityId, number, title: activityTitle, resultForm }, index) => {
				const form = resultForm.trim() || 'Результат этапа'
				const subject = index === 0 ? `этап «${title}»` : [number, activityTitle].filter(Boolean).join(' ')
				return { activityId, stageId, title: `${form}: ${subject}`.slice(0, TITLE_LETTERS), endsOn }
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
	return FORMS.some((form) => plain(resultForm).startsWith(form))
}
