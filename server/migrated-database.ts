import type { DatabaseSync } from 'node:sqlite'
import { registryMigrations } from './database/migrations.ts'
import { openDatabase } from './database/sqlite-database.ts'
import { migrate } from './database/migrate.ts'
import { documentMigrations } from './documents/storage/documents.ts'

/**
 * The server's database with all its tables as this version knows them; `:memory:` is one too. Throws as `openDatabase` and
 * `migrate` do, and has closed it then.
 */
export function openMigrated(path: string): DatabaseSync {
	const database = openDatabase(path)
	try {
		migrate(database, 'documents', documentMigrations)
		migrate(database, 'registry', registryMigrations)
		return database
	} catch (error) {
		database.close()
		throw error
	}
}
