/** At most `atOnce` tasks run; the others wait, first come, first served. */
export interface Turns {
	run<Result>(task: () => Promise<Result>): Promise<Result>
}

export function createTurns(atOnce: number): Turns {
	const waiting: (() => void)[] = []
	let running = 0

	return {
		async run(task) {
			// Whoever ends hands its place on, so that nobody who has just come gets ahead of the queue.
			if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
			else running += 1
			try {
				return await task()
			} finally {
				const next = waiting.shift()
				if (next === undefined) running -= 1
				else next()
			}
		}
	}
}
