import { type IsoDate, localDate } from '#domain/calendar.ts'
import type { IsoInstant } from '#domain/plan/layout.ts'
import type { HistoryChange, HistoryEntry } from '#protocol/api/program.ts'
import { formatClock, formatDay, formatDaySpan } from '#lib/ui/dates.ts'

/** Where this device is. */
export function dateOf(at: IsoInstant): IsoDate {
	return localDate(new Date(at))
}

export interface HistoryDay {
	date: IsoDate
	entries: HistoryEntry[]
}

/** By the days on which they ended, where this device is; the order stays. */
export function groupByDay(entries: readonly HistoryEntry[]): HistoryDay[] {
	const days: HistoryDay[] = []
	for (const entry of entries) {
		const date = dateOf(entry.at)
		const day = days.find((known) => known.date === date)
		if (day !== undefined) day.entries.push(entry)
		else days.push({ date, entries: [entry] })
	}
	return days
}

/** Of one entry of a list. What files have brought has the sequence of what came with it: they are told apart by their order. */
export function keyOf(entries: readonly HistoryEntry[], index: number): string {
	const sequence = entries[index]?.sequence
	return `${sequence} ${index - entries.findIndex((entry) => entry.sequence === sequence)}`
}

/** «14:05», «14:05–14:40» on the day it ended, or «3 – 9 ноября» for what lasted longer. */
export function formatSpan({ from, at }: HistoryEntry): string {
	const [first, last] = [dateOf(from), dateOf(at)]
	if (first !== last) return formatDaySpan(first, last)
	const [begun, ended] = [formatClock(from), formatClock(at)]
	return begun === ended ? ended : `${begun}–${ended}`
}

export interface HistoryMoment {
	sequence: number
	at: IsoInstant
	changes: HistoryChange[]
}

/** The edits that completed something of an entry, the first of them first. */
export function momentsOf({ changes }: HistoryEntry): HistoryMoment[] {
	const moments = new Map<number, HistoryMoment>()
	for (const change of changes) {
		const { sequence, at } = change
		const moment = moments.get(sequence) ?? { sequence, at, changes: [] }
		moment.changes.push(change)
		moments.set(sequence, moment)
	}
	return [...moments.values()].sort((one, other) => one.sequence - other.sequence)
}

/** «6 ноября, 14:40» */
export function formatInstant(at: IsoInstant): string {
	return `${formatDay(dateOf(at))}, ${formatClock(at)}`
}
