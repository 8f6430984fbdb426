/** Resident memory of what is merely open: connections, and documents of two years. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Running } from './contenders.ts'
import { openLine, openLines } from './line.ts'

const IDLE_DOCUMENTS = 500
const LINES_PER_DOCUMENT = 16
/** Timers of the opening run, buffers are given back. */
const SETTLING_MS = 2000

/** Bytes per idle connection, of many to small documents that are open already. */
export async function measureIdleConnection(running: Running): Promise<number> {
	const documentId = (index: number) => `plan:idle-${index % IDLE_DOCUMENTS}`
	const first = await openLines(IDLE_DOCUMENTS, (index) => openLine(running, documentId(index)))
	const before = await settledRss(running)
	const count = IDLE_DOCUMENTS * LINES_PER_DOCUMENT
	const lines = await openLines(count, (index) => openLine(running, documentId(index)))
	const after = await settledRss(running)
	for (const line of [...first, ...lines]) line.close()
	return (after - before) / count
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
	for (let times = 0; times < 3; times++) {
		running.collect()
		await pause(SETTLING_MS)
	}
	return running.memory().rss
}
