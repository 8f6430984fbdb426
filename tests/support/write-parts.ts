import type * as Y from 'yjs'
import { readActivities } from '#domain/plan/activity.ts'
import { addActivity } from '#domain/plan/place.ts'
import { readProfile, readStages } from '#domain/plan/stage.ts'
import { addProfileItem } from '#domain/plan/edit.ts'

const author = { personId: 'darya', at: '2026-09-20T08:00:00.000Z' }

/**
 * What the shipped regulations want in a programme beside the difficulties of its request (domain.md T9, S10), where the plan has
 * none of it yet: one that comes of an institution's own roadmap has no activities either.
 */
export function writeParts(doc: Y.Doc): void {
	const { direction, strength } = readProfile(doc)
	if (direction.length === 0) addProfileItem(doc, 'direction', 'direction', 'Управленческая команда школы', author)
	if (strength.length === 0) addProfileItem(doc, 'strength', 'strength', 'Хорошо знает учебный план', author)
	const [stage] = readStages(doc)
	if (stage !== undefined && readActivities(doc).length === 0) {
		addActivity(doc, { id: 'a1-1', stageId: stage.id, title: 'Первая встреча' }, author)
	}
}
