/** Two devices with the same plan and no network between them, until `meet`. */
import * as Y from 'yjs'
import type { Author } from '#domain/plan/layout.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { fillPlanFromRoadmap } from '#domain/roadmaps/roadmap.ts'

export const viktor = (at = '2026-11-20T09:00:00.000Z'): Author => ({ personId: 'viktor', at })
export const irina = (at = '2026-11-20T09:00:00.000Z'): Author => ({ personId: 'irina', at })

/** A plan from the roadmap of a beginner head: stages `s1`…`s4`, activities `a1-1`…`a4-2`. */
export function createPlan(startsOn = '2026-09-01'): Y.Doc {
	const doc = new Y.Doc()
	const roadmap = findRoadmap('tomsk-beginner-head')
	if (roadmap === null) throw new Error('No roadmap')
	fillPlanFromRoadmap(doc, roadmap, { title: 'Начинающий руководитель', startsOn, termMonths: 24 }, viktor())
	return doc
}

/** The mentor's and the mentee's device, both just synced. */
export function createPair(): [viktors: Y.Doc, irinas: Y.Doc] {
	const viktors = createPlan()
	const irinas = new Y.Doc()
	Y.applyUpdate(irinas, Y.encodeStateAsUpdate(viktors))
	return [viktors, irinas]
}

/** Both are back on the network: each gets what the other has. */
export function meet(one: Y.Doc, other: Y.Doc): void {
	Y.applyUpdate(one, Y.encodeStateAsUpdate(other, Y.encodeStateVector(one)))
	Y.applyUpdate(other, Y.encodeStateAsUpdate(one, Y.encodeStateVector(other)))
}

/** The number of updates that an edit produces, to be stored and sent. */
export function countUpdates(doc: Y.Doc, edit: () => void): number {
	let count = 0
	const onUpdate = () => void (count += 1)
	doc.on('update', onUpdate)
	edit()
	doc.off('update', onUpdate)
	return count
}
