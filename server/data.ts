/** The data directory: made, locked, its database opened and brought up to date. What a person can mend is a CannotStart. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart, type Config, DATABASE_NAME } from './config.ts'
import { registryMigrations } from './database/migrations.ts'
import { migrate, openDatabase, UnreadableDatabase } from './database/sqlite.ts'
import { documentMigrations } from './documents/storage/migrations.ts'
import { readSecret } from './people/accounts/credentials.ts'

export interface Data {
	database: DatabaseSync
	/** Its file. */
	path: string
	secret: string
	/** Where the database is that a restore has replaced, which was broken off and is finished now; null: there was none. */
	replaced: string | null
	/** Closes the database and lets another server in. */
	close(): void
}

export function openData(config: Config): Data {
	const { dataDirectory } = config
	const lock = orCannotStart(dataDirectory, () => {
		mkdirSync(dataDirectory, { recursive: true })
		return lockData(dataDirectory)
	})
	try {
		const secret = config.secret ?? orCannotStart(dataDirectory, () => readSecret(dataDirectory))
		const replaced = orCannotStart(dataDirectory, () => finishRestore(dataDirectory))
		const path = join(dataDirectory, DATABASE_NAME)
		const database = openOrCannotStart(path)
		return {
			database,
			path,
			secret,
			replaced,
			close() {
				database.close()
				lock.release()
			}
		}
	} catch (error) {
		lock.release()
		throw error
	}
}

function openOrCannotStart(path: string): DatabaseSync {
	try {
		return openMigrated(path)
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error)
		throw error instanceof UnreadableDatabase
			? new CannotStart(
					`База данных ${path} не читается. Файл оставлен как есть: восстановите его из резервной копии.`,
					`${reason}. The file was left as it is: restore it from a backup.`
				)
			: new CannotStart(
					`Привести базу данных ${path} к этой версии программы не удалось. Файл оставлен как есть.`,
					`${path}: ${reason}. The file was left as it is.`
				)
	}
}

function orCannotStart<Value>(dataDirectory: string, open: () => Value): Value {
	try {
		return open()
	} catch (error) {
		if (error instanceof CannotStart) throw error
		const reason = error instanceof Error ? error.message : String(error)
		throw new CannotStart(
			`Каталог данных ${dataDirectory} недоступен для записи (TANDEM_DATA).`,
			`The data directory ${dataDirectory} cannot be used (TANDEM_DATA): ${reason}.`
		)
	}
}

/** A sound database that is to take the place of the one there is: as long as it is called so, a restore is under way. */
export const READY_NAME = `${DATABASE_NAME}.restored`
/** Beside a database: what is committed and not in it yet. Left behind, it would be taken for part of another one. */
export const LOG_SUFFIXES = ['-wal', '-shm']

/**
 * Puts the database that is ready in its place; does nothing where there is none. Returns where what was there before is now; null:
 * nothing was. Whoever holds the directory's lock may call it, again and again: each step is done once.
 */
export function finishRestore(dataDirectory: string): string | null {
	const ready = join(dataDirectory, READY_NAME)
	if (!existsSync(ready)) return null
	// A power cut must not undo this after what follows: nobody would know of a restore then.
	flush(dataDirectory)
	const path = join(dataDirectory, DATABASE_NAME)
	// The same name each time: what was moved before must find what is moved now beside it.
	const aside = join(dataDirectory, `before-${stampOf(statSync(ready).mtime)}.sqlite`)
	for (const suffix of [...LOG_SUFFIXES, '']) {
		if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
	}
	// Nor this: the old log would be beside the new database.
	flush(dataDirectory)
	renameSync(ready, path)
	flush(dataDirectory)
	return existsSync(aside) ? aside : null
}

/** Throws CannotStart while one is under way. For whoever would work with the database that is about to be replaced. */
export function refuseHalfRestored(dataDirectory: string): void {
	if (!existsSync(join(dataDirectory, READY_NAME))) return
	throw new CannotStart(
		'Восстановление из копии было прервано: запустите сервер, он его закончит.',
		'A backup was being restored and this was broken off: start the server, which finishes it.'
	)
}

/** As a name of a file: `2026-11-23T08-15-00-250Z`. */
function stampOf(instant: Date): string {
	return instant.toISOString().replaceAll(/[:.]/g, '-')
}

/** Of a file: what was written; of a directory: the names in it. Either is on the disk then. */
export function flush(path: string): void {
	const opened = openSync(path, 'r')
	try {
		fsyncSync(opened)
	} finally {
		closeSync(opened)
	}
}

/**
 * One server per data directory: two would not see each other's edits until a restart. The lock is an
 * open exclusive transaction on a file of its own, which the operating system drops with the process,
 * however that ends.
 */

/** For a predecessor that is still stopping, in ms. */
const PATIENCE_MS = 3000

export interface DataLock {
	release(): void
}

/** Throws CannotStart while another server works with the directory. */
export function lockData(dataDirectory: string): DataLock {
	const lock = new DatabaseSync(join(dataDirectory, 'lock'), { timeout: PATIENCE_MS })
	try {
		lock.exec('begin exclusive')
	} catch (cause) {
		lock.close()
		if (!(cause instanceof Error && cause.message.includes('locked'))) throw cause
		throw new CannotStart(
			`С каталогом данных ${dataDirectory} уже работает другой сервер: остановите его или укажите другой каталог (TANDEM_DATA).`,
			`Another server is working with the data directory ${dataDirectory}: stop it, or name another directory (TANDEM_DATA).`
		)
	}
	return { release: () => lock.close() }
}

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
