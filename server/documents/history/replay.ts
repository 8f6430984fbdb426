/** The plan as it was, made by applying stored updates again: slowly enough for others to be served meanwhile. */
import { threadCpuUsage } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import type * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { StoredUpdate } from '../storage/storage.ts'

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
