import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { countUpdates, createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import { readActivity } from './activity.ts'
import { editActivity, markActivity } from './edit.ts'
import { activitiesMap, type Author } from './layout.ts'
import type { Status } from './mark.ts'

let count = 0
function mark(doc: Y.Doc, status: Status, author: Author, doneOn = '2026-11-20'): void {
	markActivity(doc, 'a2-1', { markId: `mark-${(count += 1)}`, status, doneOn }, author)
}
const read = (doc: Y.Doc) => readActivity(doc, 'a2-1')
const listConcurrentMarks = (doc: Y.Doc) => read(doc)?.concurrentMarks.map(({ by, status }) => [by, status])

it('the newest mark counts and names who made it', () => {
	const doc = createPlan()
	expect(read(doc)?.status).toBe('planned')
	mark(doc, 'inProgress', irina('2026-11-18T09:00:00.000Z'))
	mark(doc, 'done', viktor('2026-11-19T09:00:00.000Z'))
	expect(read(doc)).toMatchObject({ status: 'done', concurrentMarks: [] })
	expect(read(doc)?.marks.map(({ by }) => by)).toEqual(['viktor', 'irina'])
})

describe('marks made apart', () => {
	function markConcurrently(): [Y.Doc, Y.Doc] {
		const [viktors, irinas] = createPair()
		mark(viktors, 'inProgress', viktor('2026-11-17T09:00:00.000Z'))
		meet(viktors, irinas)
		mark(viktors, 'cancelled', viktor('2026-11-19T08:00:00.000Z'))
		mark(irinas, 'done', irina('2026-11-19T09:00:00.000Z'))
		meet(viktors, irinas)
		return [viktors, irinas]
	}

	it('are both shown, on both devices, the later one counting', () => {
		for (const doc of markConcurrently()) {
			expect(read(doc)?.status).toBe('done')
			expect(listConcurrentMarks(doc)).toEqual([['viktor', 'cancelled']])
		}
	})

	it('are settled as soon as one of the two marks again', () => {
		const [viktors, irinas] = markConcurrently()
		mark(viktors, 'done', viktor('2026-11-20T09:00:00.000Z'))
		meet(viktors, irinas)
		for (const doc of [viktors, irinas]) expect(read(doc)).toMatchObject({ status: 'done', concurrentMarks: [] })
	})

	it('are settled in favour of the earlier one too', () => {
		const [viktors, irinas] = markConcurrently()
		mark(irinas, 'cancelled', irina('2026-11-20T09:00:00.000Z'))
		meet(viktors, irinas)
		for (const doc of [viktors, irinas]) expect(read(doc)).toMatchObject({ status: 'cancelled', concurrentMarks: [] })
	})

	it('are no rivals when they say the same', () => {
		const [viktors, irinas] = createPair()
		mark(viktors, 'done', viktor('2026-11-19T08:00:00.000Z'))
		mark(irinas, 'done', irina('2026-11-19T09:00:00.000Z'))
		meet(viktors, irinas)
		expect(listConcurrentMarks(viktors)).toEqual([])
	})

	it('show only the last word of a person who marked twice alone', () => {
		const [viktors, irinas] = createPair()
		mark(viktors, 'inProgress', viktor('2026-11-18T08:00:00.000Z'))
		mark(viktors, 'cancelled', viktor('2026-11-18T09:00:00.000Z'))
		mark(irinas, 'done', irina('2026-11-19T09:00:00.000Z'))
		meet(viktors, irinas)
		expect(listConcurrentMarks(irinas)).toEqual([['viktor', 'cancelled']])
	})
})

it('a device whose clock is a year behind still marks after what it has seen', () => {
	const [viktors, irinas] = createPair()
	mark(viktors, 'inProgress', viktor('2026-11-19T09:00:00.000Z'))
	meet(viktors, irinas)
	mark(irinas, 'done', irina('2025-11-19T09:00:00.000Z'))
	meet(viktors, irinas)
	expect(read(viktors)).toMatchObject({ status: 'done', concurrentMarks: [] })
	expect(read(viktors)?.marks[0]?.at).toBe('2026-11-19T09:00:00.001Z')
})

describe('the day it was done', () => {
	it('is the day given with the mark, until somebody corrects it', () => {
		const doc = createPlan()
		mark(doc, 'done', irina(), '2026-11-19')
		expect(read(doc)?.doneOn).toBe('2026-11-19')
		editActivity(doc, 'a2-1', { doneOn: '2026-11-17' }, irina())
		expect(read(doc)?.doneOn).toBe('2026-11-17')
	})

	it('stays when done is marked once more, also after a correction', () => {
		const doc = createPlan()
		mark(doc, 'done', irina('2026-11-18T09:00:00.000Z'), '2026-11-18')
		editActivity(doc, 'a2-1', { doneOn: '2026-11-17' }, irina())
		mark(doc, 'done', viktor('2026-11-20T09:00:00.000Z'), '2026-11-20')
		expect(read(doc)?.doneOn).toBe('2026-11-17')
	})

	it('is the day entered before it was marked', () => {
		const doc = createPlan()
		editActivity(doc, 'a2-1', { doneOn: '2026-11-12' }, irina())
		mark(doc, 'done', irina(), '2026-11-20')
		expect(read(doc)?.doneOn).toBe('2026-11-12')
	})

	it('goes when it is marked otherwise, and is a new one when it is done again', () => {
		const doc = createPlan()
		mark(doc, 'done', irina('2026-11-18T09:00:00.000Z'), '2026-11-18')
		mark(doc, 'inProgress', viktor('2026-11-19T09:00:00.000Z'))
		expect(read(doc)?.doneOn).toBeNull()
		mark(doc, 'done', irina('2026-11-20T09:00:00.000Z'), '2026-11-20')
		expect(read(doc)?.doneOn).toBe('2026-11-20')
	})

	it.each([
		['Irina’s «done» is the later one', '2026-11-19T08:00:00.000Z', 'done', '2026-11-19'],
		['Viktor’s «cancelled» is the later one', '2026-11-19T10:00:00.000Z', 'cancelled', null]
	] as const)('agrees with the status after marks made apart: %s', (_, at, status, doneOn) => {
		const [viktors, irinas] = createPair()
		mark(viktors, 'cancelled', viktor(at))
		mark(irinas, 'done', irina('2026-11-19T09:00:00.000Z'), '2026-11-19')
		meet(viktors, irinas)
		for (const doc of [viktors, irinas]) expect(read(doc)).toMatchObject({ status, doneOn })
	})

	it('of the rival mark is taken when Viktor settles for done', () => {
		const [viktors, irinas] = createPair()
		mark(irinas, 'done', irina('2026-11-18T09:00:00.000Z'), '2026-11-18')
		mark(viktors, 'cancelled', viktor('2026-11-19T09:00:00.000Z'))
		meet(viktors, irinas)
		mark(viktors, 'done', viktor('2026-11-20T09:00:00.000Z'), '2026-11-20')
		expect(read(viktors)?.doneOn).toBe('2026-11-18')
	})
})

it('marks a newer or broken app wrote are passed over', () => {
	const doc = createPlan()
	mark(doc, 'inProgress', irina())
	const marks = activitiesMap(doc).get('a2-1')?.get('marks') as Y.Map<unknown>
	const at = '2030-01-01T00:00:00.000Z'
	const foreign = [7, null, 'done', { status: 'postponed', at }, { status: 'done' }, { status: 'done', at: 'tomorrow' }]
	foreign.forEach((value, index) => marks.set(`foreign-${index}`, value))
	expect(read(doc)).toMatchObject({ status: 'inProgress', concurrentMarks: [] })
	marks.set('bare', { status: 'done', at, by: 5, follows: 'x', doneOn: '31.12.2029' })
	expect(read(doc)?.marks[0]).toEqual({ id: 'bare', status: 'done', at, by: '', follows: [], doneOn: null })
})

it('marking is one update', () => {
	const doc = createPlan()
	expect(countUpdates(doc, () => mark(doc, 'done', irina()))).toBe(1)
})
