/**
 * Reads and adds marks. A status is not one field but a list of marks: who, when, which status. The newest mark counts. A mark
 * names the marks that its author saw, and so settles them. An unsettled mark other than the newest is concurrent; both are
 * shown until somebody marks again.
 */
import * as Y from 'yjs'
import { isInstant, isIsoDate, type IsoDate } from '../calendar.ts'
import { type Author, type PlanItem } from './layout.ts'

/**
 * The statuses of an activity in the order in which people choose, and how the road shows each: `ahead` and `doing` are still to be
 * done. The names are data and never change. Their words do not compile without those of each status (ui/words/statuses.ts).
 */
export const roadStates = {
	planned: 'ahead',
	inProgress: 'doing',
	done: 'done',
	cancelled: 'cancelled'
} as const satisfies Readonly<Record<string, 'ahead' | 'doing' | 'done' | 'cancelled'>>
export type Status = keyof typeof roadStates
export const statuses = Object.keys(roadStates) as Status[]

export function isBegun(status: Status): boolean {
	return roadStates[status] === 'doing'
}

/** Nothing is to be done any more. */
export function isClosed(status: Status): boolean {
	return roadStates[status] === 'done' || roadStates[status] === 'cancelled'
}

export interface Mark {
	id: string
	status: Status
	by: string
	at: string
	/** Ids of the marks it settles; empty for the first. */
	follows: string[]
	/** The day it took place, for `done`. */
	doneOn: IsoDate | null
}

/** Newest first by the devices' clocks, then by id. */
export function readMarks(item: PlanItem): Mark[] {
	const marks = item.get('marks')
	if (!(marks instanceof Y.Map)) return []
	return [...marks].flatMap(([id, value]) => readMark(id, value)).sort(compareNewestFirst)
}

/**
 * The unsettled marks whose status differs from the newest mark's: their authors did not know of it. Usually empty. Takes the
 * result of `readMarks`.
 */
export function readConcurrentMarks(marks: readonly Mark[]): Mark[] {
	return readLatestMarks(marks)
		.slice(1)
		.filter(({ status }) => status !== marks[0]?.status)
}

/** The unsettled marks, newest first. There is one, unless two people marked concurrently. */
export function readLatestMarks(marks: readonly Mark[]): Mark[] {
	const settled = new Set(marks.flatMap(({ follows }) => follows))
	return marks.filter(({ id }) => !settled.has(id))
}

/** Adds a mark after all present ones. The caller passes a fresh id. */
export function addMark(item: PlanItem, id: string, status: Status, doneOn: IsoDate | null, author: Author): void {
	const marks = item.get('marks')
	if (!(marks instanceof Y.Map)) return
	const before = readMarks(item)
	const newest = before[0]
	const at = newest !== undefined && newest.at >= author.at ? nextInstant(newest.at) : author.at
	const follows = readLatestMarks(before).map((mark) => mark.id)
	marks.set(id, { status, by: author.personId, at, follows, doneOn })
}

/** A device whose clock is slow can also mark after the marks it has received. */
function nextInstant(at: string): string {
	return new Date(Date.parse(at) + 1).toISOString()
}

function readMark(id: string, value: unknown): Mark[] {
	if (typeof value !== 'object' || value === null) return []
	const before = readBefore.get(value)
	if (before?.id === id) return [before]
	const { status, by, at, follows, doneOn } = value as Record<string, unknown>
	const known = statuses.find((each) => each === status)
	if (known === undefined || typeof at !== 'string' || !isInstant(at)) return []
	const mark: Mark = {
		id,
		status: known,
		by: typeof by === 'string' ? by : '',
		at,
		follows: Array.isArray(follows) ? follows.filter((each) => typeof each === 'string') : [],
		doneOn: typeof doneOn === 'string' && isIsoDate(doneOn) ? doneOn : null
	}
	readBefore.set(value, mark)
	return [mark]
}

/** A mark never changes, so it stays the same object: a screen shows an old one again only if it must. */
const readBefore = new WeakMap<object, Mark>()

function compareNewestFirst(one: Mark, other: Mark): number {
	if (one.at !== other.at) return one.at > other.at ? -1 : 1
	return one.id > other.id ? -1 : 1
}
