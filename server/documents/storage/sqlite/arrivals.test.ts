import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failCommits } from '../../../../tests/support/before-commits.ts'
import { openMigrated } from '../../../data.ts'
import { openDatabase } from '../../../database/sqlite/connection.ts'
import { createMemoryStorage } from '../testing/memory.ts'
import { createSqliteArrivals } from './arrivals.ts'
import { createSqliteStorage } from './storage.ts'
import type { DocumentStorage } from '../storage.ts'

const ROUND_MS = 60_000
const plan = 'plan:program-1'
const notes = 'notes:program-1'
const at = '2026-11-21T09:30:00.000Z'
const edit = (byte: number) => ({ bytes: Uint8Array.of(byte), personId: 'viktor', deviceId: 'laptop', at })
const bytesOf = async (storage: DocumentStorage, id = plan) => (await storage.load(id)).map(({ bytes }) => bytes[0])

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }))
afterEach(() => void vi.useRealTimers())

describe('arrivals', () => {
	it('[R4] after a while rest with their document, and nobody who reads it sees a difference', async () => {
		const { database, storage } = await openPlan()
		await append(storage, plan, 1, 2, 3)
		const before = [await storage.load(plan), await storage.findDocument(plan)]
		expect(rowsIn(database, 'arrivals')).toBe(3)
		await vi.advanceTimersByTimeAsync(ROUND_MS)
		expect(rowsIn(database, 'arrivals')).toBe(0)
		expect(rowsIn(database, 'updates')).toBe(3)
		expect([await storage.load(plan), await storage.findDocument(plan)]).toEqual(before)
		expect(await append(storage, plan, 4)).toEqual([4])
	})

	it('[R4] many go a few at a time, and what comes in meanwhile is not lost from sight', async () => {
		const { database, storage } = await openPlan()
		await storage.createDocument(notes)
		const many = Array.from({ length: 300 }, (_, index) => index % 256)
		await append(storage, plan, ...many)
		await append(storage, notes, 7)
		// Until the round has begun and taken its first step.
		for (let timers = 0; timers < 6 && rowsIn(database, 'updates') === 0; timers++) {
			await vi.advanceTimersToNextTimerAsync()
		}
		expect(rowsIn(database, 'updates')).toBe(many.length)
		await append(storage, plan, 8)
		expect(await bytesOf(storage)).toEqual([...many, 8])
		await vi.advanceTimersByTimeAsync(2 * ROUND_MS)
		expect(rowsIn(database, 'arrivals')).toBe(0)
		expect(await bytesOf(storage)).toEqual([...many, 8])
		expect(await bytesOf(storage, notes)).toEqual([7])
	})

	it('[R1] what a killed server left there is there for the next one', async () => {
		const { database, storage } = await openPlan()
		await append(storage, plan, 1)
		const next = createSqliteStorage(database)
		expect(await bytesOf(next)).toEqual([1])
		expect(await next.findDocument(plan)).toMatchObject({ sequence: 1, bytes: 1 })
		expect(await append(next, plan, 2)).toEqual([2])
	})

	it('[R1] killed between moving and clearing, a row counts once', async () => {
		const { database } = await openPlan()
		const arrivals = createSqliteArrivals(database, 1)
		database.exec('BEGIN')
		arrivals.append(plan, edit(1))
		database.exec('COMMIT')
		arrivals.keep()
		arrivals.move([plan])
		expect(rowsIn(database, 'arrivals')).toBe(1)
		const next = createSqliteStorage(database)
		expect(await bytesOf(next)).toEqual([1])
		expect(await next.findDocument(plan)).toMatchObject({ sequence: 1, bytes: 1 })
	})

	it('[R3] who accepted a row is known where it arrived, and where it is moved to', async () => {
		const { database, storage } = await openPlan()
		const stored = storage.append(plan, { ...edit(1), acceptedBy: 'elena' })
		await vi.advanceTimersByTimeAsync(20)
		await stored
		const accepted = async () => (await storage.load(plan)).map(({ acceptedBy }) => acceptedBy)
		expect([rowsIn(database, 'updates'), await accepted()]).toEqual([0, [['elena']]])
		await vi.advanceTimersByTimeAsync(ROUND_MS)
		expect([rowsIn(database, 'updates'), await accepted()]).toEqual([1, [['elena']]])
	})

	it('[R15] those of a deleted document stay deleted when it is made anew and the server starts again', async () => {
		const { database, storage } = await openPlan()
		await append(storage, plan, 1)
		await storage.deleteDocument(plan, at)
		await storage.createDocument(plan)
		expect(await bytesOf(createSqliteStorage(database))).toEqual([])
	})

	it('[R1] a disk that fails while they are moved loses none, and they are moved when it is well', async () => {
		const { database, storage } = await openPlan()
		await append(storage, plan, 1)
		const mend = failCommits()
		await vi.advanceTimersByTimeAsync(ROUND_MS)
		mend()
		expect(rowsIn(database, 'updates')).toBe(0)
		expect(await bytesOf(storage)).toEqual([1])
		await vi.advanceTimersByTimeAsync(ROUND_MS)
		expect(rowsIn(database, 'updates')).toBe(1)
		expect(await bytesOf(storage)).toEqual([1])
	})

	it('[R1] whatever is done in whatever order, with kills and pauses between: as if every row were in its place at once', async () => {
		const empty = openMigrated(':memory:').serialize()
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const database = openDatabase(':memory:')
				database.deserialize(empty)
				const model = createMemoryStorage()
				let storage = createSqliteStorage(database)
				for (const { kind, document, byte } of steps) {
					if (kind === 'kill') storage = killAndStart(database)
					else if (kind === 'pause') await vi.advanceTimersByTimeAsync(byte * 300)
					else await Promise.all([act(storage, kind, document, byte), act(model, kind, document, byte)])
					for (const id of [plan, notes]) expect(await read(storage, id, byte)).toEqual(await read(model, id, byte))
				}
				vi.clearAllTimers()
			}),
			{ numRuns: 200 }
		)
	})
})

function killAndStart(database: DatabaseSync): DocumentStorage {
	vi.clearAllTimers()
	return createSqliteStorage(database)
}

const step = fc.record({
	kind: fc.constantFrom('append', 'append', 'append', 'create', 'delete', 'thin', 'snapshot', 'kill', 'pause'),
	document: fc.constantFrom(plan, notes),
	byte: fc.integer({ min: 0, max: 255 })
})

async function append(storage: DocumentStorage, document: string, ...bytes: number[]): Promise<number[]> {
	const stored = Promise.all(bytes.map((byte) => storage.append(document, edit(byte))))
	// A rejection is handled where `stored` is awaited.
	stored.catch(() => undefined)
	await vi.advanceTimersByTimeAsync(20)
	return stored
}

async function act(storage: DocumentStorage, kind: string, document: string, byte: number): Promise<void> {
	const many = Array.from({ length: 1 + (byte % 4) }, () => byte)
	// A rejection is an outcome, too: `read` shows whether both storages rejected.
	if (kind === 'append') await append(storage, document, ...many).catch(() => [])
	else if (kind === 'create') await storage.createDocument(document)
	else if (kind === 'delete') await storage.deleteDocument(document, at)
	else if (kind === 'snapshot') await saveSnapshot(storage, document)
	else await thin(storage, document)
}

async function saveSnapshot(storage: DocumentStorage, document: string): Promise<void> {
	const info = await storage.findDocument(document)
	if (info === null) return
	const bytes = Uint8Array.of(0, 0)
	await storage.saveSnapshot(document, { epoch: info.epoch, sequence: info.sequence, bytes, covers: bytes })
}

/** Merges the oldest three rows into one. */
async function thin(storage: DocumentStorage, document: string): Promise<void> {
	const rows = await storage.load(document, 0, 3)
	const last = rows.at(-1)
	if (last === undefined) return
	await storage.thin(document, { ...last, count: last.sequence, from: at, authorIds: ['viktor'] })
}

async function read(storage: DocumentStorage, document: string, byte: number) {
	const after = byte % 8
	const info = await storage.findDocument(document)
	return {
		// Each server counts for itself: a killed one starts again.
		info: info && { ...info, thinnings: null },
		all: plain(await storage.load(document)),
		some: plain(await storage.load(document, after, 2)),
		snapshot: (await storage.loadSnapshot(document))?.sequence,
		isSame: await storage.isSameLog(document, storage.run, after)
	}
}

function plain(rows: Awaited<ReturnType<DocumentStorage['load']>>) {
	return rows.map((row) => ({ ...row, bytes: [...row.bytes] }))
}

async function openPlan(): Promise<{ database: DatabaseSync; storage: DocumentStorage }> {
	const database = openMigrated(join(mkdtempSync(join(tmpdir(), 'tandem-arrivals-')), 'tandem.sqlite'))
	const storage = createSqliteStorage(database)
	await storage.createDocument(plan)
	return { database, storage }
}

function rowsIn(database: DatabaseSync, table: 'arrivals' | 'updates'): number {
	return Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows)
}
