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

/**
 * The same where nothing new is kept: its commit does not wait for the disk, and is on it with the next one that does. The log is
 * read up to its first gap, so after a power cut no later commit is there without it.
 */
export function inUnhurriedTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
	database.exec('PRAGMA synchronous = NORMAL')
	try {
		return inTransaction(database, work)
	} finally {
		if (database.isOpen) database.exec('PRAGMA synchronous = FULL')
	}
}
