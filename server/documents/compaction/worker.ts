/** The thread in which compaction computes. */
import { answerJobs } from '../thread.ts'
import { compactionWork, type PackedUpdates, unpackUpdates } from './work.ts'

type Job =
	| { type: 'compact'; base: Uint8Array | null; updates: PackedUpdates }
	| { type: 'merge'; groups: readonly PackedUpdates[] }

answerJobs((job: Job) => {
	switch (job.type) {
		case 'compact':
			return compactionWork.compact(job.base, unpackUpdates(job.updates))
		case 'merge':
			return compactionWork.mergeGroups(job.groups.map(unpackUpdates))
	}
})
