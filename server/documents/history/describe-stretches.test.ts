import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { editActivity, markActivity } from '#domain/plan/edit.ts'
import { createPlanLog } from '../../../tests/support/plan-log.ts'
import { describeStretches } from './describe-stretches.ts'
import { groupRows } from './sittings.ts'

/** Each look at the plan takes a second. */
function slowSlices() {
	let looks = 0
	return { rest: async () => void (looks += 1), workedMs: () => looks * 1000, looks: () => looks }
}

it('[R5] a plan that takes too long to look at is told to the end, what is left of it as one entry by all who wrote', async () => {
	const log = await createPlanLog()
	for (let hour = 0; hour < 12; hour++) {
		const at = new Date(Date.UTC(2026, 10, 20, hour)).toISOString()
		const mark = {
			markId: `mark ${hour}`,
			status: hour % 2 === 0 ? 'done' : 'planned',
			doneOn: at.slice(0, 10)
		} as const
		await log.edit('irina', at, (doc, author) => markActivity(doc, 'a1-1', mark, author))
		await log.edit('viktor', at, (doc, author) => editActivity(doc, 'a1-2', { place: `Школа ${hour}` }, author))
	}
	const rows = await log.storage.load(log.documentId)
	const quick = { rest: () => Promise.resolve(), workedMs: () => 0 }
	const stretches = await groupRows(rows, 0, () => false, quick)
	const [start, ...everything] = (await describeStretches(new Y.Doc(), stretches, quick)).reverse()
	expect(everything).toHaveLength(24)

	const doc = new Y.Doc()
	const slices = slowSlices()
	const entries = await describeStretches(doc, stretches, slices)
	expect(slices.looks()).toBeLessThan(10)
	expect(entries.at(-1)).toEqual(start)
	const [rest] = entries
	expect(rest).toMatchObject({ kind: 'day', sequence: 25, at: rows.at(-1)?.at, authorIds: ['irina', 'viktor'] })
	expect(rest?.changes).toMatchObject([{ itemId: 'a1-2', field: 'place', before: null, after: 'Школа 11' }])
	expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(log.doc))
	const ranges = [...entries].reverse().map(({ from, sequence }) => ({ from, sequence }))
	expect(new Set(ranges.map(({ sequence }) => sequence)).size).toBe(ranges.length)
})
