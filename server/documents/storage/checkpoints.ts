/**
 * Moves SQLite's log into the database in a thread: that writes and flushes thousands of pages, and by itself SQLite does it
 * within the commit that fills the log, so that everybody's edits wait. Only what was written meanwhile, and that little
 * is moved here: a log of which nothing is left begins anew, otherwise it would grow as long as people write.
 */
import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'

/** 16 MB. Pages written again meanwhile are moved once, so seldom costs less than often. */
const DUE_PAGES = 4_000
const LOOK_MS = 250
/** A full or failing disk, or no room for a thread. */
const RETRY_MS = 30_000

interface Log {
	/** Pages in the log, and how many of them are in the database, too. */
	log: number
	checkpointed: number
}

/**
 * `path`: the file of `database`, which stays open until the returned function has resolved: it waits for the thread, if there
 * is one. Should threads fail, the commit that fills the log does it after all (database.ts).
 */
export function startCheckpoints(database: DatabaseSync, path: string): () => Promise<void> {
	const measure = database.prepare('PRAGMA wal_checkpoint(NOOP)')
	const finish = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')
	let underWay: Promise<void> | null = null
	/** As performance.now(). */
	let notBefore = 0
	let isStopped = false

	const looking = setInterval(look, LOOK_MS).unref()

	function look(): void {
		if (underWay !== null || performance.now() < notBefore) return
		underWay = checkpoint().finally(() => (underWay = null))
	}

	async function checkpoint(): Promise<void> {
		try {
			if (!isDue()) return
			await moveInThread(path)
			if (!isStopped) finish.get()
			// Somebody reads an old state of it: a backup, a person at the command line.
			if (isDue()) notBefore = performance.now() + RETRY_MS
		} catch {
			notBefore = performance.now() + RETRY_MS
		}
	}

	function isDue(): boolean {
		const { log, checkpointed } = measure.get() as unknown as Log
		return log - checkpointed >= DUE_PAGES
	}

	return async () => {
		clearInterval(looking)
		isStopped = true
		await underWay
	}
}

function moveInThread(path: string): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: path })
	worker.once('error', reject)
	worker.once('exit', () => resolve())
	return promise
}
