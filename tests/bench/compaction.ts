/**
 * What the first compaction and thinning of a two-year plan costs, and what it saves. Edits would wait for the processor time of the
 * main thread; the rest of the process's time belongs to the compaction's own thread, its start included.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuUsage, threadCpuUsage } from 'node:process'
import { compactDocument, thinDocument } from '../../server/documents/compaction/document.ts'
import { createCompactionThread } from '../../server/documents/compaction/thread.ts'
import { createMergedLogs } from '../../server/documents/storage/merged-logs.ts'
import { openMigrated } from '../../server/data.ts'
import { createSqliteStorage } from '../../server/documents/storage/sqlite/storage.ts'
import { quantile, type Row } from './table.ts'
import { writeTwoYears } from './two-year-plan.ts'

const RUNS = 5
const DAY_MS = 24 * 60 * 60 * 1000

/** ms of processor time, of the main thread and of the others. */
type Cost = [main: number, others: number]

export async function benchCompaction(): Promise<Row[]> {
	const directory = await mkdtemp(join(tmpdir(), 'tandem-compaction-'))
	const database = openMigrated(join(directory, 'tandem.sqlite'))
	const storage = createSqliteStorage(database)
	const thread = createCompactionThread()
	const options = { storage, work: thread }
	const log = writeTwoYears()
	const dayAfter = new Date(Date.parse(log.at(-1)?.at ?? '') + DAY_MS)
	const costs = new Map<string, Cost[]>()
	const measure = async (what: string, work: () => Promise<unknown>) => {
		costs.set(what, [...(costs.get(what) ?? []), await costOf(work)])
	}
	let kept = ''
	for (let run = 1; run <= RUNS; run++) {
		const plan = `plan:${run}`
		await storage.createDocument(plan)
		await Promise.all(log.map((update) => storage.append(plan, update)))
		const before = await storage.findDocument(plan)
		await measure('compaction: reading a two-year plan for a newcomer before compaction', () =>
			createMergedLogs(storage).read(plan)
		)
		await measure('compaction: first snapshot of a two-year plan', () => compactDocument(options, plan))
		await measure('compaction: reading a two-year plan for a newcomer after compaction', () =>
			createMergedLogs(storage).read(plan)
		)
		await measure('compaction: first thinning of a two-year plan', () => thinDocument(options, plan, dayAfter))
		const [after, snapshot, rows] = await Promise.all([
			storage.findDocument(plan),
			storage.loadSnapshot(plan),
			storage.load(plan)
		])
		kept =
			`${log.length} → ${rows.length} rows, ${kilobytes(before?.bytes)} → ${kilobytes(after?.bytes)}, ` +
			`snapshot ${kilobytes(snapshot?.bytes.length)}`
	}
	await thread.stop()
	await storage.close()
	database.close()
	await rm(directory, { recursive: true, force: true })
	return [
		...[...costs].map(([measured, each]) => ({
			measure: `${measured}, CPU of the main thread / of other threads, median of ${RUNS}`,
			value:
				[0, 1]
					.map(
						(thread) =>
							`${quantile(
								each.map((cost) => cost[thread]!),
								0.5
							).toFixed(1)}`
					)
					.join(' / ') + ' ms'
		})),
		{ measure: 'compaction: what is kept of this plan', value: kept }
	]
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
	const [main, all] = [threadCpuUsage(), cpuUsage()]
	await work()
	const mainMs = milliseconds(threadCpuUsage(main))
	return [mainMs, milliseconds(cpuUsage(all)) - mainMs]
}

function milliseconds({ user, system }: { user: number; system: number }): number {
	return (user + system) / 1000
}

function kilobytes(bytes = 0): string {
	return `${Math.round(bytes / 1000)} kB`
}
