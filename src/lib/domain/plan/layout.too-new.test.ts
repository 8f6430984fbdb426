import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPlan } from '../../../../tests/support/plan-pair.ts'
import { readActivities } from './activity.ts'
import { isPlanCreated, isTooNew, metaMap, PLAN_SCHEMA_VERSION, readPlanMeta } from './layout.ts'

it('a plan of a newer app is still read, and known to be too new', () => {
	const doc = createPlan()
	expect(isTooNew(doc)).toBe(false)
	metaMap(doc).set('schemaVersion', PLAN_SCHEMA_VERSION + 1)
	metaMap(doc).set('accent', new Y.Map())
	expect(isTooNew(doc)).toBe(true)
	expect(readActivities(doc)).toHaveLength(22)
	expect(readPlanMeta(doc)).toMatchObject({ title: 'Начинающий руководитель', termMonths: 24 })
})

it('a plan not yet received is empty and not too new', () => {
	const doc = new Y.Doc()
	expect([isPlanCreated(doc), isTooNew(doc)]).toEqual([false, false])
	expect(readPlanMeta(doc)).toEqual({
		schemaVersion: PLAN_SCHEMA_VERSION,
		title: '',
		roadmapId: '',
		startsOn: '',
		termMonths: 0
	})
})
