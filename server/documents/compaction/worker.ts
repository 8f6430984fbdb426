/** The thread in which compaction computes: it takes one job at a time and answers each. */
import { constants, platform, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { compactionWork, type PackedUpdates, unpackUpdates } from './work.ts'

export type Job =
	| { type: 'compact'; base: Uint8Array | null; updates: PackedUpdates }
	| { type: 'merge'; groups: readonly PackedUpdates[] }

// On Linux 0 means this thread alone; elsewhere the whole process.
if (platform() === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)

parentPort?.on('message', async (job: Job) => {
	parentPort?.postMessage(await work(job))
})

function work(job: Job): Promise<unknown> {
	switch (job.type) {
		case 'compact':
			return compactionWork.compact(job.base, unpackUpdates(job.updates))
		case 'merge':
			return compactionWork.mergeGroups(job.groups.map(unpackUpdates))
	}
}
