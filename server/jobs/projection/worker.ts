/** The thread in which the projector reads plans. */
import { type PackedUpdates, unpackUpdates } from '../../documents/compaction/work.ts'
import { answerJobs } from '../../documents/thread.ts'
import { createProjectionWork, type PlanNews, type StoredBridge } from './work.ts'

export type Job =
	| ({ type: 'read'; updates: PackedUpdates } & Omit<PlanNews, 'updates'>)
	| { type: 'flatten'; programId: string; bridge: StoredBridge | null }
	| { type: 'forget'; programId: string }

const work = createProjectionWork()

answerJobs((job: Job) => {
	switch (job.type) {
		case 'read':
			return work.read({ ...job, updates: unpackUpdates(job.updates) })
		case 'flatten':
			return work.flatten(job.programId, job.bridge)
		case 'forget':
			return work.forget(job.programId)
	}
})
