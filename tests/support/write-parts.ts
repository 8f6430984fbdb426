import type * as Y from 'yjs'
import { addProfileItem, readProfile } from '#domain/plan/profile.ts'

const author = { personId: 'darya', at: '2026-09-20T08:00:00.000Z' }

/** What Tomsk city wants in a programme beside the difficulties of its request (domain.md T9), where the plan has none of it yet. */
export function writeParts(doc: Y.Doc): void {
	const { direction, strength } = readProfile(doc)
	if (direction.length === 0) addProfileItem(doc, 'direction', 'direction', 'Управленческая команда школы', author)
	if (strength.length === 0) addProfileItem(doc, 'strength', 'strength', 'Хорошо знает учебный план', author)
}
