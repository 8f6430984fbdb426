import type * as Y from 'yjs'
import { readActivities } from '#domain/plan/activity.ts'
import { addActivity, addProfileItem } from '#domain/plan/position.ts'
import { readProfile, readStages } from '#domain/plan/stage.ts'

const author = { personId: 'darya', at: '2026-09-20T08:00:00.000Z' }

/**
 * Fills the sections that the shipped regulations require besides the request's difficulties (domain.md T9, S10), where the plan lacks
 * them. A plan from an institution's own roadmap has no activities either.
 */
export function writeSections(doc: Y.Doc): void {
	const { direction, strength, form } = readProfile(doc)
	if (direction.length === 0) addProfileItem(doc, 'direction', 'direction', 'Управленческая команда школы', author)
	if (strength.length === 0) addProfileItem(doc, 'strength', 'strength', 'Хорошо знает учебный план', author)
	if (form.length === 0) addProfileItem(doc, 'form', 'form', 'Традиционная, встречи раз в неделю', author)
	const [stage] = readStages(doc)
	if (stage !== undefined && readActivities(doc).length === 0) {
		addActivity(doc, { id: 'a1-1', stageId: stage.id, title: 'Первая встреча' }, author)
	}
}
