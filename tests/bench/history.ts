/**
 * What a page of a two-year plan's history costs, what opening a moment of it costs, and how long others wait meanwhile. Then the same
 * for a plan that was filled on purpose, before and after thinning, and what the thinning costs.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as Y from 'yjs'
import { createHistory } from '../../server/documents/history/history.ts'
import { openMigrated } from '../../server/data.ts'
import { thinDocument } from '../../server/documents/compaction/document.ts'
import { createCompactionThread } from '../../server/documents/compaction/thread.ts'
import { createSqliteStorage } from '../../server/documents/storage/sqlite/storage.ts'
import { writeCrowded } from './crowded-plan.ts'
import { quantile, type Row } from './table.ts'
import type { DocumentStorage, NewUpdate } from '../../server/documents/storage/storage.ts'
import { writeTwoYears } from './two-year-plan.ts'

const ROUNDS = 7
/** One person's letters in half an hour, sent as fast as the relay reads (framesPerSecond). */
const LETTERS = 500_000
const SAMPLE_MS = 10
const documentId = 'plan:program-1'

export async function benchHistory(): Promise<Row[]> {
	return [...(await benchTwoYears()), ...(await benchCrowded())]
}

async function benchTwoYears(): Promise<Row[]> {
	const log = writeTwoYears()
	const storage = await store(log)
	const plan = `two-year plan, ${log.length} updates`
	const page = await measure(() => createHistory(storage).readPage(documentId, null))
	const oldest = await measure(() => createHistory(storage).readPage(documentId, 800))
	const moment = await measure(() => createHistory(storage).readMoment(documentId, log.length - 100))
	const { update } = (await createHistory(storage).readMoment(documentId, log.length))!
	const opened = await measure(async () => {
		const doc = new Y.Doc()
		Y.applyUpdate(doc, update)
		doc.destroy()
	})
	await storage.close()
	return [
		{ measure: `history: newest page of a ${plan}, median (CPU, mean) / longest wait of others`, value: page },
		{ measure: 'history: oldest page of this plan', value: oldest },
		{ measure: 'history: the plan at a late moment', value: moment },
		{
			measure: 'history: the plan at that moment: its size; time to apply it on a device (this machine)',
			value: `${Math.round(update.length / 1000)} kB; ${opened}`
		}
	]
}

async function benchCrowded(): Promise<Row[]> {
	const log = writeCrowded(LETTERS)
	const storage = await store(log)
	const now = new Date(log.at(-1)!.at)
	const thread = createCompactionThread()
	const read = () => createHistory(storage).readPage(documentId, null)
	const readMoment = () => createHistory(storage).readMoment(documentId, log.length)
	const before = [await measureOnce(read), await measureOnce(readMoment)]
	const thinned = await measureOnce(async () => {
		let after: number | null = 0
		while (after !== null) after = await thinDocument({ storage, work: thread }, documentId, now, { after })
	})
	const rows = (await storage.load(documentId)).length
	const after = [await measureOnce(read), await measureOnce(readMoment)]
	await thread.stop()
	await storage.close()
	return [
		{
			measure: `history: newest page of a plan filled on purpose, ${log.length} updates in 30 days, before thinning (CPU) / longest wait of others / peak memory`,
			value: before[0]!
		},
		{ measure: 'history: newest moment of the filled plan', value: before[1]! },
		{ measure: `history: thinning the filled plan to ${rows} rows, its thread included`, value: thinned },
		{ measure: 'history: newest page of the filled plan after thinning', value: after[0]! },
		{ measure: 'history: newest moment of the filled plan after thinning', value: after[1]! }
	]
}

async function store(log: readonly NewUpdate[]): Promise<DocumentStorage> {
	const storage = createSqliteStorage(openMigrated(':memory:'))
	await storage.createDocument(documentId)
	await Promise.all(log.map((update) => storage.append(documentId, update)))
	return storage
}

/** For work that takes seconds. Memory: heap and buffers beyond those at the start, garbage included. */
async function measureOnce(run: () => Promise<unknown>): Promise<string> {
	const startMb = memoryMb()
	let mostMb = 0
	const sampling = setInterval(() => (mostMb = Math.max(mostMb, memoryMb() - startMb)), SAMPLE_MS)
	const cost = await measure(run, 1)
	clearInterval(sampling)
	return `${cost} / ${Math.max(mostMb, memoryMb() - startMb).toFixed(0)} MB`
}

function memoryMb(): number {
	const { heapUsed, external } = process.memoryUsage()
	return (heapUsed + external) / 1e6
}

async function measure(run: () => Promise<unknown>, rounds = ROUNDS): Promise<string> {
	const times: number[] = []
	const cpu = process.cpuUsage()
	const delay = monitorEventLoopDelay({ resolution: 1 })
	delay.enable()
	for (let round = 0; round < rounds; round++) {
		const startedAt = performance.now()
		await run()
		times.push(performance.now() - startedAt)
	}
	delay.disable()
	const { user, system } = process.cpuUsage(cpu)
	return `${quantile(times, 0.5).toFixed(0)} ms (CPU ${((user + system) / 1000 / rounds).toFixed(0)} ms) / ${(delay.max / 1e6).toFixed(0)} ms`
}

if (import.meta.main) for (const { measure, value } of await benchHistory()) console.log(`${measure}: ${value}`)
