/**
 * Measures how much space the browser leaves the app, and whether it promised to keep it (sync.md D5). Loaded after the
 * first screen.
 */
import type * as Y from 'yjs'
import { requestPersistence, storageFacts } from '../device.ts'
import { isPageVisible, watchPage } from '../line/retry.ts'

export interface StorageRoom {
	/** Null: the browser does not say, or was not asked yet. */
	freeBytes: number | null
	isPersisted: boolean | null
}

const INTERVAL_MS = 5 * 60_000
/** After so many written bytes it measures again. */
const NEWS_BYTES = 256 * 1024
/** The reported number is rounded: one more stored letter is not worth a report. */
const STEP_BYTES = 1e6

/**
 * Asks for persistence. Measures at once, every 5 minutes while the page is visible, on return to the page, and after
 * much was written. Returns the function to stop.
 */
export function watchStorageRoom(docs: readonly Y.Doc[], onRoom: (room: StorageRoom) => void): () => void {
	let isStopped = false
	let written = 0
	let last = ''
	let hasAsked = false

	async function look(): Promise<void> {
		written = 0
		// Only once: a browser that asks the person must not ask at every return to the page.
		if (!hasAsked) {
			hasAsked = true
			await requestPersistence()
		}
		const { freeBytes, isPersisted } = await storageFacts()
		const room = { freeBytes: freeBytes && Math.floor(freeBytes / STEP_BYTES) * STEP_BYTES, isPersisted }
		if (isStopped || JSON.stringify(room) === last) return
		last = JSON.stringify(room)
		onRoom(room)
	}

	function noteUpdate(update: Uint8Array): void {
		written += update.byteLength
		if (written > NEWS_BYTES) void look()
	}

	void look()
	for (const doc of docs) doc.on('update', noteUpdate)
	const timer = setInterval(() => {
		if (isPageVisible()) void look()
	}, INTERVAL_MS)
	const stopWatching = watchPage({ onVisible: () => void look() })
	return () => {
		isStopped = true
		clearInterval(timer)
		stopWatching()
		for (const doc of docs) doc.off('update', noteUpdate)
	}
}
