import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRandom } from '../../../tests/support/random.ts'
import { openMigrated } from '../../data.ts'
import { createSqliteStorage } from './sqlite/storage.ts'

const BLOCK = 4096
const plans = Array.from({ length: 40 }, (_, index) => `plan:program-${index}`)
const edit = (byte: number) => ({
	bytes: Uint8Array.of(byte),
	personId: 'viktor',
	deviceId: 'laptop',
	at: '2026-11-21T09:30:00.000Z'
})
let directory: string

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'tandem-power-cut-'))
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
})
afterEach(() => {
	vi.useRealTimers()
	rmSync(directory, { recursive: true })
})

it.each(['ends there', 'has a block there that was never written'] as const)(
	'[R1] the power is cut while edits go to their documents: what was acknowledged before is there, where the log %s',
	async (damage) => {
		const random = createRandom(7)
		const path = join(directory, 'tandem.sqlite')
		const database = openMigrated(path)
		const storage = createSqliteStorage(database)
		for (const plan of plans) await storage.createDocument(plan)
		/** By document: the edits, and the size of the log when each was acknowledged. */
		const acknowledged = new Map<string, { byte: number; logBytes: number }[]>(plans.map((plan) => [plan, []]))
		for (let round = 0; round < 60; round++) {
			const plan = random.pick(plans)!
			const stored = storage.append(plan, edit(round))
			await vi.advanceTimersByTimeAsync(20)
			await stored
			acknowledged.get(plan)?.push({ byte: round, logBytes: statSync(`${path}-wal`).size })
			// Time to move and clear what came before.
			if (round % 20 === 19) await vi.advanceTimersByTimeAsync(60_000)
		}
		const log = readFileSync(`${path}-wal`)
		const first = Math.min(...[...acknowledged.values()].flat().map(({ logBytes }) => logBytes))
		for (let cut = 0; cut < 60; cut++) {
			const at = first + random.below(log.length - first)
			const after = join(directory, `after-${cut}.sqlite`)
			copyFileSync(path, after)
			writeFileSync(`${after}-wal`, damage === 'ends there' ? log.subarray(0, at) : withoutBlock(log, at))
			const restarted = openMigrated(after)
			const stored = createSqliteStorage(restarted)
			for (const [plan, edits] of acknowledged) {
				const due = edits.filter(({ logBytes }) => logBytes <= at).map(({ byte }) => byte)
				const found = (await stored.load(plan)).map(({ bytes }) => bytes[0])
				expect(found.slice(0, due.length)).toEqual(due)
				expect(found).toEqual(edits.map(({ byte }) => byte).slice(0, found.length))
			}
			restarted.close()
		}
		database.close()
	}
)

function withoutBlock(log: Buffer, at: number): Buffer {
	const damaged = Buffer.from(log)
	damaged.fill(0, at, at + BLOCK)
	return damaged
}
