/**
 * Runs compaction's work in a thread of its own, so that edits do not wait for it. The thread starts with the first job, and
 * ends when there was none for a while. A job that takes too long or too much memory ends the thread, and is rejected.
 */
import { Worker } from 'node:worker_threads'
import { type Compacted, type CompactionWork, packUpdates } from './work.ts'
import type { Job } from './worker.ts'

export interface CompactionThread extends CompactionWork {
	/** Ends the thread at once; a job under way rejects. */
	stop(): Promise<void>
}

const IDLE_MS = 30_000
const MOST_HEAP_MB = 512

/** Takes one job at a time. `mostMs`: how long it may take. */
export function createCompactionThread(mostMs = 60_000): CompactionThread {
	let worker: Worker | null = null
	let idling: NodeJS.Timeout | undefined
	let isStopped = false

	function start(): Worker {
		const started = new Worker(new URL('./worker.ts', import.meta.url), {
			resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB }
		})
		// The thread must not keep a process alive that has nothing else to do.
		started.unref()
		// Without a job nobody else listens, and an error would be thrown in the main thread.
		started.on('error', () => undefined)
		started.on('exit', () => {
			if (worker === started) worker = null
		})
		return started
	}

	async function ask(job: Job, transfer: ArrayBuffer[]): Promise<unknown> {
		if (isStopped) throw new Error('Compaction has stopped')
		clearTimeout(idling)
		const thread = (worker ??= start())
		const { promise, resolve, reject } = Promise.withResolvers<unknown>()
		const onExit = () => reject(new Error('The thread of compaction has ended'))
		const timer = setTimeout(() => void thread.terminate(), mostMs)
		thread.once('message', resolve).once('error', reject).once('exit', onExit)
		try {
			thread.postMessage(job, transfer)
			return await promise
		} finally {
			clearTimeout(timer)
			thread.off('message', resolve).off('error', reject).off('exit', onExit)
			idling = setTimeout(() => void end(), IDLE_MS).unref()
		}
	}

	async function end(): Promise<void> {
		clearTimeout(idling)
		const ended = worker
		worker = null
		await ended?.terminate()
	}

	return {
		async compact(base, updates) {
			const packed = packUpdates(updates)
			return (await ask({ type: 'compact', base, updates: packed }, [packed.bytes.buffer])) as Compacted
		},
		async mergeGroups(groups) {
			const packed = groups.map(packUpdates)
			const buffers = packed.map(({ bytes }) => bytes.buffer)
			return (await ask({ type: 'merge', groups: packed }, buffers)) as (Uint8Array | null)[]
		},
		stop() {
			isStopped = true
			return end()
		}
	}
}
