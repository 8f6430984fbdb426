/** How much room the browser leaves the app, and whether it promised to keep it (sync.md D5). Loaded behind the first screen. */
import type * as Y from 'yjs'
import { requestPersistence, storageFacts } from '../device.ts'
import { isPageVisible, watchPage } from '../line/retry.ts'

export interface StorageRoom {
	/** Null: the browser does not say, or has not been asked yet. */
	freeBytes: number | null
	isPersisted: boolean | null
}

const INTERVAL_MS = 5 * 60_000
/** So much written, and it is looked at anew. */
const NEWS_BYTES = 256 * 1024
/** What is told of it is rounded: it is not worth a report that one more letter was stored. */
const STEP_BYTES = 1e6

/** Asks for persistence, then looks at once, every few minutes while the page is visible, and after much was written. Answers the way to stop. */
export function watchStorageRoom(docs: readonly Y.Doc[], onRoom: (room: StorageRoom) => void): () => void {
	let isStopped = false
	let written = 0
	let last = ''
	let hasAsked = false

	async function look(): Promise<void> {
		written = 0
		// Once: a browser that puts the question to the person must not do so at every return to the page.
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
