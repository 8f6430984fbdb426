import type { IsoDate } from '#domain/calendar.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import type { IsoInstant } from '#domain/plan/layout.ts'
import { formatClock, formatDay, formatDaySpan, formatHour } from '#lib/ui/dates.ts'
import { cityDay } from '#lib/sync/clock.ts'
import type { HistoryChange, HistoryEntry } from '#protocol/api/program.ts'

export interface HistoryDay {
	date: IsoDate
	entries: HistoryEntry[]
}

/** Groups by the day on which an entry ended, in the city; the order stays. */
export function groupByDay(entries: readonly HistoryEntry[]): HistoryDay[] {
	const days: HistoryDay[] = []
	for (const entry of entries) {
		const date = cityDay(entry.at)
		const day = days.find((known) => known.date === date)
		if (day !== undefined) day.entries.push(entry)
		else days.push({ date, entries: [entry] })
	}
	return days
}

/** Key of one entry of a list. Imported entries have the sequence of the entry they came with, so the order distinguishes them. */
export function keyOf(entries: readonly HistoryEntry[], index: number): string {
	const sequence = entries[index]?.sequence
	return `${sequence} ${index - entries.findIndex((entry) => entry.sequence === sequence)}`
}

/** «14:05», «14:05–14:40» within one day, or «3 – 9 ноября» for a longer span. */
export function formatSpan({ from, at }: HistoryEntry): string {
	const [first, last] = [cityDay(from), cityDay(at)]
	if (first !== last) return formatDaySpan(first, last)
	const [begun, ended] = [formatClock(from), formatClock(at)]
	return begun === ended ? ended : `${begun}–${ended}`
}

export interface HistoryMoment {
	sequence: number
	at: IsoInstant
	changes: HistoryChange[]
}

/** The changes of an entry, grouped by the edit that completed them, the earliest edit first. */
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

/** «6 ноября, 14:40»; with the zone if this device's time differs. */
export function formatInstant(at: IsoInstant): string {
	return `${formatDay(cityDay(at))}, ${formatHour(at)}`
}

/**
 * The edition that the plan of that day is counted against, which may be none; undefined: not known here. `approved`: the present one
 * or undefined likewise. What was approved before it is not known either: then only marks count, and there is no progress to show.
 */
export function approvedThen(day: IsoDate, approved: ApprovedPlan | null | undefined): ApprovedPlan | null | undefined {
	return approved && approved.on > day ? undefined : approved
}
