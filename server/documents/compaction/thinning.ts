/**
 * Decides which rows of a document's history are merged (sync.md R5). Every change of the last 30 days stays. Before them
 * there is one row for each day, from a year back one for each week, and one for all that is older than 24 months. Days and
 * weeks are whole, in UTC, weeks from Monday, so a merged row stays the same until the next coarser step. The document's
 * first row, in which the server creates it, stays alone until it is older than 24 months.
 *
 * Somebody who fills a document on purpose stores hundreds of rows a second, and everybody who reads the document would pay
 * for each. So when more than MOST_RECENT_ROWS are not merged, only the newest stay, at least half that number; the others
 * are merged by day, however young. Two years of typing are 7,500 rows, and 51,000 uncoalesced (sync.md D10), so no pair
 * reaches that in 30 days.
 */
import type { DocumentInfo, StoredUpdate } from '../storage/storage.ts'

export interface ThinningBounds {
	/** Instants in ms: whole days, weeks, and everything that ends at or before them are merged. */
	days: number
	weeks: number
	all: number
	/** Rows up to this sequence are merged at least by day, however young. */
	through: number
}

const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_DAYS = 30
const KEPT_MONTHS_OF_DAYS = 12
const KEPT_MONTHS = 24
/** The stretch of everything older than KEPT_MONTHS. */
const START = 'start'
/** How many rows that are not merged may stay. */
export const MOST_RECENT_ROWS = 20_000
/** Rows read in one turn: a document that was never thinned may have very many. */
export const ROWS_PER_TURN = 20_000
/**
 * At most so much is merged into one row at once, so that neither merging nor applying it takes long. What is left of a day
 * is merged in a later pass.
 */
const GROUP_ROWS = 1000
const GROUP_BYTES = 256 * 1024

type Extent = Pick<DocumentInfo, 'sequence' | 'thinnedThrough'>

/** Whether too many rows are not merged for all of them to stay for 30 days. */
export function isCrowded({ sequence, thinnedThrough }: Extent, mostRecentRows = MOST_RECENT_ROWS): boolean {
	return sequence - thinnedThrough > mostRecentRows
}

export function thinningBounds(now: Date, info: Extent, mostRecentRows = MOST_RECENT_ROWS): ThinningBounds {
	const today = startOfDay(now.getTime())
	return {
		through: isCrowded(info, mostRecentRows) ? info.sequence - Math.floor(mostRecentRows / 2) : info.thinnedThrough,
		days: today - KEPT_DAYS * DAY_MS,
		weeks: monthsBefore(today, KEPT_MONTHS_OF_DAYS),
		all: monthsBefore(today, KEPT_MONTHS)
	}
}

/** The rows to thin, from the oldest on: those before the first one that must stay. */
export function takeThinnable<Row extends Pick<StoredUpdate, 'at' | 'sequence'>>(
	rows: readonly Row[],
	bounds: ThinningBounds
): Row[] {
	const end = rows.findIndex(({ at, sequence }) => Date.parse(at) >= bounds.days && sequence > bounds.through)
	return end === -1 ? [...rows] : rows.slice(0, end)
}

/**
 * Groups thinnable rows, oldest first, in order: each group becomes one row. A group of one row is left out when it is
 * thinned already. A day of very many rows or bytes makes several groups; the rows they become are grouped again.
 */
export function groupThinnable(
	rows: readonly StoredUpdate[],
	bounds: ThinningBounds,
	thinnedThrough: number
): StoredUpdate[][] {
	const groups: StoredUpdate[][] = []
	let latest = -Infinity
	let bytes = 0
	let previous: string | null = null
	for (const row of rows) {
		// If the clock was set back, later rows count as old as the newest before them.
		latest = Math.max(latest, Date.parse(row.at))
		const stretch = stretchOf(latest, bounds)
		// The first row creates the plan: merged with what followed on that day, it would hide that.
		const isAlone = row.sequence === row.count && stretch !== START
		const group = stretch === previous ? groups.at(-1) : undefined
		if (group !== undefined && group.length < GROUP_ROWS && bytes + row.bytes.length <= GROUP_BYTES) {
			group.push(row)
			bytes += row.bytes.length
		} else {
			groups.push([row])
			bytes = row.bytes.length
		}
		previous = isAlone ? null : stretch
	}
	return groups.filter(([first, second]) => second !== undefined || (first?.sequence ?? 0) > thinnedThrough)
}

/** The row for a group, as `DocumentStorage.thin` takes it. Null: the group is empty. */
export function rowOfGroup(group: readonly StoredUpdate[], bytes: Uint8Array): StoredUpdate | null {
	const [first] = group
	const last = group.at(-1)
	if (first === undefined || last === undefined) return null
	return {
		...last,
		bytes,
		count: group.reduce((sum, { count }) => sum + count, 0),
		from: first.from,
		authorIds: [...new Set(group.flatMap(({ authorIds }) => authorIds))],
		acceptedBy: [...new Set(group.flatMap(({ acceptedBy }) => acceptedBy))]
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
	// Most years have no 29 February: take the month's last day, not the next month's first.
	if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(0)
	return date.getTime()
}
