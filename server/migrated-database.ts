import type { DatabaseSync } from 'node:sqlite'
import { registryMigrations } from './registry/migrations.ts'
import { openDatabase } from './storage/database.ts'
import { migrate } from './storage/migrate.ts'
import { documentMigrations } from './storage/migrations/documents.ts'

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
