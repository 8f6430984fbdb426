/**
 * Runs jobs in a thread of its own, so that edits do not wait for them. The thread starts with the first job, and ends when there was
 * none for a while. A job that takes too long or too much memory ends the thread, and is rejected.
 */
import { constants, platform, setPriority } from 'node:os'
import { parentPort, Worker } from 'node:worker_threads'

export interface Thread {
	/** The caller waits for each answer before the next job. `transfer`: buffers that the thread takes over. */
	ask(job: unknown, transfer?: ArrayBuffer[]): Promise<unknown>
	/** Processor time of the thread, up to its last answer. */
	spentMs(): number
	/** Ends the thread at once; a job under way rejects. */
	stop(): Promise<void>
}

export interface ThreadOptions {
	/** A module that calls `answerJobs`. */
	entry: URL
	/** For messages, and of the thread in the system's list: «compaction». */
	name: string
	/** How long a job may take. */
	mostMs: number
}

interface Answer {
	value: unknown
	spentMs: number
}

const IDLE_MS = 30_000
const MOST_HEAP_MB = 512

export function createThread({ entry, name, mostMs }: ThreadOptions): Thread {
	let worker: Worker | null = null
	let idling: NodeJS.Timeout | undefined
	let isStopped = false
	let spentMs = 0

	function start(): Worker {
		const started = new Worker(entry, { name, resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } })
		// The thread must not keep a process alive that has nothing else to do.
		started.unref()
		const forget = () => {
			if (worker === started) worker = null
		}
		// Without a job nobody else listens, and an error would be thrown in the main thread.
		started.on('error', forget).on('exit', forget)
		return started
	}

	async function end(): Promise<void> {
		clearTimeout(idling)
		const ended = worker
		worker = null
		await ended?.terminate()
	}

	return {
		async ask(job, transfer = []) {
			if (isStopped) throw new Error(`The thread of ${name} has stopped`)
			clearTimeout(idling)
			const thread = (worker ??= start())
			const { promise, resolve, reject } = Promise.withResolvers<Answer>()
			const onExit = () => reject(new Error(`The thread of ${name} has ended`))
			const timer = setTimeout(() => void thread.terminate(), mostMs)
			thread.once('message', resolve).once('error', reject).once('exit', onExit)
			try {
				thread.postMessage(job, transfer)
				const answer = await promise
				spentMs += answer.spentMs
				return answer.value
			} finally {
				clearTimeout(timer)
				thread.off('message', resolve).off('error', reject).off('exit', onExit)
				idling = setTimeout(() => void end(), IDLE_MS).unref()
			}
		},
		spentMs: () => spentMs,
		stop() {
			isStopped = true
			return end()
		}
	}
}

/** For the thread's own module. An error of `work` ends the thread. */
export function answerJobs<Job>(work: (job: Job) => unknown): void {
	// On Linux 0 means this thread alone; elsewhere the whole process.
	if (platform() === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
	// The messages, too: what came since the last answer belongs to this one.
	let before = process.threadCpuUsage()
	parentPort?.on('message', async (job: Job) => {
		const value = await work(job)
		const { user, system } = process.threadCpuUsage(before)
		before = process.threadCpuUsage()
		parentPort?.postMessage({ value, spentMs: (user + system) / 1000 } satisfies Answer)
	})
}
