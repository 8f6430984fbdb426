import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { PATIENCE_MS } from './people.ts'

/** What a server has done by itself. */
export interface Background {
	/** Documents with one. */
	snapshots: number
	/** Rows that are with their documents. */
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

/** Of a server that runs while somebody edits. Rejects, and fails the proof, when there is none for a minute. */
export async function waitForSnapshot(dataDirectory: string): Promise<void> {
	const patience = AbortSignal.timeout(PATIENCE_MS)
	while (countBackground(dataDirectory).snapshots === 0) await setTimeout(LOOK_MS, undefined, { signal: patience })
}
