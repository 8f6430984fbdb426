import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { describeRegistry } from '../../../tests/contracts/registry.ts'
import { openMigrated } from '../../data.ts'
import { createSqliteStorage } from '../../documents/storage/sqlite/storage.ts'
import { createSqliteRegistry } from './registry.ts'

describeRegistry('sqlite', () => {
	const path = join(mkdtempSync(join(tmpdir(), 'tandem-registry-')), 'tandem.sqlite')
	return { connect: () => createSqliteRegistry(openMigrated(path)) }
})

it('[R1] a commit that fails takes away nothing that the relay stores on the same connection', async () => {
	const database = openMigrated(':memory:')
	const registry = createSqliteRegistry(database)
	const storage = createSqliteStorage(database)
	const update = { personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z', bytes: Uint8Array.of(1) }
	await storage.createDocument('plan:program-1')
	const forget = registry.query.deleteFrom('people')
	const fail = { compile: () => sql`nonsense`.compile(registry.query) }
	for (let program = 2; program <= 20; program++) {
		const failing = registry.commitTogether([forget, fail])
		const storing = [storage.createDocument(`plan:program-${program}`), storage.append('plan:program-1', update)]
		await expect(failing).rejects.toThrow('nonsense')
		expect(await Promise.all(storing)).toEqual([true, program - 1])
	}
	expect(await storage.listDocuments('', 100)).toHaveLength(20)
	expect(await storage.load('plan:program-1')).toHaveLength(19)
})
