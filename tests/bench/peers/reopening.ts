/** After a restart everybody is back at once: how long it takes until all have their two-year plans, and how much memory. */
import type { Running } from './contenders.ts'
import { openLine, type Line } from './line.ts'

export interface Reopening {
	/** Seconds until the last answer; those not answered are in `missing`. */
	seconds: number
	missing: number
	/** Resident bytes at the peak. */
	peak: number
}

/** Longer than any person waits. */
const PATIENCE_MS = 120_000

export async function measureReopening(
	running: Running,
	documentIds: readonly string[],
	device: { stateVector?: Uint8Array; query?: string }
): Promise<Reopening> {
	const startedAt = performance.now()
	let lastAt = startedAt
	const lines: Line[] = []
	const opened = documentIds.map(async (documentId) => {
		lines.push(await openLine(running, documentId, { ...device, onStored() {} }))
		lastAt = performance.now()
	})
	let { peak } = running.memory()
	const watching = setInterval(() => {
		// A process that ran out of memory has died; its last figure counts.
		if (running.process.exitCode === null && running.process.signalCode === null) ({ peak } = running.memory())
	}, 100)
	const givenUp = new AbortController()
	const patience = new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, PATIENCE_MS)
		givenUp.signal.addEventListener('abort', () => clearTimeout(timer))
	})
	await Promise.race([Promise.allSettled(opened), patience])
	givenUp.abort()
	clearInterval(watching)
	const missing = documentIds.length - lines.length
	for (const line of lines) line.close()
	return { seconds: (lastAt - startedAt) / 1000, missing, peak }
}
