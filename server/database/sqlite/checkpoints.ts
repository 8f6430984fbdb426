/**
 * Moves SQLite's log into the database, in a thread. That writes and flushes thousands of pages; by itself SQLite does it
 * within the commit that fills the log, so that everybody's edits wait. Only the little that was written meanwhile is moved
 * in the main thread. The log starts anew only when nothing of it is left to move; otherwise it would grow as long as people
 * write. After a deletion it is cut to nothing, because it has what was deleted until other pages are written over it.
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

export interface Checkpoints {
	/** Soon after, nothing that is deleted by now is in the log; as long as a backup is being made, it may be. */
	cutLog(): void
	/** Waits for the thread, if there is one. */
	stop(): Promise<void>
}

/**
 * `path`: the file of `database`, which stays open until `stop` has resolved. If threads fail, the commit that fills the log
 * moves it after all (connection.ts).
 */
export function startCheckpoints(database: DatabaseSync, path: string): Checkpoints {
	const measure = database.prepare('PRAGMA wal_checkpoint(NOOP)')
	const finish = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')
	let isCutDue = false
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
			if (!isCutDue && !isDue()) return
			await moveInThread(path)
			if (isStopped) return
			if (isCutDue) isCutDue = !cut(database)
			else finish.get()
			// Another connection reads an old state: a backup, or a person at the command line.
			if (isCutDue || isDue()) notBefore = performance.now() + RETRY_MS
		} catch {
			notBefore = performance.now() + RETRY_MS
		}
	}

	function isDue(): boolean {
		const { log, checkpointed } = measure.get() as unknown as Log
		return log - checkpointed >= DUE_PAGES
	}

	return {
		cutLog() {
			isCutDue = true
		},
		async stop() {
			clearInterval(looking)
			isStopped = true
			await underWay
		}
	}
}

/** False: somebody reads the log. It does not wait for them, because everybody's edits would wait with it. */
function cut(database: DatabaseSync): boolean {
	const { timeout } = database.prepare('PRAGMA busy_timeout').get() as { timeout: number }
	database.exec('PRAGMA busy_timeout = 0')
	try {
		const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
		return busy === 0
	} finally {
		database.exec(`PRAGMA busy_timeout = ${timeout}`)
	}
}

function moveInThread(path: string): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: path })
	worker.once('error', reject)
	worker.once('exit', () => resolve())
	return promise
}
