/** Makes one checkpoint of the database at the path `workerData`, while others write to it. */
import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

/** A pass leaves what is written during it to the next; after the second, little is left. */
const PASSES = 2

const database = new DatabaseSync(workerData as string)
try {
	for (let pass = 0; pass < PASSES; pass++) database.exec('PRAGMA wal_checkpoint(PASSIVE)')
} finally {
	database.close()
}
