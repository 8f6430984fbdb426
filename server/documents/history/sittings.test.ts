import { describe, expect, it } from 'vitest'
import { createSlices, groupRows, type Row } from './sittings.ts'

/** Rows after the first one, which created the plan: each with a person's letter, and minutes after nine. */
function rowsOf(...edits: [personId: string, minute: number][]): Row[] {
	return edits.map(([personId, minute], index) => {
		const at = new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString()
		return { sequence: index + 2, personId, at, count: 1, from: at, authorIds: [personId], acceptedBy: [] }
	})
}

const group = (rows: readonly Row[], thinnedThrough = 0, isEvent: (row: Row) => boolean = () => false) =>
	groupRows(rows, thinnedThrough, isEvent, createSlices())

const sittingsOf = async (...asked: Parameters<typeof group>) =>
	(await group(...asked)).map(({ sittings }) =>
		sittings.map(({ authorIds, from, sequence }) => `${authorIds.join('+')} ${from.slice(11, 16)} ${sequence}`)
	)

describe('sittings', () => {
	it('last while pauses are no longer than 15 minutes', async () => {
		expect(await sittingsOf(rowsOf(['viktor', 0], ['viktor', 15], ['viktor', 30], ['viktor', 46]))).toEqual([
			['viktor 09:00 4'],
			['viktor 09:46 5']
		])
	})

	it('of two people who write at the same time are one each, the last to end first', async () => {
		const rows = rowsOf(['viktor', 0], ['irina', 1], ['viktor', 2], ['irina', 3], ['irina', 4])
		expect(await sittingsOf(rows)).toEqual([['irina 09:01 6', 'viktor 09:00 4']])
	})

	it('end with a person’s own pause, though the other goes on writing', async () => {
		const rows = rowsOf(['viktor', 0], ['irina', 10], ['irina', 20], ['viktor', 21])
		expect(await sittingsOf(rows)).toEqual([['viktor 09:21 5', 'irina 09:10 4', 'viktor 09:00 2']])
	})

	it('end with an event, which stands alone, whoever was writing', async () => {
		const rows = rowsOf(['viktor', 0], ['irina', 1], ['viktor', 2], ['viktor', 3], ['irina', 4])
		expect(await sittingsOf(rows, 0, ({ sequence }) => sequence === 4)).toEqual([
			['irina 09:01 3', 'viktor 09:00 2'],
			['viktor 09:02 4'],
			['irina 09:04 6', 'viktor 09:03 5']
		])
	})

	it('of somebody who never pauses end some time', async () => {
		const rows = rowsOf(...Array.from({ length: 1200 }, (_, index): [string, number] => ['viktor', index]))
		expect((await group(rows)).map(({ rows }) => rows.length)).toEqual([500, 500, 200])
	})

	it('are found while others are served', async () => {
		let rests = 0
		const slices = { ...createSlices(), rest: async () => void (rests += 1) }
		const rows = rowsOf(...Array.from({ length: 50 }, (_, index): [string, number] => ['viktor', index]))
		await groupRows(rows, 0, () => false, slices)
		expect(rests).toBe(50)
	})

	it('of what Elena accepted of Irina’s are apart from what Irina writes at that time', async () => {
		const rows = rowsOf(['irina', 0], ['irina', 1], ['irina', 2], ['irina', 3])
		for (const index of [1, 2]) rows[index] = { ...rows[index]!, acceptedBy: ['elena'] }
		const [stretch] = await group(rows)
		expect(stretch?.sittings.map(({ sequence, acceptedBy }) => [sequence, acceptedBy])).toEqual([
			[5, []],
			[4, ['elena']]
		])
	})

	it('by the server itself have no author', async () => {
		expect(await sittingsOf(rowsOf(['server', 0]))).toEqual([[' 09:00 2']])
	})
})

it('the first row and rows that hold a day or a week stand alone', async () => {
	const instant = (day: number, hour: number) => new Date(Date.UTC(2026, 0, day, hour)).toISOString()
	const both = ['irina', 'viktor']
	const rows = [
		{ sequence: 1, personId: 'server', at: instant(1, 5), count: 1, from: instant(1, 5), authorIds: ['server'] },
		{ sequence: 40, personId: 'viktor', at: instant(9, 9), count: 39, from: instant(2, 9), authorIds: both },
		{ sequence: 50, personId: 'viktor', at: instant(10, 9), count: 10, from: instant(10, 9), authorIds: ['viktor'] },
		{ sequence: 51, personId: 'viktor', at: instant(10, 9), count: 1, from: instant(10, 9), authorIds: ['viktor'] }
	].map((row): Row => ({ ...row, acceptedBy: [] }))
	expect(
		(await group(rows, 50)).map(({ sittings }) => sittings.map(({ kind, authorIds }) => [kind, authorIds]))
	).toEqual([[['sitting', []]], [['week', both]], [['day', ['viktor']]], [['sitting', ['viktor']]]])
})
