import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { refuseHalfRestored } from './finish-restore.ts'
import { CannotStart } from './cannot-start.ts'
import { DATABASE_NAME } from './database-name.ts'
import { openDatabase } from './database/sqlite-database.ts'

/**
 * The database of a server that may be working with it: neither locks the directory nor brings tables up to date. Throws CannotStart
 * where there is none, or none that can be read, or another one is about to take its place.
 */
export function openBeside(dataDirectory: string): DatabaseSync {
	// Half way there may be no database at all.
	refuseHalfRestored(dataDirectory)
	const path = join(dataDirectory, DATABASE_NAME)
	if (!existsSync(path)) {
		throw new CannotStart(
			`В каталоге ${dataDirectory} данных нет: укажите каталог сервера (TANDEM_DATA).`,
			`There are no data in ${dataDirectory}: name the server's directory (TANDEM_DATA).`
		)
	}
	try {
		return openDatabase(path)
	} catch (error) {
		throw new CannotStart(
			`База данных ${path} не читается.`,
			`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`
		)
	}
}
