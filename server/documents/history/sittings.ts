/**
 * Groups the rows of a document's log into sittings: what a person did as one piece of work. Two people who write at the same
 * time have a sitting each, although their rows alternate; a stretch is all rows of such sittings. Also applies stored rows
 * to a document, slowly enough for others to be served meanwhile.
 */
import { threadCpuUsage } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import type * as Y from 'yjs'
import type { HistoryEntry } from '#protocol/api/program.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { SERVER_AUTHOR, type StoredUpdate } from '../storage/storage.ts'

export type Row = Pick<StoredUpdate, 'sequence' | 'personId' | 'at' | 'count' | 'from' | 'authorIds' | 'acceptedBy'>

export interface Stretch<R extends Row = Row> {
	/** Oldest first, without gaps. */
	rows: R[]
	/** Sitting of each row. */
	sittingOf: Map<R, Sitting>
	/** By their ends, the last first. */
	sittings: Sitting[]
}

export interface Sitting {
	kind: 'sitting' | 'day' | 'week'
	/** That of its last row. */
	sequence: number
	from: string
	at: string
	authorIds: string[]
	acceptedBy: string[]
	file: HistoryEntry['file']
}

const PAUSE_MS = 15 * 60 * 1000
/** Of a stretch. No person writes without a pause for so long; a machine might. */
const MAX_ROWS = 500

/**
 * Takes and returns the oldest first. Rows up to `thinnedThrough` hold a day or a week each and stand alone. So do the first
 * row and rows with an event: the state before a restore is the end of the stretch before it.
 */
export async function groupRows<R extends Row>(
	rows: readonly R[],
	thinnedThrough: number,
	hasEvent: (row: R) => boolean,
	slices: Slices
): Promise<Stretch<R>[]> {
	const stretches: Stretch<R>[] = []
	let open: R[] = []
	const close = () => {
		if (open.length > 0) stretches.push(toStretch(open))
		open = []
	}
	for (const row of rows) {
		const last = open.at(-1)
		if (last !== undefined && (open.length === MAX_ROWS || pauseBetween(last, row) > PAUSE_MS)) close()
		if (row.sequence <= thinnedThrough || row.sequence === row.count || hasEvent(row)) {
			close()
			stretches.push(toStretch([row]))
		} else open.push(row)
		await slices.rest()
	}
	close()
	return stretches
}

function toStretch<R extends Row>(rows: R[]): Stretch<R> {
	const sittings: Sitting[] = []
	const sittingOf = new Map<R, Sitting>()
	const openOf = new Map<string, Sitting>()
	for (const row of rows) {
		// Edits accepted on review are separate from what their author writes meanwhile.
		const key = [row.personId, ...row.acceptedBy].join(' ')
		const open = openOf.get(key)
		if (open !== undefined && row.count === 1 && pauseBetween(open, row) <= PAUSE_MS) {
			open.sequence = row.sequence
			open.at = row.at
			sittingOf.set(row, open)
		} else {
			const sitting = toSitting(row)
			sittings.push(sitting)
			openOf.set(key, sitting)
			sittingOf.set(row, sitting)
		}
	}
	sittings.sort((one, other) => other.sequence - one.sequence)
	return { rows, sittings, sittingOf }
}

export function toSitting({ sequence, from, at, count, authorIds, acceptedBy }: Row): Sitting {
	const isOneDay = from.slice(0, 10) === at.slice(0, 10)
	return {
		kind: count === 1 ? 'sitting' : isOneDay ? 'day' : 'week',
		sequence,
		from,
		at,
		authorIds: authorIds.filter((personId) => personId !== SERVER_AUTHOR),
		acceptedBy: [...acceptedBy],
		file: null
	}
}

function pauseBetween(earlier: { at: string }, row: Row): number {
	return Date.parse(row.from) - Date.parse(earlier.at)
}

/** In ms: how long others wait at most, unless a single update takes longer. */
const SLICE_MS = 8

/** Rows applied in one transaction: few enough bytes for a few ms, whatever they hold. */
const TOGETHER_ROWS = 16
const TOGETHER_BYTES = 16 * 1024

export interface Slices {
	/** Lets other work run when the time slice is used up. */
	rest(): Promise<void>
	/** In ms of processor time, which does not depend on how busy the machine is. */
	workedMs(): number
}

export function createSlices(): Slices {
	let startedAt = performance.now()
	let startedCpu = threadCpuUsage()
	let earlierMs = 0
	const sliceMs = () => cpuMs(threadCpuUsage(startedCpu))
	return {
		async rest() {
			if (performance.now() - startedAt < SLICE_MS) return
			earlierMs += sliceMs()
			await setImmediate()
			startedAt = performance.now()
			startedCpu = threadCpuUsage()
		},
		workedMs: () => earlierMs + sliceMs()
	}
}

function cpuMs({ user, system }: { user: number; system: number }): number {
	return (user + system) / 1000
}

export async function applyRows(
	doc: Y.Doc,
	rows: readonly Pick<StoredUpdate, 'bytes'>[],
	slices: Slices
): Promise<void> {
	// Several rows together, because each transaction goes through all clients of the document.
	let some: Uint8Array[] = []
	let size = 0
	for (const [index, { bytes }] of rows.entries()) {
		some.push(bytes)
		size += bytes.length
		if (some.length < TOGETHER_ROWS && size < TOGETHER_BYTES && index < rows.length - 1) continue
		takeUpdates(doc, some)
		await slices.rest()
		some = []
		size = 0
	}
}
