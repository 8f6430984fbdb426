import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { countUpdates, createPlan, irina } from '../../../../tests/support/plan-pair.ts'
import { stagesMap } from './layout.ts'
import { currentStageIndex, readStages } from './stage.ts'
import { editStage } from './edit.ts'

it('the pair sets other days for a stage, once', () => {
	const doc = createPlan()
	const edit = () => editStage(doc, 's1', { endsOn: '2026-10-10' }, irina())
	expect([countUpdates(doc, edit), countUpdates(doc, edit)]).toEqual([1, 0])
	expect(readStages(doc)[0]).toMatchObject({ startsOn: '2026-09-01', endsOn: '2026-10-10' })
	expect(countUpdates(doc, () => editStage(doc, 's9', { title: 'Пятый' }, irina()))).toBe(0)
})

it('foreign days are no days', () => {
	const doc = createPlan()
	stagesMap(doc).get('s1')?.set('endsOn', '2026-09-31')
	;(stagesMap(doc) as Y.Map<unknown>).set('foreign', null)
	expect(readStages(doc).map(({ endsOn }) => endsOn)).toEqual([null, '2027-01-31', '2027-10-31', '2027-11-30'])
})

describe('the current stage', () => {
	const dated = [
		{ startsOn: '2026-09-01', endsOn: '2026-09-30' },
		{ startsOn: '2026-10-05', endsOn: '2027-01-31' }
	]
	const halfDated = [
		{ startsOn: null, endsOn: '2026-09-30' },
		{ startsOn: null, endsOn: null },
		{ startsOn: null, endsOn: null }
	]
	it.each([
		['before the first', dated, '2026-08-31', 0],
		['on the last day', dated, '2026-09-30', 0],
		['in a gap', dated, '2026-10-04', 0],
		['on the first day of the next', dated, '2026-10-05', 1],
		['after the last', dated, '2028-01-01', 1],
		['without first days, before the first ends', halfDated, '2026-09-30', 0],
		['without first days, after the first has ended', halfDated, '2026-10-01', 1],
		['without stages', [], '2026-10-01', -1]
	])('%s', (_, stages, today, expected) => {
		expect(currentStageIndex(stages, today)).toBe(expected)
	})
})
