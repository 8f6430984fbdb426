/** A roadmap: the template for a plan, and the plan made from it. The other files in this folder are the shipped ones. */
import * as Y from 'yjs'
import { addMonthsTo, type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { nextOccurrence, type Span } from '../plan/deadline.ts'
import { readDeadline } from './read-deadline.ts'
import { addActivity, orderLast } from '../plan/position.ts'
import {
	isPlanCreated,
	metaMap,
	PLAN_SCHEMA_VERSION,
	setFields,
	stagesMap,
	type Author,
	type PlanItem
} from '../plan/layout.ts'

export interface Roadmap {
	/** Kebab-case and stable: every plan made from it stores it. */
	id: string
	title: string
	/** Its source. `annex` null: the regulation's main text. Null: no known source. */
	source: { regulation: keyof typeof regulations; annex: number | null } | null
	stages: readonly RoadmapStage[]
}

export interface RoadmapStage {
	title: string
	/** Months (domain.md T53); null: the regulation sets none, and the pair sets the days. */
	months: number | null
	activities: readonly RoadmapActivity[]
}

export interface RoadmapActivity {
	/** «2.3» */
	number: string
	/** The regulation's wording, unchanged. Our own where the regulation has no such list. */
	title: string
	resultForm?: ResultForm
	/** In the words of the regulation, «февраль-июнь» (domain.md D28). */
	deadline?: string
	place?: string
	/** The row's column «Ответственный», as written. */
	responsible?: string
}

/** The stage with this number. Its activities are numbered in their order: «2.3» is the third of the second stage. */
export function numbered(
	number: number,
	title: string,
	months: number | null,
	activities: readonly (string | Omit<RoadmapActivity, 'number'>)[]
): RoadmapStage {
	return {
		title,
		months,
		activities: activities.map((activity, index) => ({
			number: `${number}.${index + 1}`,
			...(typeof activity === 'string' ? { title: activity } : activity)
		}))
	}
}

export type ResultForm = (typeof resultForms)[number]

/** The result of a stage in the shipped roadmaps, letter by letter (domain.md T54). A pair may write another. */
export const resultForms = ['Информационная справка', 'Аналитическая справка', 'Аналитический отчет'] as const

/** What the activities of the shipped roadmaps are (domain.md T56). A pair may write another. */
export const activityKinds = [
	'Диагностика',
	'Мониторинг запросов',
	'Нетворкинг',
	'Установочная встреча',
	'Консультация',
	'Консультационный семинар',
	'Семинар-практикум',
	'Стратегическая сессия',
	'Практикум',
	'Теневая стажировка',
	'Разбор кейсов',
	'Совместный семинар',
	'Семинар наставляемого',
	'Итоговая экспертиза',
	'Аналитический отчёт'
] as const

/** For whom activities of the shipped roadmaps are held (domain.md T61). A pair may write another. */
export const audiences = ['Административная команда', 'Педагогические работники', 'Рабочая группа'] as const

/** The kind of an activity; '' where the title begins with it, as in the shipped roadmaps, so that it is not read twice. */
export function kindBeside({ kind, title }: { kind: string; title: string }): string {
	return title.toLowerCase().startsWith(kind.toLowerCase()) ? '' : kind
}

/** A municipal regulation that shipped roadmaps come from, by the letter of the field notes (domain.md). */
export interface Regulation {
	title: string
	/** The municipality's name on papers. */
	municipality: string
	number: string
	/** The day it was signed. */
	on: IsoDate
}

export const regulations = {
	T: {
		title: 'Положение о наставничестве руководителей',
		municipality: 'Томск',
		number: '100р',
		on: '2024-02-20'
	},
	S: {
		title: 'Положение о наставничестве педагогических работников',
		municipality: 'Сургут',
		number: '12-09-2022/2',
		on: '2022-09-12'
	},
	R: {
		title: 'Целевая модель наставничества обучающихся',
		municipality: 'Томская область',
		number: '420-р / 261',
		on: '2020-05-27'
	},
	D: {
		title: 'Положение о муниципальном наставническом центре',
		municipality: 'Динской район',
		number: '78',
		on: '2021-02-12'
	},
	V: {
		title: 'Муниципальная дорожная карта наставничества',
		municipality: 'Дивногорск',
		number: '261',
		on: '2022-12-12'
	}
} as const satisfies Record<string, Regulation>

export interface NewPlan {
	title: string
	startsOn: IsoDate
	termMonths: number
}

/**
 * Fills an empty document. Stages follow each other from `startsOn` by their months and need not fill the term (domain.md T57).
 * A stage without months has no days, and neither have the stages after it. The first days that an activity's deadline has in the
 * term become its days. Ids are `s1`…`s4` and `a1-1`…: the same roadmap gives the same ids. Throws on an existing plan: filling
 * it again would replace what people wrote.
 */
export function fillPlanFromRoadmap(doc: Y.Doc, roadmap: Roadmap, plan: NewPlan, author: Author): void {
	if (isPlanCreated(doc)) throw new Error('The plan already exists')
	doc.transact(() => {
		setFields(metaMap(doc), {
			schemaVersion: PLAN_SCHEMA_VERSION,
			title: plan.title,
			roadmapId: roadmap.id,
			startsOn: plan.startsOn,
			termMonths: plan.termMonths
		})
		let monthsBefore: number | null = 0
		const term = { from: plan.startsOn, until: lastDayOfTerm(plan.startsOn, plan.termMonths) }
		const placed: { id: string; order: string }[] = []
		roadmap.stages.forEach((stage, index) => {
			const stageId = `s${index + 1}`
			const item: PlanItem = new Y.Map()
			stagesMap(doc).set(stageId, item)
			const order = orderLast(placed)
			placed.push({ id: stageId, order })
			const monthsAfter: number | null =
				monthsBefore === null || stage.months === null ? null : monthsBefore + stage.months
			setFields(item, {
				title: stage.title,
				order,
				startsOn: monthsBefore === null || monthsAfter === null ? null : addMonthsTo(plan.startsOn, monthsBefore),
				endsOn: monthsAfter === null ? null : lastDayOfTerm(plan.startsOn, monthsAfter)
			})
			monthsBefore = monthsAfter
			for (const activity of stage.activities) {
				const id = `a${activity.number.replace('.', '-')}`
				addActivity(doc, { id, stageId, ...fieldsOf(activity, term) }, author)
			}
		})
	})
}

function fieldsOf({ number, title, resultForm, deadline, place }: RoadmapActivity, term: Span) {
	const read = readDeadline(deadline ?? '')
	// Nobody is late by a quarter that the school has set otherwise.
	const isApproximate = read.doubts.includes('school-quarters')
	const next = isApproximate ? null : nextOccurrence(read, term, null, term.from)
	return {
		number,
		title,
		...(resultForm && { resultForm }),
		...(place && { place }),
		...(deadline && { deadlineWording: deadline }),
		...(next && { startsOn: next.from, dueOn: next.until })
	}
}
