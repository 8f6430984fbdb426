import { afterEach, expect, it, vi } from 'vitest'
import type { HistoryChange, HistoryEntry } from '#protocol/api/program.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { setCityZone } from '#lib/sync/clock.ts'
import { resetClock } from '../../../../../tests/support/reset-clock.ts'
import { approvedThen, formatInstant, formatSpan, groupByDay, keyOf, momentsOf } from './days.ts'

overwriteGetLocale(() => 'ru')
afterEach(() => {
	resetClock()
	vi.unstubAllEnvs()
})

/** In November 2025, by this device's clock. */
const instant = (day: number, hour: number, minute = 0) => new Date(2025, 10, day, hour, minute).toISOString()

function entryOf(sequence: number, from: string, at = from): HistoryEntry {
	const whose = { authorIds: [], acceptedBy: [], file: null }
	return { kind: 'sitting', sequence, from, at, ...whose, events: [], changes: [], moreChanges: 0 }
}

it('entries stand under the day on which they ended, in their order', () => {
	const entries = [
		entryOf(4, instant(7, 9)),
		entryOf(3, instant(6, 23, 55), instant(7, 0, 5)),
		entryOf(2, instant(6, 14)),
		entryOf(1, instant(3, 9))
	]
	const days = groupByDay(entries).map(({ date, entries }) => [date, entries.map(({ sequence }) => sequence)])
	expect(days).toEqual([
		['2025-11-07', [4, 3]],
		['2025-11-06', [2]],
		['2025-11-03', [1]]
	])
	// A day that occurs twice, as after a server's clock was set back, is listed once.
	const returned = groupByDay([entryOf(3, instant(7, 9)), entryOf(2, instant(6, 9)), entryOf(1, instant(7, 8))])
	expect(returned.map(({ date }) => date)).toEqual(['2025-11-07', '2025-11-06'])
})

it('Viktor, away in Moscow, reads the days and the hours of Tomsk', () => {
	vi.stubEnv('TZ', 'Europe/Moscow')
	setCityZone(() => 'Asia/Tomsk')
	const entry = entryOf(1, '2025-11-06T16:50:00.000Z', '2025-11-06T17:20:00.000Z')
	expect(groupByDay([entry]).map(({ date }) => date)).toEqual(['2025-11-07'])
	expect(formatSpan({ ...entry, from: '2025-11-06T17:05:00.000Z' })).toBe('00:05–00:20')
	expect(formatInstant(entry.at)).toBe('7\u00a0ноября\u00a02025\u00a0г., 00:20 (UTC+7)')
})

it.each([
	['one moment', entryOf(1, instant(6, 14, 5)), '14:05'],
	['a sitting', entryOf(1, instant(6, 14, 5), instant(6, 14, 40)), '14:05–14:40'],
	['a week', entryOf(1, instant(3, 9), instant(9, 18)), '3\u00a0ноября – 9\u00a0ноября\u00a02025\u00a0г.']
])('%s is told as short as it can be', (_, entry, words) => {
	expect(formatSpan(entry)).toBe(words)
})

it('the moments of an entry are those of its edits, the first of them first', () => {
	const moved = (itemId: string, sequence: number): HistoryChange => ({
		...({ type: 'moved', kind: 'activity', label: '' } as const),
		itemId,
		sequence,
		at: instant(6, 14, sequence)
	})
	const entry = { ...entryOf(9, instant(6, 14)), changes: [moved('a', 9), moved('b', 7), moved('c', 9)] }
	expect(momentsOf(entry).map(({ sequence, changes }) => [sequence, changes.map(({ itemId }) => itemId)])).toEqual([
		[7, ['b']],
		[9, ['a', 'c']]
	])
})

it('what came in one update is told apart, also what says the same of itself, and stays so when older ones are there', () => {
	const own = entryOf(7, instant(6, 9))
	const file = { ...own, file: { from: 'irina', takenAt: instant(5, 9) } }
	const keysOf = (entries: readonly HistoryEntry[]) => entries.map((_, index) => keyOf(entries, index))
	const newest = [entryOf(8, instant(6, 10)), own, file, file]
	expect(new Set(keysOf(newest)).size).toBe(4)
	expect(keysOf([...newest, entryOf(6, instant(6, 8))]).slice(0, 4)).toEqual(keysOf(newest))
})

it('[T44] of a day before the present edition no progress is counted, nor where the edition is not known', () => {
	const isCounted = (approved: Parameters<typeof approvedThen>[1]) => approvedThen('2025-11-06', approved) !== undefined
	const approvedOn = (on: string) => ({ hash: 'h1', on, planned: [], cancelled: [] })
	expect(isCounted(null)).toBe(true)
	expect(isCounted(approvedOn('2025-11-06'))).toBe(true)
	expect(isCounted(approvedOn('2025-11-07'))).toBe(false)
	expect(isCounted(undefined)).toBe(false)
})
