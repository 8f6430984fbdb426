/** One checkpoint of the database at `workerData`, beside whoever writes to it. */
import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

/** What is written during one pass is left to the next; after the second little is. */
const PASSES = 2

const database = new DatabaseSync(workerData as string)
try {
	for (let pass = 0; pass < PASSES; pass++) database.exec('PRAGMA wal_checkpoint(PASSIVE)')
} finally {
	database.close()
}
