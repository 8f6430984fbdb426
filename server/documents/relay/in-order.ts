/** Runs what takes its time one after the other, and what takes none at once where nothing is under way. */
export interface InOrder {
	/** Runs when all before it has ended. */
	run(task: () => Promise<void> | void): void
	/** Resolves when all that was to be run has ended, well or not. */
	settle(): Promise<void>
}

/** After a failure nothing is run any more. */
export function createInOrder(onFailed: () => void): InOrder {
	let last: Promise<void> | null = null

	return {
		run(task) {
			const ended = last === null ? task() : last.then(task)
			if (ended === undefined) return
			const current = ended.then(() => {
				if (last === current) last = null
			})
			last = current
			current.catch(onFailed)
		},

		async settle() {
			// Who asked for it hears of a failure.
			await last?.catch(() => undefined)
		}
	}
}
