import type { DatabaseSync } from 'node:sqlite'

export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
	database.exec('BEGIN IMMEDIATE')
	try {
		const result = work()
		database.exec('COMMIT')
		return result
	} catch (error) {
		// Nothing of it is stored, as the caller hears.
		if (database.isOpen && database.isTransaction) database.exec('ROLLBACK')
		throw error
	}
}
