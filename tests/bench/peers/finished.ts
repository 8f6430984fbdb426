/** Stores the measured figures on the disk, so that a failure in the last minute does not lose an hour. */
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContenderId } from './contenders.ts'
import type { Runs } from './figures.ts'

export interface Finished {
	of(id: ContenderId): Runs
	write(id: ContenderId, runs: Runs): Promise<void>
}

const FILE = join(tmpdir(), 'tandem-bench-relay.json')

/** Starts anew unless the last run is to be resumed. */
export async function openFinished(isResumed: boolean): Promise<Finished> {
	const text = isResumed ? await readFile(FILE, 'utf8') : '{}'
	const byId = JSON.parse(text) as { [Id in ContenderId]?: Runs }
	return {
		of: (id) => ({ ...byId[id] }),
		async write(id, runs) {
			byId[id] = runs
			await writeFile(FILE, JSON.stringify(byId, null, '\t'))
		}
	}
}
