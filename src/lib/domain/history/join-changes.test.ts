import { expect, it } from 'vitest'
import { joinChanges } from './join-changes.ts'
import type { PlanChange } from './plan-change.ts'

const lesson = { kind: 'activity', itemId: 'a2-3', label: '2.3 Открытый урок' } as const
const due = (before: string | null, after: string | null): PlanChange => ({
	type: 'changed',
	...lesson,
	field: 'dueOn',
	before,
	after
})
const notes: PlanChange = { type: 'changed', ...lesson, field: 'notes', before: null, after: null }
const life = (type: 'added' | 'deleted' | 'restored'): PlanChange => ({ type, ...lesson })
const marked = (status: 'done' | 'planned'): PlanChange => ({ type: 'marked', ...lesson, status, doneOn: null })

const stories: readonly [string, PlanChange[][], PlanChange[]][] = [
	['a field goes from its first value to its last', [[due(null, 'A')], [due('A', 'B')]], [due(null, 'B')]],
	['a field set back is not told', [[due('A', 'B')], [due('B', 'A')]], []],
	['a long text written in twice is told once', [[notes], [notes]], [notes]],
	['the last mark counts', [[marked('done')], [marked('planned')]], [marked('planned')]],
	['added and deleted is nothing', [[life('added')], [life('deleted')]], []],
	['deleted and brought back is nothing', [[life('deleted')], [life('restored')]], []],
	['brought back and deleted again is nothing', [[life('restored')], [life('deleted')]], []],
	['different things stay apart', [[marked('done')], [due(null, 'A'), notes]], [marked('done'), due(null, 'A'), notes]],
	['one stretch stays as it is', [[marked('done'), marked('planned')]], [marked('done'), marked('planned')]]
]

it.each(stories)('%s', (_, stretches, expected) => {
	expect(joinChanges(stretches)).toEqual(expected)
})
