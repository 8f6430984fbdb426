import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { getuid } from 'node:process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openMigrated } from '../../data.ts'
import {
	migrate,
	openDatabase,
	POSITION_SUFFIX,
	prepareTransactions,
	takeLostCommits,
	UnreadableDatabase
} from './connection.ts'
import { createSqliteStorage } from '../../documents/storage/sqlite/storage.ts'

describe('opening the database', () => {
	it('makes a file that is flushed at every commit', () => {
		const database = openDatabase(freshPath())
		expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
		expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
	})

	it('refuses a file that is not a database, and leaves it as it was', () => {
		const path = freshPath()
		writeFileSync(path, 'Дневник посещений, 2026 год. '.repeat(500))
		const before = readFileSync(path)
		expect(() => openDatabase(path)).toThrow(UnreadableDatabase)
		expect(() => openDatabase(path)).toThrow(path)
		expect(readFileSync(path)).toEqual(before)
		expect(readdirSync(join(path, '..'))).toEqual(['tandem.sqlite'])
	})

	it('refuses a database with damaged pages, and leaves it as it was', async () => {
		const path = freshPath()
		await fillDatabase(path)
		const bytes = readFileSync(path)
		bytes.fill(0xab, 4096, 4096 * 6)
		writeFileSync(path, bytes)
		expect(() => openDatabase(path)).toThrow(UnreadableDatabase)
		expect(readFileSync(path)).toEqual(bytes)
	})

	it('refuses a database cut short', async () => {
		const path = freshPath()
		await fillDatabase(path)
		writeFileSync(path, readFileSync(path).subarray(0, 4096 * 3 + 100))
		expect(() => openDatabase(path)).toThrow(UnreadableDatabase)
	})

	it('refuses a directory in its place', () => {
		const path = freshPath()
		mkdirSync(path)
		expect(() => openDatabase(path)).toThrow(UnreadableDatabase)
		expect(readdirSync(path)).toEqual([])
	})

	it('refuses a place that does not exist', () => {
		expect(() => openDatabase(join(freshPath(), 'nowhere', 'tandem.sqlite'))).toThrow(UnreadableDatabase)
	})

	it.skipIf(getuid?.() === 0)('refuses a file it may not read or not write', async () => {
		const path = freshPath()
		await fillDatabase(path)
		for (const mode of [0o000, 0o400]) {
			chmodSync(path, mode)
			expect(() => openDatabase(path)).toThrow(UnreadableDatabase)
		}
	})
})

describe('the position', () => {
	it('[R1] tells how many commits a database lacks, once', () => {
		const path = freshPath()
		const database = openDatabase(path)
		database.exec('CREATE TABLE plans (text TEXT)')
		const write = () => prepareTransactions(database)(() => database.exec("INSERT INTO plans VALUES ('Визит')"))
		write()
		database.exec(`VACUUM INTO '${path}.older'`)
		write()
		write()
		expect(takeLostCommits(database)).toBe(0)
		database.close()

		renameSync(`${path}.older`, path)
		const older = openDatabase(path)
		expect(takeLostCommits(older)).toBe(2)
		expect(takeLostCommits(older)).toBe(0)
		older.close()
	})

	it('[R1] a file that is older than the database, as after a power cut, tells of no loss', () => {
		const path = freshPath()
		const database = openDatabase(path)
		prepareTransactions(database)(() => database.exec('CREATE TABLE plans (text TEXT)'))
		const older = readFileSync(path + POSITION_SUFFIX)
		prepareTransactions(database)(() => database.exec("INSERT INTO plans VALUES ('Визит')"))
		writeFileSync(path + POSITION_SUFFIX, older)
		expect(takeLostCommits(database)).toBe(0)
		writeFileSync(path + POSITION_SUFFIX, '')
		expect(takeLostCommits(database)).toBe(0)
	})

	it('[R1] a commit that is undone does not count', () => {
		const database = openDatabase(freshPath())
		const fail = () => {
			throw new Error('no room')
		}
		expect(() => prepareTransactions(database)(fail)).toThrow('no room')
		expect(takeLostCommits(database)).toBe(0)
	})
})

describe('migrations', () => {
	it('apply each step once, and only what is new', () => {
		const database = new DatabaseSync(':memory:')
		migrate(database, 'registry', ['CREATE TABLE people (id)'])
		migrate(database, 'registry', ['CREATE TABLE people (id)', 'CREATE TABLE programs (id)'])
		expect(database.prepare('SELECT * FROM programs').all()).toEqual([])
	})

	it('keep the areas of the database apart', () => {
		const database = new DatabaseSync(':memory:')
		migrate(database, 'registry', ['CREATE TABLE people (id)'])
		migrate(database, 'documents', ['CREATE TABLE documents (id)'])
		expect(database.prepare('SELECT area, version FROM migrations ORDER BY area').all()).toHaveLength(2)
	})

	it('leave nothing of a step that fails', () => {
		const database = new DatabaseSync(':memory:')
		expect(() => migrate(database, 'registry', ['CREATE TABLE people (id); CREATE TABLE people (id)'])).toThrow(
			'Migration 1 of registry failed: table people already exists'
		)
		expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'people'`).all()).toEqual([])
	})

	it('refuse a database of a newer version', () => {
		const database = new DatabaseSync(':memory:')
		migrate(database, 'registry', ['CREATE TABLE people (id)', 'CREATE TABLE programs (id)'])
		expect(() => migrate(database, 'registry', ['CREATE TABLE people (id)'])).toThrow('newer version')
	})
})

async function fillDatabase(path: string): Promise<void> {
	const database = openMigrated(path)
	const storage = createSqliteStorage(database)
	await storage.createDocument('plan:program-1')
	const update = { personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z' }
	await Promise.all(
		Array.from({ length: 100 }, () => storage.append('plan:program-1', { ...update, bytes: new Uint8Array(500) }))
	)
	database.close()
}

function freshPath(): string {
	return join(mkdtempSync(join(tmpdir(), 'tandem-database-')), 'tandem.sqlite')
}
