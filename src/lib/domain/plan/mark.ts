/**
 * A status is not one field that two people fight over but a list of marks: who, when, which status.
 * The newest mark counts. A mark names the mark it follows; two marks that follow the same one were
 * made apart, and both are shown until somebody marks again.
 */
import * as Y from 'yjs'
import { type Author, type PlanItem } from './layout.ts'

export const statuses = ['planned', 'inProgress', 'done', 'cancelled'] as const
export type Status = (typeof statuses)[number]

export interface Mark {
	id: string
	status: Status
	by: string
	at: string
	/** Id of the mark that was newest when this one was made; null for the first. */
	follows: string | null
}

/** Newest first, by the devices' clocks, ties by id. */
export function readMarks(item: PlanItem): Mark[] {
	const marks = item.get('marks')
	if (!(marks instanceof Y.Map)) return []
	return [...marks].flatMap(([id, value]) => readMark(id, value)).sort(compareNewestFirst)
}

/**
 * The marks that disagree with the newest: made without knowing of it, and not followed by any
 * other. Empty in the ordinary case.
 */
export function readRivalMarks(marks: readonly Mark[]): Mark[] {
	const newest = marks[0]
	if (newest === undefined) return []
	const followed = new Set(marks.map(({ follows }) => follows))
	return marks.slice(1).filter((mark) => !followed.has(mark.id) && mark.status !== newest.status)
}

/** Adds a mark after the newest one. The caller passes a fresh id. */
export function addMark(item: PlanItem, id: string, status: Status, author: Author): void {
	const marks = item.get('marks')
	if (!(marks instanceof Y.Map)) return
	const newest = readMarks(item)[0]
	const at = newest !== undefined && newest.at >= author.at ? nextInstant(newest.at) : author.at
	marks.set(id, { status, by: author.personId, at, follows: newest?.id ?? null })
}

/** A device whose clock is behind must still be able to mark after what it has seen. */
function nextInstant(at: string): string {
	return new Date(Date.parse(at) + 1).toISOString()
}

function readMark(id: string, value: unknown): Mark[] {
	if (typeof value !== 'object' || value === null) return []
	const { status, by, at, follows } = value as Record<string, unknown>
	if (!statuses.includes(status as Status) || typeof at !== 'string' || Number.isNaN(Date.parse(at))) return []
	return [
		{
			id,
			status: status as Status,
			by: typeof by === 'string' ? by : '',
			at,
			follows: typeof follows === 'string' ? follows : null
		}
	]
}

function compareNewestFirst(one: Mark, other: Mark): number {
	if (one.at !== other.at) return one.at > other.at ? -1 : 1
	return one.id > other.id ? -1 : 1
}
