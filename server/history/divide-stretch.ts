/**
 * The row of a device that has taken in files, as what its person wrote and what each file has brought (SPEC.md P16). They came
 * in one update, so their sittings have one sequence.
 */
import type { Bringing } from '#domain/plan/event.ts'
import { divideUpdate } from '#domain/history/divide-update.ts'
import type { StoredUpdate } from '../storage/storage.ts'
import { toSitting, type Sitting, type Stretch } from './sittings.ts'

/** As it is, unless it is a single row that says what a file has brought with it. */
export function divideStretch(stretch: Stretch<StoredUpdate>): Stretch<StoredUpdate> {
	const [row, ...others] = stretch.rows
	// The first of all is the making of the plan, or all that is too old to be told.
	if (row === undefined || others.length > 0 || row.sequence === row.count) return stretch
	const parts = divideUpdate(row.bytes)
	if (parts.every(({ bringing }) => bringing === null)) return stretch
	const sittings = new Map<Bringing | null, Sitting>([[null, toSitting(row)]])
	const sittingOf = new Map<StoredUpdate, Sitting>()
	for (const { bringing, bytes } of parts) {
		const file = bringing && { from: bringing.from, takenAt: bringing.at }
		const sitting = sittings.get(bringing) ?? { ...toSitting(row), file }
		sittings.set(bringing, sitting)
		sittingOf.set({ ...row, bytes }, sitting)
	}
	return { rows: [...sittingOf.keys()], sittings: [...sittings.values()], sittingOf }
}
