/**
 * Rows of a document's log → what a person took for one piece of work. Two people who write at the same time have a
 * sitting each, though their rows lie between each other's: a stretch is all rows that belong together so.
 */
import { threadCpuUsage } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import type * as Y from 'yjs'
import type { HistoryEntry } from '#protocol/api/program.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { SERVER_AUTHOR } from '../../programs/create-program.ts'
import type { StoredUpdate } from '../storage/storage.ts'

export type Row = Pick<StoredUpdate, 'sequence' | 'personId' | 'at' | 'count' | 'from' | 'authorIds' | 'acceptedBy'>

export interface Stretch<R extends Row = Row> {
	/** Oldest first, without gaps. */
	rows: R[]
	/** Sitting of each row. */
	sittingOf: Map<R, Sitting>
	/** In the order of their ends, the last first. */
	sittings: Sitting[]
}

export interface Sitting {
	kind: 'sitting' | 'day' | 'week'
	/** Of its last row. */
	sequence: number
	from: string
	at: string
	authorIds: string[]
	acceptedBy: string[]
	file: HistoryEntry['file']
}

const PAUSE_MS = 15 * 60 * 1000
/** Nobody writes without a pause for ever; a machine might. */
const MAX_ROWS = 500

/**
 * Oldest first. Rows up to `thinnedThrough` hold a day or a week each and stand alone, as do the first of all and those that
 * bring an event: the state before a restore is the end of what came before it.
 */
export async function groupRows<R extends Row>(
	rows: readonly R[],
	thinnedThrough: number,
	bringsEvent: (row: R) => boolean,
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
		if (row.sequence <= thinnedThrough || row.sequence === row.count || bringsEvent(row)) {
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
		// What was accepted on review came otherwise than what its author writes meanwhile.
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

/** The plan as it was, made by applying stored updates again: slowly enough for others to be served meanwhile. */

/** In ms: how long others wait at most, unless a single update takes longer. */
const SLICE_MS = 8

/** Applied in one transaction: few enough bytes for a few ms, whatever is in them. */
const TOGETHER_ROWS = 16
const TOGETHER_BYTES = 16 * 1024

export interface Slices {
	/** Lets others run when this has taken its slice. */
	rest(): Promise<void>
	/** In ms of processor time: a busy machine makes nothing of it longer. */
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
	// Some together: each transaction looks through all clients of the document.
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
