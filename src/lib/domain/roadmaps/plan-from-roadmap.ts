/** A roadmap → a new plan. Done once for each programme, by the server (design.md §4). */
import * as Y from 'yjs'
import { addDaysTo, addMonthsTo } from '../calendar.ts'
import { addActivity } from '../plan/activity.ts'
import {
	isPlanCreated,
	metaMap,
	PLAN_SCHEMA_VERSION,
	setFields,
	stagesMap,
	type Author,
	type IsoDate,
	type PlanItem
} from '../plan/layout.ts'
import { orderLast } from '../plan/order.ts'
import type { Roadmap } from './roadmap.ts'

export interface NewPlan {
	title: string
	startsOn: IsoDate
	termMonths: number
}

/**
 * Fills an empty document. Stages follow each other from `startsOn` by their months and need not
 * fill the term (domain.md T57). Ids are `s1`…`s4` and `a1-1`…: the same roadmap gives the same ids.
 * Throws on a plan that already exists: filling it again would replace what people wrote.
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
		let monthsBefore = 0
		const placed: { id: string; order: string }[] = []
		roadmap.stages.forEach((stage, index) => {
			const stageId = `s${index + 1}`
			const item: PlanItem = new Y.Map()
			stagesMap(doc).set(stageId, item)
			const order = orderLast(placed)
			placed.push({ id: stageId, order })
			setFields(item, {
				title: stage.title,
				order,
				startsOn: addMonthsTo(plan.startsOn, monthsBefore),
				endsOn: addDaysTo(addMonthsTo(plan.startsOn, monthsBefore + stage.months), -1)
			})
			monthsBefore += stage.months
			for (const { number, title, resultForm } of stage.activities) {
				const id = `a${number.replace('.', '-')}`
				addActivity(doc, { id, stageId, number, title, ...(resultForm && { resultForm }) }, author)
			}
		})
	})
}
