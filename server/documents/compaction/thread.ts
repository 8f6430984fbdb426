/** Runs compaction's work in a thread of its own (server/documents/thread.ts). */
import { createThread } from '../thread.ts'
import { type Compacted, type CompactionWork, packUpdates } from './work.ts'

export interface CompactionThread extends CompactionWork {
	/** Ends the thread at once; a job under way rejects. */
	stop(): Promise<void>
}

/** Takes one job at a time. `mostMs`: how long it may take. */
export function createCompactionThread(mostMs = 60_000): CompactionThread {
	const thread = createThread({ entry: new URL('./worker.ts', import.meta.url), name: 'compaction', mostMs })
	return {
		async compact(base, updates) {
			const packed = packUpdates(updates)
			return (await thread.ask({ type: 'compact', base, updates: packed }, [packed.bytes.buffer])) as Compacted
		},
		async mergeGroups(groups) {
			const packed = groups.map(packUpdates)
			const buffers = packed.map(({ bytes }) => bytes.buffer)
			return (await thread.ask({ type: 'merge', groups: packed }, buffers)) as (Uint8Array | null)[]
		},
		stop: thread.stop
	}
}
