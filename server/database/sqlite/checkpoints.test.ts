import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Checkpoints, startCheckpoints } from './checkpoints.ts'
import { openDatabase } from './connection.ts'

let directory: string
let path: string
let database: DatabaseSync
let checkpoints: Checkpoints | null = null
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
	directory = mkdtempSync(join(tmpdir(), 'tandem-checkpoints-'))
	path = join(directory, 'tandem.sqlite')
	database = openDatabase(path)
	database.exec('CREATE TABLE edits (bytes)')
})
afterEach(async () => {
	await checkpoints?.stop()
	checkpoints = null
	vi.useRealTimers()
	database.close()
	rmSync(directory, { recursive: true })
})

const look = () => vi.advanceTimersByTime(1000)
/** A megabyte each, committed one by one. */
function write(megabytes: number): void {
	for (let index = 0; index < megabytes; index++) database.exec('INSERT INTO edits VALUES (randomblob(1000000))')
}
const logged = () => database.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number; checkpointed: number }
const waiting = () => logged().log - logged().checkpointed
const count = () => (database.prepare('SELECT count(*) AS edits FROM edits').get() as { edits: number }).edits

describe('checkpoints', () => {
	it('move a full log into the database, with what Irina writes meanwhile, and it begins anew', async () => {
		checkpoints = startCheckpoints(database, path)
		write(20)
		look()
		write(1)
		await expect.poll(waiting, { timeout: 15_000 }).toBe(0)
		write(1)
		expect(logged().log).toBeLessThan(4000)
		expect(count()).toBe(22)
	})

	it('leave a log alone that is not full', async () => {
		checkpoints = startCheckpoints(database, path)
		write(2)
		look()
		await checkpoints.stop()
		expect(logged().checkpointed).toBe(0)
	})

	it('are waited for when the server stops, and nothing is missing afterwards', async () => {
		const stopping = startCheckpoints(database, path)
		write(20)
		look()
		await stopping.stop()
		expect(logged().checkpointed).toBeGreaterThan(4000)
		database.close()
		database = openDatabase(path)
		expect(count()).toBe(20)
	})

	it('that can move nothing beside a backup are not begun again and again', async () => {
		write(1)
		const backup = openDatabase(path)
		backup.exec('BEGIN; SELECT * FROM edits')
		const ends: Promise<unknown>[] = []
		const note = (thread: Worker) => void ends.push(once(thread, 'exit'))
		process.on('worker', note)
		const stopping = startCheckpoints(database, path)
		write(20)
		look()
		await expect.poll(() => ends.length).toBe(1)
		await ends[0]
		await new Promise(setImmediate)
		look()
		await stopping.stop()
		process.off('worker', note)
		expect(ends).toHaveLength(1)
		expect(waiting()).toBeGreaterThan(4000)
		backup.close()
	})

	it('cut the log to nothing after a deletion, and again and again until a backup lets them', async () => {
		write(1)
		const backup = openDatabase(path)
		backup.exec('BEGIN; SELECT * FROM edits')
		checkpoints = startCheckpoints(database, path)
		database.exec('DELETE FROM edits')
		checkpoints.cutLog()
		look()
		await checkpoints.stop()
		expect(statSync(`${path}-wal`).size).toBeGreaterThan(0)
		expect(database.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 5000 })
		backup.close()
		checkpoints = startCheckpoints(database, path)
		checkpoints.cutLog()
		look()
		await expect.poll(() => statSync(`${path}-wal`).size).toBe(0)
		write(1)
		expect(count()).toBe(1)
	})

	it('that fail disturb nobody: commits go on, and in the end one moves the log', async () => {
		const stopping = startCheckpoints(database, join(directory, 'nowhere', 'tandem.sqlite'))
		write(20)
		look()
		await stopping.stop()
		expect(logged().checkpointed).toBe(0)
		write(60)
		expect(waiting()).toBeLessThan(16_000)
		expect(count()).toBe(80)
	})
})
