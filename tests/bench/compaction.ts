/**
 * What the first compaction and thinning of a two-year plan costs: `node tests/bench/compaction.ts`. CPU of the main thread is
 * what edits would wait for; what is left of the process's is the compaction's own thread, its start included.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuUsage, threadCpuUsage } from 'node:process'
import { compactDocument, thinDocument } from '../../server/relay/compaction-document.ts'
import { createCompactionThread } from '../../server/relay/compaction-thread.ts'
import { createMergedLogs } from '../../server/relay/merged-logs.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { createSqliteStorage } from '../../server/storage/sqlite.ts'
import { writeTwoYears } from './two-year-plan.ts'

const RUNS = 5

const database = openDatabase(join(mkdtempSync(join(tmpdir(), 'tandem-compaction-')), 'tandem.sqlite'))
const storage = createSqliteStorage(database)
const thread = createCompactionThread()
const parts = { storage, work: thread }
const log = writeTwoYears()
const dayAfter = new Date(Date.parse(log.at(-1)?.at ?? '') + 24 * 60 * 60 * 1000)

for (let run = 1; run <= RUNS; run++) {
	const plan = `plan:${run}`
	await storage.createDocument(plan)
	await Promise.all(log.map((update) => storage.append(plan, update)))
	const before = await storage.findDocument(plan)
	await measure('newcomer before', () => createMergedLogs(storage).read(plan))
	await measure('snapshot', () => compactDocument(parts, plan))
	await measure('newcomer after', () => createMergedLogs(storage).read(plan))
	await measure('what to ask for', () => createMergedLogs(storage).readKnowledge(plan))
	await measure('thinning', () => thinDocument(parts, plan, dayAfter))
	await measure('thinning again', () => thinDocument(parts, plan, dayAfter))
	const [after, snapshot, rows] = [
		await storage.findDocument(plan),
		await storage.loadSnapshot(plan),
		await storage.load(plan)
	]
	console.log(
		`rows ${log.length} → ${rows.length}, bytes ${before?.bytes} → ${after?.bytes}, snapshot ${snapshot?.bytes.length}`
	)
}
await thread.stop()
await storage.close()
database.close()

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
	const [main, all] = [threadCpuUsage(), cpuUsage()]
	await work()
	const mainMs = cpuMs(threadCpuUsage(main))
	console.log(
		`${what}: main thread ${mainMs.toFixed(1)} ms, others ${(cpuMs(cpuUsage(all)) - mainMs).toFixed(1)} ms of CPU`
	)
}

function cpuMs({ user, system }: { user: number; system: number }): number {
	return (user + system) / 1000
}
