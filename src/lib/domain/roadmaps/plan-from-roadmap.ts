/** Fills a new plan from a roadmap. The server does this once for each programme. */
import * as Y from 'yjs'
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { nextOccurrence, type Span } from '../plan/deadline.ts'
import { readDeadline } from '../plan/read-deadline.ts'
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
import type { Roadmap, RoadmapActivity } from './roadmap.ts'

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
		const term = { from: plan.startsOn, until: addDaysTo(addMonthsTo(plan.startsOn, plan.termMonths), -1) }
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
				endsOn: monthsAfter === null ? null : addDaysTo(addMonthsTo(plan.startsOn, monthsAfter), -1)
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
