import { join } from 'node:path'
import { compactDocument, thinDocument } from '../../../server/documents/compaction/document.ts'
import { compactionWork } from '../../../server/documents/compaction/work.ts'
import { openMigrated } from '../../../server/data.ts'
import { createSqliteStorage } from '../../../server/documents/storage/sqlite/storage.ts'
import type { NewUpdate } from '../../../server/documents/storage/storage.ts'

/**
 * Writes the plan once as the server stores it, compacted and its history thinned, and copies it under the other
 * names. Returns the query that a device with the whole plan adds to its address to resume.
 */
export async function seedTandem(
	directory: string,
	updates: readonly NewUpdate[],
	documentIds: readonly string[]
): Promise<string> {
	const database = openMigrated(join(directory, 'tandem.sqlite'))
	const storage = createSqliteStorage(database)
	const [first = '', ...others] = documentIds
	await storage.createDocument(first)
	await Promise.all(updates.map((update) => storage.append(first, update)))
	const options = { storage, work: compactionWork }
	await compactDocument(options, first)
	await thinDocument(options, first, new Date(updates.at(-1)?.at ?? 0))
	const { run } = storage
	await storage.close()
	database.exec('BEGIN')
	for (const table of ['documents', 'updates', 'snapshots']) {
		const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[]
		const copied = columns.map(({ name }) => (name === 'document_id' ? '?' : name)).join(', ')
		const copy = database.prepare(`INSERT INTO ${table} SELECT ${copied} FROM ${table} WHERE document_id = ?`)
		for (const documentId of others) copy.run(documentId, first)
	}
	database.exec('COMMIT')
	database.close()
	return `&since=${updates.length}&run=${run}&epoch=1&unsent=0`
}
