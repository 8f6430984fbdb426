/** The plan as it was, made by applying stored updates again: slowly enough for others to be served meanwhile. */
import { setImmediate } from 'node:timers/promises'
import type * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { StoredUpdate } from '../storage/storage.ts'

/** In ms: how long others wait at most, unless a single update takes longer. */
const SLICE_MS = 8

export interface Slices {
	/** Lets others run when this has taken its slice. */
	rest(): Promise<void>
}

export function createSlices(): Slices {
	let startedAt = performance.now()
	return {
		async rest() {
			if (performance.now() - startedAt < SLICE_MS) return
			await setImmediate()
			startedAt = performance.now()
		}
	}
}

export async function applyRows(
	doc: Y.Doc,
	rows: readonly Pick<StoredUpdate, 'bytes'>[],
	slices: Slices
): Promise<void> {
	// Some together: each transaction looks through all clients of the document.
	for (let start = 0; start < rows.length; start += 16) {
		const some = rows.slice(start, start + 16)
		takeUpdates(
			doc,
			some.map(({ bytes }) => bytes)
		)
		await slices.rest()
	}
}
