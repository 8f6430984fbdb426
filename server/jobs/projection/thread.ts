/** Runs the projector's reading of plans in a thread of its own (server/documents/thread.ts). */
import { packUpdates } from '../../documents/compaction/work.ts'
import { createThread } from '../../documents/thread.ts'
import type { ProjectionWork } from './work.ts'
import type { Job } from './worker.ts'

/** A plan filled on purpose takes seconds. */
const MOST_MS = 60_000

export interface ProjectionThread extends ProjectionWork {
	/** As in Thread. */
	spentMs(): number
	/** Ends the thread at once; a job under way rejects. */
	stop(): Promise<void>
}

export const PROJECTOR_THREAD = 'the projector'

export function createProjectionThread(): ProjectionThread {
	const thread = createThread({
		entry: new URL('./worker.ts', import.meta.url),
		name: PROJECTOR_THREAD,
		mostMs: MOST_MS
	})
	const ask = async <Answer>(job: Job, transfer?: ArrayBuffer[]) => (await thread.ask(job, transfer)) as Answer
	return {
		read({ updates, ...news }) {
			const packed = packUpdates(updates)
			return ask({ type: 'read', ...news, updates: packed }, [packed.bytes.buffer])
		},
		flatten: (programId, bridge) => ask({ type: 'flatten', programId, bridge }),
		forget: (programId) => ask({ type: 'forget', programId }),
		spentMs: thread.spentMs,
		stop: thread.stop
	}
}
