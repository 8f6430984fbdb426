/** A roadmap → a new plan. Done once for each programme, by the server (design.md §4). */
import { addDays, addMonths, formatISO, parseISO } from 'date-fns'
import * as Y from 'yjs'
import { addActivity } from '../plan/activity.ts'
import {
	metaMap,
	PLAN_SCHEMA_VERSION,
	setFields,
	stagesMap,
	type Author,
	type IsoDate,
	type PlanItem
} from '../plan/layout.ts'
import { orderAfter } from '../plan/order.ts'
import type { Roadmap } from './roadmap.ts'

export interface NewPlan {
	title: string
	startsOn: IsoDate
	termMonths: number
}

/**
 * Fills an empty document. Stages follow each other from `startsOn` by their months and need not
 * fill the term (domain.md T57). Ids are `s1`…`s4` and `a1-1`…: the same roadmap gives the same ids.
 */
export function fillPlanFromRoadmap(doc: Y.Doc, roadmap: Roadmap, plan: NewPlan, author: Author): void {
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
			const order = orderAfter(placed, placed.at(-1)?.id ?? null)
			placed.push({ id: stageId, order })
			setFields(item, {
				title: stage.title,
				order,
				startsOn: addMonthsTo(plan.startsOn, monthsBefore),
				endsOn: dayBefore(addMonthsTo(plan.startsOn, monthsBefore + stage.months))
			})
			monthsBefore += stage.months
			for (const { number, title, resultForm } of stage.activities) {
				const id = `a${number.replace('.', '-')}`
				addActivity(doc, { id, stageId, number, title, ...(resultForm && { resultForm }) }, author)
			}
		})
	})
}

function addMonthsTo(date: IsoDate, months: number): IsoDate {
	return formatISO(addMonths(parseISO(date), months), { representation: 'date' })
}

function dayBefore(date: IsoDate): IsoDate {
	return formatISO(addDays(parseISO(date), -1), { representation: 'date' })
}
