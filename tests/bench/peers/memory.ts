/** Resident memory of what is merely open: connections, and documents of two years. */
import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { fillPlanFromRoadmap } from '#domain/roadmaps/roadmap.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk.ts'
import type { Running } from './contenders.ts'
import { openLine, openLines, type Line } from './line.ts'

/** Opened before the measure: the growth of a process with its first connections does not count. */
const FIRST_PAIRS = 300
/** Meanwhile the timers of the opening run, and buffers are returned. */
const SETTLING_MS = 2000

/**
 * Bytes per idle connection, two to a document like a mentor's and a mentee's; its share of the document is included. `content`: what
 * the mentor has written into it before both became idle; null: nothing.
 */
export async function measureIdleConnection(
	running: Running,
	{ pairs, content }: { pairs: number; content: Uint8Array | null }
): Promise<number> {
	const first = await openPairs(running, 0, FIRST_PAIRS, content)
	const before = await settledRss(running)
	const lines = await openPairs(running, FIRST_PAIRS, pairs, content)
	const after = await settledRss(running)
	for (const line of [...first, ...lines]) line.close()
	return (after - before) / lines.length
}

/** As the server makes it from a template when a programme begins. */
export function writeNewPlan(): Uint8Array {
	const plan = new Y.Doc()
	const term = { title: 'Начинающий руководитель', startsOn: '2026-09-01', termMonths: 24 }
	fillPlanFromRoadmap(plan, beginnerHead, term, { personId: 'server', at: '2026-09-01T00:00:00.000Z' })
	return Y.encodeStateAsUpdate(plan)
}

async function openPairs(running: Running, first: number, pairs: number, content: Uint8Array | null): Promise<Line[]> {
	const { codec } = running.contender
	const documentId = (index: number) => `plan:idle-${first + (index >> 1)}`
	const lines = await openLines(2 * pairs, (index) => openLine(running, documentId(index)))
	if (content === null) return lines
	const arrivals = lines.map((line, index) => {
		if (index % 2 === 0) return line.send(codec.encodeUpdate(documentId(index), content))
		return new Promise<void>((resolve) => line.listen(({ type }) => void (type === 'update' && resolve())))
	})
	await Promise.all(arrivals)
	return lines
}

/** Bytes per open document of two years, with one connection each. */
export async function measureOpenDocument(running: Running, documentIds: readonly string[]): Promise<number> {
	const before = await settledRss(running)
	const lines = await openLines(documentIds.length, (index) => openLine(running, documentIds[index]!), 20)
	const after = await settledRss(running)
	for (const line of lines) line.close()
	return (after - before) / documentIds.length
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
