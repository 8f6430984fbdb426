/**
 * The row of a device that has taken in files, as what its person wrote and what each file has brought (SPEC.md P16). They came
 * in one update, so their sittings have one sequence.
 */
import { divideUpdate } from '#domain/plan/history/divide-update.ts'
import type { Bringing } from '#domain/plan/event.ts'
import type { StoredUpdate } from '../storage/storage.ts'
import { toSitting, type Sitting, type Stretch } from './sittings.ts'

/** Null, unless it is a single row that says what a file has brought with it. */
export function divideStretch({ rows }: Stretch<StoredUpdate>): Stretch<StoredUpdate> | null {
	const [row, ...others] = rows
	// The first of all is the making of the plan, or all that is too old to be told.
	if (row === undefined || others.length > 0 || row.sequence === row.count) return null
	const parts = divideUpdate(row.bytes)
	if (parts.every(({ bringing }) => bringing === null)) return null
	const own = toSitting(row)
	/** By what is told of a file: what says it twice is one, as two bringings of a millisecond. */
	const sittings = new Map([[toKey(own), own]])
	const sittingOf = new Map<StoredUpdate, Sitting>()
	for (const { bringing, bytes } of parts) {
		const told = bringing === null ? own : toFileSitting(own, bringing)
		const sitting = sittings.get(toKey(told)) ?? told
		sittings.set(toKey(told), sitting)
		sittingOf.set({ ...row, bytes }, sitting)
	}
	return { rows: [...sittingOf.keys()], sittings: [...sittings.values()], sittingOf }
}

/** A thinned row is of several people, and one of them took the file in: who, its bringing says. */
function toFileSitting(own: Sitting, { from, by, at }: Bringing): Sitting {
	const authorIds = own.authorIds.includes(by) ? [by] : own.authorIds
	return { ...own, authorIds, file: { from, takenAt: at } }
}

function toKey({ authorIds, file }: Sitting): string {
	return JSON.stringify([authorIds, file])
}
