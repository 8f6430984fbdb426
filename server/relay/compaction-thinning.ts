/**
 * Which rows of a document's history are merged (sync.md R5): every change of the last 30 days stays, before them there
 * is one row for each day, a year back one for each week, and one for all that is older than 24 months. Days and weeks
 * are whole, in UTC, weeks from Monday: what was merged once stays the same until the next coarser measure. The document's
 * first row, the server's making of it, stays alone until it is older than 24 months.
 */
import type { StoredUpdate } from '../storage/storage.ts'

export interface ThinningBounds {
	/** Instants in ms: rows of days, weeks and everything that end at them, or before, are merged. */
	days: number
	weeks: number
	all: number
}

const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_DAYS = 30
const KEPT_MONTHS_OF_DAYS = 12
const KEPT_MONTHS = 24
/** The stretch of all that is older. */
const START = 'start'

export function thinningBounds(now: Date): ThinningBounds {
	const today = startOfDay(now.getTime())
	return {
		days: today - KEPT_DAYS * DAY_MS,
		weeks: monthsBefore(today, KEPT_MONTHS_OF_DAYS),
		all: monthsBefore(today, KEPT_MONTHS)
	}
}

/** Rows behind the first bound, from the oldest on: those before the first one that must stay. */
export function takeThinnable<Row extends Pick<StoredUpdate, 'at'>>(
	rows: readonly Row[],
	bounds: ThinningBounds
): Row[] {
	const end = rows.findIndex(({ at }) => Date.parse(at) >= bounds.days)
	return end === -1 ? [...rows] : rows.slice(0, end)
}

/**
 * Thinnable rows, oldest first, as the groups to be merged into one row each, in order; a group of one row is left out when it
 * is thinned already.
 */
export function groupThinnable(
	rows: readonly StoredUpdate[],
	bounds: ThinningBounds,
	thinnedThrough: number
): StoredUpdate[][] {
	const groups: StoredUpdate[][] = []
	let latest = -Infinity
	let previous: string | null = null
	for (const row of rows) {
		// A clock that was set back must not make what came before it older.
		latest = Math.max(latest, Date.parse(row.at))
		const stretch = stretchOf(latest, bounds)
		// The first of all is the making of the plan: merged with what followed on that day, it would hide it.
		const isAlone = row.sequence === row.count && stretch !== START
		if (stretch === previous) groups.at(-1)?.push(row)
		else groups.push([row])
		previous = isAlone ? null : stretch
	}
	return groups.filter(([first, second]) => second !== undefined || (first?.sequence ?? 0) > thinnedThrough)
}

/** One row for all of them, as `DocumentStorage.thin` takes it. */
export function rowOfGroup(group: readonly StoredUpdate[], bytes: Uint8Array): StoredUpdate | null {
	const [first] = group
	const last = group.at(-1)
	if (first === undefined || last === undefined) return null
	return {
		...last,
		bytes,
		count: group.reduce((sum, { count }) => sum + count, 0),
		from: first.from,
		authorIds: [...new Set(group.flatMap(({ authorIds }) => authorIds))]
	}
}

function stretchOf(instant: number, bounds: ThinningBounds): string {
	const day = startOfDay(instant)
	const week = day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS
	const weekEnd = week + 7 * DAY_MS
	if (weekEnd <= bounds.all) return START
	return weekEnd <= bounds.weeks ? `week ${week}` : `day ${day}`
}

function startOfDay(instant: number): number {
	return instant - (((instant % DAY_MS) + DAY_MS) % DAY_MS)
}

function monthsBefore(day: number, months: number): number {
	const date = new Date(day)
	const dayOfMonth = date.getUTCDate()
	date.setUTCMonth(date.getUTCMonth() - months)
	// There is no 29 February in most years: the month's last day, not the next month's first.
	if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(0)
	return date.getTime()
}
