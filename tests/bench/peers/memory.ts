/** Resident memory of what is merely open: connections, and documents of two years. */
import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import type { NewUpdate } from '../../../server/documents/storage/storage.ts'
import type { Running } from './contenders.ts'
import { openLine, openLines, type Line } from './line.ts'
import { pairDocument } from './pair-load.ts'

/** Opened before the measure: the growth of a process with its first connections does not count. */
export const FIRST_PAIRS = 300
/** Meanwhile the timers of the opening run, and buffers are returned. */
const SETTLING_MS = 2000

/**
 * Bytes per idle connection, two to a plan: the mentor's and the mentee's. Its share of the document is included. A peer is sent the
 * plan before both become idle.
 */
export async function measureIdleConnection(
	running: Running,
	{ pairs, log }: { pairs: number; log: readonly NewUpdate[] }
): Promise<number> {
	const first = await openPairs(running, 0, FIRST_PAIRS, log)
	const before = await settledRss(running)
	const lines = await openPairs(running, FIRST_PAIRS, pairs, log)
	const after = await settledRss(running)
	for (const line of [...first, ...lines]) line.close()
	return (after - before) / lines.length
}

async function openPairs(running: Running, first: number, pairs: number, log: readonly NewUpdate[]): Promise<Line[]> {
	const { codec, needsTown } = running.contender
	const documentId = (index: number) => pairDocument(first + (index >> 1))
	const lines = await openLines(2 * pairs, (index) =>
		openLine(running, documentId(index), { seat: index % 2 === 0 ? 'mentor' : 'mentee' })
	)
	if (needsTown) return lines
	const content = Y.mergeUpdates(log.map(({ bytes }) => bytes))
	const arrivals = lines.map((line, index) => {
		if (index % 2 === 0) return line.send(codec.encodeUpdate(documentId(index), content))
		return new Promise<void>((resolve) => line.listen(({ type }) => void (type === 'update' && resolve())))
	})
	await Promise.all(arrivals)
	return lines
}

/** Bytes per open document of two years, with one connection each. */
export async function measureOpenDocument(running: Running, documentIds: readonly string[]): Promise<number> {
	const open = (ids: readonly string[]) => openLines(ids.length, (index) => openLine(running, ids[index]!), 20)
	const first = await open(documentIds.slice(0, FIRST_PAIRS))
	const before = await settledRss(running)
	const lines = await open(documentIds.slice(FIRST_PAIRS))
	const after = await settledRss(running)
	for (const line of [...first, ...lines]) line.close()
	return (after - before) / lines.length
}

/** Resident bytes of the whole process while each document is open on one device. */
export async function measureFleet(running: Running, documentIds: readonly string[]): Promise<number> {
	const lines = await openLines(documentIds.length, (index) => openLine(running, documentIds[index]!), 20)
	const rss = await settledRss(running)
	for (const line of lines) line.close()
	return rss
}

async function settledRss(running: Running): Promise<number> {
	for (let times = 0; times < 2; times++) {
		running.collect()
		await pause(SETTLING_MS)
	}
	return running.memory().rss
}
