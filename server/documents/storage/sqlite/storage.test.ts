import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { describeDeviceStates } from '../../../../tests/contracts/devices.ts'
import { describeReviewLog } from '../../../../tests/contracts/review-log.ts'
import { describeStorage, type StorageDisk } from '../../../../tests/contracts/storage.ts'
import { beforeCommits, failCommits } from '../../../../tests/support/before-commits.ts'
import { openMigrated } from '../../../data.ts'
import { migrate, openDatabase } from '../../../database/sqlite/connection.ts'
import { documentMigrations, documents, history } from './migrations.ts'
import { createSqliteReviewLog } from './review-log.ts'
import { createSqliteDeviceStates } from './devices.ts'
import { createSqliteStorage } from './storage.ts'

describeStorage('sqlite', () => createDisk(openMigrated(':memory:')))
describeStorage('sqlite file', () => createDisk(openMigrated(freshPath())))
describeDeviceStates('sqlite', () => createSqliteDeviceStates(openMigrated(':memory:'), 1))
describeReviewLog('sqlite', () => {
	const database = openMigrated(':memory:')
	return { storage: createSqliteStorage(database), log: createSqliteReviewLog(database) }
})

const byViktor = { bytes: Uint8Array.of(1), personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z' }

describe('sqlite', () => {
	it('[R1] finds after a restart what it said it stored', async () => {
		const path = freshPath()
		const before = openMigrated(path)
		const storage = createSqliteStorage(before)
		await storage.createDocument('plan:program-1')
		await storage.append('plan:program-1', byViktor)
		await storage.close()
		before.close()
		const after = createSqliteStorage(openMigrated(path))
		expect(await after.load('plan:program-1')).toHaveLength(1)
	})

	it('[R1] appends that arrive together share one commit', async () => {
		const database = openMigrated(':memory:')
		const storage = createSqliteStorage(database)
		await storage.createDocument('plan:program-1')
		await storage.createDocument('plan:program-2')
		let commits = 0
		const stop = beforeCommits(() => (commits += 1))
		await Promise.all(
			Array.from({ length: 100 }, (_, index) => storage.append(`plan:program-${1 + (index % 2)}`, byViktor))
		)
		stop()
		expect(commits).toBe(1)
	})

	it('[R1] a commit that fails rejects every append of its group and stores none of them', async () => {
		const database = openMigrated(':memory:')
		const storage = createSqliteStorage(database)
		await storage.createDocument('plan:program-1')
		const mend = failCommits()
		const results = await Promise.allSettled([
			storage.append('plan:program-1', byViktor),
			storage.append('plan:program-1', byViktor)
		])
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
		mend()
		expect(await storage.load('plan:program-1')).toEqual([])
		expect(await storage.append('plan:program-1', byViktor)).toBe(1)
	})

	it('a deleted document takes no updates', async () => {
		const database = openMigrated(':memory:')
		const storage = createSqliteStorage(database)
		await storage.createDocument('plan:program-1')
		database.exec(`UPDATE documents SET deleted_at = '2026-11-21T09:40:00.000Z'`)
		await expect(storage.append('plan:program-1', byViktor)).rejects.toThrow()
		expect(await storage.load('plan:program-1')).toEqual([])
	})

	it('a database of the first version opens, with its rows as they were', async () => {
		const database = openDatabase(':memory:')
		migrate(database, 'documents', [documents])
		database.exec(`
			INSERT INTO documents VALUES ('plan:program-1', 1, 2, 2, NULL);
			INSERT INTO updates VALUES ('plan:program-1', 1, x'07', 'viktor', 'laptop', '2026-11-21T09:30:00.000Z');
			INSERT INTO updates VALUES ('plan:program-1', 2, x'08', 'irina', 'phone', '2026-11-21T09:31:00.000Z');
			INSERT INTO device_states VALUES ('plan:program-1', 'irina', 'phone', '1.0', 2, 1, 0, '2026-11-21T09:32:00.000Z');
		`)
		migrate(database, 'documents', documentMigrations)
		const storage = createSqliteStorage(database)
		const at = '2026-11-21T09:31:00.000Z'
		const [, ofIrina] = await storage.load('plan:program-1')
		expect(ofIrina).toEqual({
			...{ sequence: 2, bytes: Uint8Array.of(8), personId: 'irina', deviceId: 'phone', at },
			...{ count: 1, from: at, authorIds: ['irina'], acceptedBy: [] }
		})
		expect(await storage.findDocument('plan:program-1')).toMatchObject({ sequence: 2, thinnedThrough: 0 })
		expect(await storage.isSameLog('plan:program-1', storage.run, 2)).toBe(true)
		expect(await storage.append('plan:program-1', byViktor)).toBe(3)
		expect(await createSqliteDeviceStates(database).forDocument('plan:program-1')).toMatchObject([
			{ deviceId: 'phone', haveSequence: 2, freeBytes: null, isPersisted: null }
		])
	})

	it('[R5] a snapshot of an older version is found and replaced by this one', async () => {
		const database = openDatabase(':memory:')
		migrate(database, 'documents', [documents, history])
		database.exec(`
			INSERT INTO documents VALUES ('plan:program-1', 1, 2, 2, NULL, 0);
			INSERT INTO snapshots VALUES ('plan:program-1', 2, x'0100', x'070809');
			PRAGMA foreign_keys = OFF;
			INSERT INTO snapshots VALUES ('plan:of no document', 2, x'0100', x'070809');
			PRAGMA foreign_keys = ON;
		`)
		migrate(database, 'documents', documentMigrations)
		const snapshot = { epoch: 1, sequence: 2, covers: Uint8Array.of(1, 0) }
		const storage = createSqliteStorage(database)
		expect(await storage.loadCoverage('plan:program-1')).toEqual(snapshot)
		expect(await storage.loadSnapshot('plan:program-1')).toEqual({ ...snapshot, bytes: Uint8Array.of(7, 8, 9) })
		await storage.append('plan:program-1', byViktor)
		const newer = { ...snapshot, sequence: 3, bytes: Uint8Array.of(1) }
		await storage.saveSnapshot('plan:program-1', newer)
		expect(await storage.loadSnapshot('plan:program-1')).toEqual(newer)
	})

	it.runIf(existsSync('/proc/self/io'))('[R5] what a snapshot covers is found without reading snapshots', async () => {
		const path = freshPath()
		const snapshot = { epoch: 1, sequence: 0, covers: Uint8Array.of(1, 0), bytes: new Uint8Array(100_000) }
		const before = openMigrated(path)
		const storage = createSqliteStorage(before)
		for (let index = 0; index < 64; index += 1) {
			await storage.createDocument(`plan:program-${index}`)
			await storage.saveSnapshot(`plan:program-${index}`, snapshot)
		}
		await storage.close()
		before.close()
		const database = openMigrated(path)
		// Removes from memory what the check at the opening has read.
		database.exec('PRAGMA shrink_memory')
		const reader = createSqliteStorage(database)
		const read = bytesRead()
		expect(await reader.loadCoverage('plan:program-40')).toMatchObject({ covers: snapshot.covers })
		expect(bytesRead() - read).toBeLessThan(snapshot.bytes.length)
	})

	it('[R15] what devices have of a deleted document is forgotten with it', async () => {
		const database = openMigrated(':memory:')
		const storage = createSqliteStorage(database)
		const devices = createSqliteDeviceStates(database, 1)
		await storage.createDocument('plan:program-1')
		await devices.touch({ documentId: 'plan:program-1', personId: 'irina', deviceId: 'phone' }, byViktor.at)
		await storage.deleteDocument('plan:program-1', byViktor.at)
		expect(await devices.forDocument('plan:program-1')).toEqual([])
	})

	it('[R15] what an older version left held of a deleted document goes when the database opens', async () => {
		const database = openDatabase(':memory:')
		migrate(database, 'documents', [documents, history])
		database.exec(`
			INSERT INTO documents VALUES ('plan:program-1', 1, 0, 0, NULL, 0);
			INSERT INTO documents VALUES ('notes:program-2', 2, 0, 0, '2026-11-21T09:40:00.000Z', 0);
		`)
		const insert = database.prepare(
			`INSERT INTO held_updates (id, document_id, person_id, device_id, received_at, hash, bytes)
			VALUES (?, ?, 'irina', 'phone', '2026-11-21T09:30:00.000Z', x'00', x'07')`
		)
		insert.run('living', 'plan:program-1')
		insert.run('of a deleted one', 'notes:program-2')
		migrate(database, 'documents', documentMigrations)
		const reviewLog = createSqliteReviewLog(database)
		expect(await reviewLog.list(['plan:program-1', 'notes:program-2'], 10)).toMatchObject([{ id: 'living' }])
	})

	it('[R3] what an older version held is held as it was, decisions and order', async () => {
		const database = openDatabase(':memory:')
		migrate(database, 'documents', documentMigrations.slice(0, 6))
		const insert = database.prepare(
			`INSERT INTO held_updates (id, document_id, person_id, device_id, received_at, hash, bytes, state, decided_by, decided_at)
			VALUES (?, 'plan:program-1', 'irina', 'phone', '2026-11-21T09:30:00.000Z', ?, x'0708', ?, ?, ?)`
		)
		const decidedAt = '2026-11-22T08:00:00.000Z'
		insert.run('first', Buffer.from('1'), 'set-aside', 'elena', decidedAt)
		insert.run('second', Buffer.from('2'), 'waiting', null, null)
		insert.run('third', Buffer.from('3'), 'waiting', null, null)
		migrate(database, 'documents', documentMigrations)
		const reviewLog = createSqliteReviewLog(database)
		const waiting = { state: 'waiting', decidedBy: null, decidedAt: null, enteredAt: null }
		expect(await reviewLog.list(['plan:program-1'], 10)).toMatchObject([
			{ id: 'third', ...waiting },
			{ id: 'second', ...waiting },
			{ id: 'first', state: 'set-aside', decidedBy: 'elena', decidedAt, enteredAt: null }
		])
		expect((await reviewLog.find('first'))?.bytes).toEqual(Uint8Array.of(7, 8))
	})

	it.runIf(existsSync('/proc/self/io'))('[R3] what is held is listed without reading what it holds', async () => {
		const path = freshPath()
		const before = openMigrated(path)
		const storage = createSqliteStorage(before)
		const log = createSqliteReviewLog(before)
		await storage.createDocument('plan:program-1')
		const about = {
			documentId: 'plan:program-1',
			epoch: 1,
			personId: 'irina',
			deviceId: 'phone',
			receivedAt: byViktor.at
		}
		for (let index = 0; index < 32; index += 1) {
			const bytes = new Uint8Array(100_000).fill(index)
			await log.add({ ...about, bytes }, { most: 100, mostBytes: 10_000_000 })
		}
		// An empty `entered_at` would be known from the row's header alone.
		for (const { id } of await log.listWaiting()) await log.enter(id, byViktor.at)
		await storage.close()
		before.close()
		const database = openMigrated(path)
		// Removes from memory what the check at the opening has read.
		database.exec('PRAGMA shrink_memory')
		const reviewLog = createSqliteReviewLog(database)
		const read = bytesRead()
		expect(await reviewLog.list(['plan:program-1'], 100)).toHaveLength(32)
		expect(bytesRead() - read).toBeLessThan(1_000_000)
	})

	it('[R5] thinning that fails halfway leaves the rows as they were', async () => {
		const database = openMigrated(':memory:')
		const storage = createSqliteStorage(database)
		await storage.createDocument('plan:program-1')
		for (let index = 0; index < 2; index += 1) await storage.append('plan:program-1', byViktor)
		const before = await storage.load('plan:program-1')
		const mend = failCommits()
		const day = { ...byViktor, sequence: 2, count: 2, from: byViktor.at, authorIds: ['viktor'], acceptedBy: [] }
		await expect(storage.thin('plan:program-1', day)).rejects.toThrow('disk full')
		mend()
		expect(await storage.load('plan:program-1')).toEqual(before)
		expect(await storage.append('plan:program-1', byViktor)).toBe(3)
	})
})

function createDisk(database: DatabaseSync): StorageDisk {
	return {
		open: () => createSqliteStorage(database),
		copy() {
			const path = freshPath()
			database.exec(`VACUUM INTO '${path}'`)
			return createDisk(openMigrated(path))
		}
	}
}

function freshPath(): string {
	return join(mkdtempSync(join(tmpdir(), 'tandem-storage-')), 'tandem.sqlite')
}

/** Bytes read by this process, from files and from the system's cache of them. */
function bytesRead(): number {
	return Number(/^rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}
