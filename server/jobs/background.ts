/**
 * The background queue: what the server does by itself, by the clock. Long work goes in turns, one at a time, and each turn is
 * followed by a rest several times as long as it took. So under load the work is delayed, never the edits. Work that a stop or a
 * crash interrupts is done again after the next start.
 */
export interface Job {
	/** In ms: when the first run begins; 0: at once. */
	firstMs: number
	/** In ms, from the end of a run to the next one; `retryMs` after one that failed, if that is sooner. */
	everyMs: number
	retryMs?: number
	/** For the log. */
	failure: string
	run(): Promise<void>
}

export interface Background {
	/** Aborts when the server stops: a job under way ends as soon as it can. */
	readonly stopping: AbortSignal
	/** Resolves after the first run. */
	repeat(job: Job): Promise<void>
	/** Runs the work when all turns before it have ended, and resolves after its rest. Not at all when the server stops. */
	takeTurn(work: () => Promise<void>, failure: { facts: object; message: string }): Promise<void>
	/** By default the shortest rest. False: the server stops, and the rest ended at once. */
	rest(ms?: number): Promise<boolean>
	/** Resolves when the jobs and turns under way have ended; no others begin. */
	stop(): Promise<void>
}

export interface BackgroundOptions {
	log: { error(facts: object, message: string): void }
	/** The rest after a turn: per time worked, and at least, in ms. */
	restPerWork?: number
	leastRestMs?: number
}

export function createBackground({ log, restPerWork = 9, leastRestMs = 20 }: BackgroundOptions): Background {
	const stopping = new AbortController()
	const repeating: Promise<void>[] = []
	let lastTurn: Promise<void> = Promise.resolve()

	async function rest(ms = leastRestMs): Promise<boolean> {
		if (ms > 0 && !stopping.signal.aborted) {
			const { promise, resolve } = Promise.withResolvers<void>()
			const end = () => resolve()
			const timer = setTimeout(end, ms).unref()
			stopping.signal.addEventListener('abort', end)
			await promise
			clearTimeout(timer)
			stopping.signal.removeEventListener('abort', end)
		}
		return !stopping.signal.aborted
	}

	/** Resolves with the ms until the next run. */
	async function runOnce({ everyMs, retryMs = everyMs, failure, run }: Job): Promise<number> {
		try {
			await run()
			return everyMs
		} catch (error) {
			// Nobody waits for it; it is tried again later.
			log.error({ error }, failure)
			return Math.min(everyMs, retryMs)
		}
	}

	async function repeat(job: Job, ended: () => void): Promise<void> {
		for (let waitMs = job.firstMs; await rest(waitMs);) {
			waitMs = await runOnce(job)
			ended()
		}
		ended()
	}

	return {
		stopping: stopping.signal,
		repeat: (job) => new Promise((resolve) => void repeating.push(repeat(job, resolve))),

		takeTurn(work, { facts, message }) {
			lastTurn = lastTurn.then(async () => {
				if (stopping.signal.aborted) return
				const startedAt = performance.now()
				try {
					await work()
				} catch (error) {
					// One turn must not keep the others waiting. A turn that the stop has interrupted did not fail.
					if (!stopping.signal.aborted) log.error({ ...facts, error }, message)
				}
				await rest(Math.max(leastRestMs, (performance.now() - startedAt) * restPerWork))
			})
			return lastTurn
		},

		rest,

		async stop() {
			stopping.abort()
			await Promise.all([...repeating, lastTurn])
		}
	}
}
