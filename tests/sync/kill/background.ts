import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { PATIENCE_MS } from './people.ts'

/** The server's background work. */
export interface Background {
	/** The number of documents with a snapshot. */
	snapshots: number
	/** Rows that were moved to their documents. */
	moved: number
}

export function countBackground(dataDirectory: string): Background {
	const database = new DatabaseSync(join(dataDirectory, 'tandem.sqlite'))
	const count = (what: string) => Number(database.prepare(`SELECT count(*) AS number FROM ${what}`).get()?.number)
	const counted = { snapshots: count('snapshots'), moved: count('updates') }
	database.close()
	return counted
}

const LOOK_MS = 20

/** For a server that runs while somebody edits. Rejects, and so fails the run, when there is none for a minute. */
export async function waitForSnapshot(dataDirectory: string): Promise<void> {
	const patience = AbortSignal.timeout(PATIENCE_MS)
	while (countBackground(dataDirectory).snapshots === 0) await setTimeout(LOOK_MS, undefined, { signal: patience })
}
