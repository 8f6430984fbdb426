import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { setFields, stagesMap } from '#domain/plan/layout.ts'
import { editActivity } from '#domain/plan/edit.ts'
import { addActivity } from '#domain/plan/position.ts'
import { PlanState } from './plan.svelte.ts'

const author = { personId: 'mentor-1', at: '2026-11-21T09:00:00.000Z' }

function createPlan(): Y.Doc {
	const doc = new Y.Doc()
	const stage = new Y.Map<unknown>()
	stagesMap(doc).set('stage-1', stage)
	setFields(stage, { title: 'Первый этап', order: 'a0' })
	return doc
}

it('reads what the document says now', () => {
	const doc = createPlan()
	const plan = new PlanState(doc)
	expect(plan.isCreated).toBe(false)
	expect(plan.activities).toEqual([])
	addActivity(doc, { id: 'a1', stageId: 'stage-1', title: 'Посетить урок' }, author)
	expect(plan.activities).toMatchObject([{ id: 'a1', title: 'Посетить урок' }])
	expect(plan.activity('a1')).toMatchObject({ title: 'Посетить урок' })
	editActivity(doc, 'a1', { title: 'Открытый урок' }, author)
	expect(plan.activity('a1')).toMatchObject({ title: 'Открытый урок' })
	expect(plan.activity('a2')).toBeNull()
})

it('answers the same objects until the document changes', () => {
	const doc = createPlan()
	const plan = new PlanState(doc)
	addActivity(doc, { id: 'a1', stageId: 'stage-1', title: 'Посетить урок' }, author)
	const before = plan.activities
	expect(plan.activities).toBe(before)
	editActivity(doc, 'a1', { title: 'Открытый урок' }, author)
	expect(plan.activities).not.toBe(before)
})
