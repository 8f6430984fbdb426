import { expect, it } from 'vitest'
import type { PlanChange } from '#domain/plan/history/change.ts'
import { differsIn } from './differences.ts'

it('an item is brought back where it is missing or differs, and a text by itself where the item is still there', () => {
	const notes = { type: 'changed', field: 'notes', before: null, after: 'Журналы', label: '' } as const
	const changes: PlanChange[] = [
		{ type: 'restored', kind: 'activity', itemId: 'gone', label: '' },
		{ ...notes, kind: 'activity', itemId: 'gone' },
		{ ...notes, kind: 'activity', itemId: 'here' },
		{ ...notes, before: 'Смета', after: null, kind: 'activity', itemId: 'written' },
		{ type: 'deleted', kind: 'activity', itemId: 'new', label: '' },
		{ type: 'restored', kind: 'agreement', itemId: 'agreed', label: '' }
	]
	const differs = (id: string, text?: 'notes') =>
		differsIn(changes, { kind: 'activity', id, ...(text && { text }) }, [])
	expect([differs('gone'), differs('gone', 'notes')]).toEqual([true, false])
	expect([differs('here'), differs('here', 'notes')]).toEqual([false, true])
	expect(differs('written', 'notes')).toBe(false)
	expect([differs('new'), differs('same'), differs('same', 'notes')]).toEqual([false, false, false])
	expect(differsIn(changes, { kind: 'meeting', id: 'meet' }, ['agreed'])).toBe(true)
})
