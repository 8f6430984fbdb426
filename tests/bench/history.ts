/** What a page of a two-year plan's history costs, what opening a moment of it costs, and how long others wait meanwhile. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as Y from 'yjs'
import { createHistory } from '../../server/history/history.ts'
import { openMigrated } from '../../server/migrated-database.ts'
import { createSqliteStorage } from '../../server/storage/sqlite.ts'
import { quantile, type Row } from './table.ts'
import { writeTwoYears } from './two-year-plan.ts'

const ROUNDS = 7
const documentId = 'plan:program-1'

export async function benchHistory(): Promise<Row[]> {
	const storage = createSqliteStorage(openMigrated(':memory:'))
	await storage.createDocument(documentId)
	const log = writeTwoYears()
	await Promise.all(log.map((update) => storage.append(documentId, update)))
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
		{ measure: 'history: its oldest page', value: oldest },
		{ measure: 'history: the plan at a late moment', value: moment },
		{
			measure: 'history: that moment, size; applied by the device (this machine)',
			value: `${Math.round(update.length / 1000)} kB; ${opened}`
		}
	]
}

async function measure(run: () => Promise<unknown>): Promise<string> {
	const times: number[] = []
	const cpu = process.cpuUsage()
	const delay = monitorEventLoopDelay({ resolution: 1 })
	delay.enable()
	for (let round = 0; round < ROUNDS; round++) {
		const startedAt = performance.now()
		await run()
		times.push(performance.now() - startedAt)
	}
	delay.disable()
	const { user, system } = process.cpuUsage(cpu)
	return `${quantile(times, 0.5).toFixed(0)} ms (CPU ${((user + system) / 1000 / ROUNDS).toFixed(0)} ms) / ${(delay.max / 1e6).toFixed(0)} ms`
}

if (import.meta.main) for (const { measure, value } of await benchHistory()) console.log(`${measure}: ${value}`)
