/** Resident memory of what is merely open: connections, and documents of two years. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Running } from './contenders.ts'
import { openLine, openLines, type Line } from './line.ts'

const IDLE_PAIRS = 3000
/** Opened before: what a process grows by with its first connections is not theirs. */
const FIRST_PAIRS = 500
/** Timers of the opening run, buffers are given back. */
const SETTLING_MS = 2000

/** Bytes per idle connection, two to a document as a mentor's and a mentee's: its share of the document is its own. */
export async function measureIdleConnection(running: Running): Promise<number> {
	const first = await openPairs(running, 0, FIRST_PAIRS)
	const before = await settledRss(running)
	const lines = await openPairs(running, FIRST_PAIRS, IDLE_PAIRS)
	const after = await settledRss(running)
	for (const line of [...first, ...lines]) line.close()
	return (after - before) / lines.length
}

function openPairs(running: Running, first: number, pairs: number): Promise<Line[]> {
	return openLines(2 * pairs, (index) => openLine(running, `plan:idle-${first + (index >> 1)}`))
}

/** Bytes per open document of two years, with one connection each. */
export async function measureOpenDocument(running: Running, documentIds: readonly string[]): Promise<number> {
	const before = await settledRss(running)
	const lines = await openLines(documentIds.length, (index) => openLine(running, documentIds[index]!), 20)
	const after = await settledRss(running)
	for (const line of lines) line.close()
	return (after - before) / documentIds.length
}

async function settledRss(running: Running): Promise<number> {
	for (let times = 0; times < 2; times++) {
		running.collect()
		await pause(SETTLING_MS)
	}
	return running.memory().rss
}
