/**
 * What SQLite does with whole files: the lock of a data directory, backups, and what the tables of another file say.
 */
import { DatabaseSync } from 'node:sqlite'
import type { Registry } from '../database.ts'
import type { SqliteConnection } from './connection.ts'
import { createSqliteRegistry } from './registry.ts'

/**
 * Holds an open exclusive transaction on a file of its own. The operating system releases it with the process, however that ends. Null:
 * another process has held it for all of `patienceMs`.
 */
export function lockFile(path: string, patienceMs: number): { release(): void } | null {
	const lock = new DatabaseSync(path, { timeout: patienceMs })
	try {
		lock.exec('begin exclusive')
	} catch (cause) {
		lock.close()
		if (cause instanceof Error && cause.message.includes('locked')) return null
		throw cause
	}
	return { release: () => lock.close() }
}

/** Everything committed so far. Others may read and write at the same time. `path`: a file that is empty or not there. */
export function copyInto(database: SqliteConnection, path: string): void {
	database.prepare('VACUUM INTO ?').run(path)
}

/** Throws if the file is not a database that `migrate` made, or is damaged. */
export function checkSound(path: string): void {
	const database = new DatabaseSync(path)
	try {
		const answer = database.prepare('PRAGMA quick_check(1)').get()
		if (answer?.quick_check !== 'ok') throw new Error(String(answer?.quick_check))
		if (database.prepare('SELECT area FROM migrations').all().length === 0) throw new Error('it holds nothing')
	} finally {
		database.close()
	}
}

/**
 * Reads a file, of any version, without changing anything of it, its log neither. Null: it is no database, or is damaged. Any other
 * error of `read` passes.
 */
export async function readFile<Value>(
	path: string,
	read: (registry: Registry) => Promise<Value>
): Promise<Value | null> {
	let database: DatabaseSync | undefined
	try {
		database = new DatabaseSync(path, { readOnly: true })
		return await read(createSqliteRegistry(database))
	} catch (error) {
		// A file that cannot be read: often the reason why somebody restores a backup.
		if (isUnreadable(error)) return null
		throw error
	} finally {
		database?.close()
	}
}

/** SQLite's primary codes of a file: SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_CANTOPEN and SQLITE_NOTADB. */
const UNREADABLE = [10, 11, 14, 26]

function isUnreadable(error: unknown): boolean {
	if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return false
	return UNREADABLE.includes(error.errcode & 0xff)
}
