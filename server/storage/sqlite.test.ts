import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeDeviceStates } from '../../tests/contracts/devices.ts'
import { describeStorage } from '../../tests/contracts/storage.ts'
import { openDatabase } from './database.ts'
import { createSqliteDeviceStates, createSqliteStorage } from './sqlite.ts'

describeStorage('sqlite', () => createSqliteStorage(openDatabase(':memory:')))
describeStorage('sqlite file', () => createSqliteStorage(openDatabase(freshPath())))
describeDeviceStates('sqlite', () => createSqliteDeviceStates(openDatabase(':memory:'), 1))

const byViktor = { bytes: Uint8Array.of(1), personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z' }

describe('sqlite', () => {
	it('[R1] finds after a restart what it said it stored', async () => {
		const path = freshPath()
		const before = openDatabase(path)
		const storage = createSqliteStorage(before)
		await storage.createDocument('plan:program-1')
		await storage.append('plan:program-1', byViktor)
		await storage.close()
		before.close()
		const after = createSqliteStorage(openDatabase(path))
		expect(await after.load('plan:program-1')).toHaveLength(1)
	})

	it('[R1] appends that arrive together share one commit', async () => {
		const database = openDatabase(':memory:')
		const storage = createSqliteStorage(database)
		await storage.createDocument('plan:program-1')
		await storage.createDocument('plan:program-2')
		let commits = 0
		const exec = database.exec.bind(database)
		database.exec = (sql) => {
			if (sql === 'COMMIT') commits += 1
			exec(sql)
		}
		await Promise.all(
			Array.from({ length: 100 }, (_, index) => storage.append(`plan:program-${1 + (index % 2)}`, byViktor))
		)
		expect(commits).toBe(1)
	})

	it('[R1] a commit that fails rejects every append of its group and stores none of them', async () => {
		const database = openDatabase(':memory:')
		const storage = createSqliteStorage(database)
		await storage.createDocument('plan:program-1')
		const exec = database.exec.bind(database)
		database.exec = (sql) => {
			if (sql === 'COMMIT') throw new Error('disk full')
			exec(sql)
		}
		const results = await Promise.allSettled([
			storage.append('plan:program-1', byViktor),
			storage.append('plan:program-1', byViktor)
		])
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
		database.exec = exec
		expect(await storage.load('plan:program-1')).toEqual([])
		expect(await storage.append('plan:program-1', byViktor)).toBe(1)
	})

	it('a deleted document takes no updates', async () => {
		const database = openDatabase(':memory:')
		const storage = createSqliteStorage(database)
		await storage.createDocument('plan:program-1')
		database.exec(`UPDATE documents SET deleted_at = '2026-11-21T09:40:00.000Z'`)
		await expect(storage.append('plan:program-1', byViktor)).rejects.toThrow()
		expect(await storage.load('plan:program-1')).toEqual([])
	})
})

function freshPath(): string {
	return join(mkdtempSync(join(tmpdir(), 'tandem-storage-')), 'tandem.sqlite')
}
