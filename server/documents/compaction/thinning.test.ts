import { describe, expect, it } from 'vitest'
import type { StoredUpdate } from '../storage/storage.ts'
import { groupThinnable, rowOfGroup, takeThinnable, thinningBounds } from './thinning.ts'

/** A Saturday. 30 days earlier is 22 October, a year earlier a Friday. */
const now = new Date('2026-11-21T09:30:00.000Z')
const untouched = { sequence: 3, thinnedThrough: 0 }

describe('thinning', () => {
	it.each([
		['every change of the last 30 days stays', ['2026-10-22T00:00', '2026-10-22T00:01', '2026-11-21T09:00'], []],
		['a day before them becomes one row', ['2026-10-21T00:00', '2026-10-21T12:00', '2026-10-21T23:59'], [3]],
		['two days stay two', ['2026-10-20T23:59', '2026-10-20T23:59', '2026-10-21T00:00', '2026-10-21T00:00'], [2, 2]],
		['a week that is not wholly a year old stays in days', ['2025-11-17T10:00', '2025-11-18T10:00'], [1, 1]],
		['a week a year ago becomes one row', ['2025-11-10T00:00', '2025-11-16T23:59', '2025-11-17T00:00'], [2, 1]],
		['weeks are from Monday to Sunday', ['2025-11-02T23:59', '2025-11-03T00:00', '2025-11-09T23:59'], [1, 2]],
		[
			'all that is older than 24 months becomes one row',
			['2020-01-01T10:00', '2022-05-05T10:00', '2024-11-17T23:59'],
			[3]
		],
		['the week in which 24 months end stays', ['2024-11-17T23:59', '2024-11-18T00:00', '2024-11-21T12:00'], [1, 2]],
		['a clock set back makes nothing older', ['2026-10-21T10:00', '2020-01-01T10:00', '2026-10-21T11:00'], [3]],
		['what follows a clock set forward stays', ['2026-10-20T10:00', '2031-01-01T10:00', '2026-10-20T11:00'], [1]]
	])('[R5] %s', (_what, instants, sizes) => {
		const bounds = thinningBounds(now, untouched)
		const groups = groupThinnable(takeThinnable(instants.map(laterRowAt), bounds), bounds, 0)
		expect(groups.map(({ length }) => length)).toEqual(sizes)
	})

	it.each([
		['stays alone in its day', '2026-10-21T00:00', '2026-10-21T12:00', [1, 2]],
		['stays alone in its week', '2025-11-10T00:00', '2025-11-14T23:59', [1, 2]],
		['goes with the rest after 24 months', '2024-11-10T10:00', '2024-11-10T12:00', [3]]
	])('[R5] the row that made the document %s', (_what, made, edited, sizes) => {
		const bounds = thinningBounds(now, untouched)
		const rows = [made, edited, edited].map(rowAt)
		expect(groupThinnable(rows, bounds, 0).map(({ length }) => length)).toEqual(sizes)
	})

	it.each([
		['of 20,000 rows all stay', 20_000, 0],
		['of one more the newest 10,000 stay, and the others are merged a thousand at a time', 20_001, 10]
	])('[R5] %s, however young', (_what, sequence, expected) => {
		const bounds = thinningBounds(now, { sequence, thinnedThrough: 0 })
		const rows = Array.from({ length: sequence - 1 }, (_, index) => laterRowAt('2026-11-21T09:00', index))
		const groups = groupThinnable(takeThinnable(rows, bounds), bounds, 0)
		expect(groups.map(({ length }) => length)).toEqual(Array.from({ length: expected }, () => 1000))
	})

	it('[R5] what of a day was merged apart is merged together, however young; what was not stays', () => {
		const rows = Array.from({ length: 5 }, (_, index) => laterRowAt('2026-11-21T09:00', index))
		const bounds = thinningBounds(now, { sequence: 6, thinnedThrough: 3 })
		const groups = groupThinnable(takeThinnable(rows, bounds), bounds, 3)
		expect(groups.map((group) => group.map(({ sequence }) => sequence))).toEqual([[2, 3]])
	})

	it('[R5] a day of many bytes becomes a few rows, which stay', () => {
		const bounds = thinningBounds(now, untouched)
		const rows = Array.from({ length: 5 }, (_, index) => ({
			...laterRowAt('2026-10-21T09:00', index),
			bytes: new Uint8Array(100 * 1024)
		}))
		const groups = groupThinnable(rows, bounds, 0)
		expect(groups.map(({ length }) => length)).toEqual([2, 2, 1])
		const merged = groups.map((group) => rowOfGroup(group, new Uint8Array(200 * 1024))!)
		expect(groupThinnable(merged, bounds, merged.at(-1)!.sequence)).toEqual([])
	})

	it('[R5] 24 months before the last day of February are the last day of February', () => {
		const bounds = thinningBounds(new Date('2028-02-29T12:00:00.000Z'), untouched)
		expect(new Date(bounds.all).toISOString()).toBe('2026-02-28T00:00:00.000Z')
	})

	it('[R5] a row alone in its day is thinned once', () => {
		const bounds = thinningBounds(now, untouched)
		const rows = [rowAt('2026-10-20T10:00', 0), rowAt('2026-10-21T10:00', 1)]
		expect(groupThinnable(rows, bounds, 1).map((group) => group.map(({ sequence }) => sequence))).toEqual([[2]])
	})

	it('[R5] a merged row has the times, the authors and the number of all its updates', () => {
		const [morning, evening] = [
			rowAt('2026-10-21T08:00', 0),
			{ ...rowAt('2026-10-21T18:00', 1), personId: 'irina', authorIds: ['irina'], acceptedBy: ['elena'] }
		]
		expect(
			rowOfGroup([morning, evening, { ...rowAt('2026-10-21T19:00', 2), count: 3, sequence: 5 }], Uint8Array.of(7))
		).toEqual({
			sequence: 5,
			bytes: Uint8Array.of(7),
			personId: 'viktor',
			deviceId: 'laptop',
			at: '2026-10-21T19:00:00.000Z',
			count: 5,
			from: '2026-10-21T08:00:00.000Z',
			authorIds: ['viktor', 'irina'],
			acceptedBy: ['elena']
		})
	})
})

/** A row of a document that was created earlier. */
function laterRowAt(minute: string, index: number): StoredUpdate {
	return rowAt(minute, index + 1)
}

function rowAt(minute: string, index: number): StoredUpdate {
	const at = `${minute}:00.000Z`
	const author = { personId: 'viktor', deviceId: 'laptop', authorIds: ['viktor'], acceptedBy: [] }
	return { sequence: index + 1, bytes: new Uint8Array(), at, from: at, count: 1, ...author }
}
