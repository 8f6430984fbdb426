/**
 * Moves SQLite's log into the database, in a thread. That writes and flushes thousands of pages; by itself SQLite does it
 * within the commit that fills the log, so that everybody's edits wait. Only the little that was written meanwhile is moved
 * in the main thread. The log starts anew only when nothing of it is left to move; otherwise it would grow as long as people
 * write.
 */
import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'

/** 16 MB. A page written several times is moved once, so rare checkpoints cost less than frequent ones. */
const DUE_PAGES = 4_000
const LOOK_MS = 250
/** After a full or failing disk, or when no thread can start. */
const RETRY_MS = 30_000

interface Log {
	/** Pages in the log, and how many of them are in the database as well. */
	log: number
	checkpointed: number
}

/**
 * `path`: the file of `database`, which stays open until the returned function has resolved: that waits for the thread, if
 * there is one. If threads fail, the commit that fills the log moves it after all (database/sqlite.ts).
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
			// Another connection reads an old state: a backup, or a person at the command line.
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
