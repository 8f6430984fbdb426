/**
 * Opens the data directory: creates and locks it, finishes a restore, opens the database and brings it up to date. What a
 * person can fix is a CannotStart.
 */
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	statfsSync,
	statSync,
	writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotStart, type Config, DATABASE_NAME } from './config.ts'
import type { Registry } from './database/database.ts'
import {
	isMigrated,
	migrate,
	openDatabase,
	POSITION_SUFFIX,
	type SqliteConnection,
	takeLostCommits,
	UnreadableDatabase,
	wipeOnce
} from './database/sqlite/connection.ts'
import { lockFile } from './database/sqlite/files.ts'
import { registryMigrations } from './database/sqlite/migrations.ts'
import { createSqliteRegistry } from './database/sqlite/registry.ts'
import { documentMigrations } from './documents/storage/sqlite/migrations.ts'
import { readSecret } from './people/accounts/credentials.ts'

export interface Data {
	database: SqliteConnection
	/** The database's file. */
	path: string
	secret: string
	/** Where the old database is, if this start has finished an interrupted restore; otherwise null. */
	replaced: string | null
	/** How many commits a damaged log has lost since the last run. */
	lostCommits: number
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
			lostCommits: takeLostCommits(database),
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

function openOrCannotStart(path: string): SqliteConnection {
	try {
		return openMigrated(path)
	} catch (error) {
		throw (
			diskTrouble(path, error) ??
			(error instanceof UnreadableDatabase
				? new CannotStart(
						`База данных ${path} повреждена. Файл оставлен как есть: восстановите его из резервной копии.`,
						`${reasonOf(error)}. The file was left as it is: restore it from a backup.`
					)
				: new CannotStart(
						`Привести базу данных ${path} к этой версии программы не удалось. Файл оставлен как есть.`,
						`${path}: ${reasonOf(error)}. The file was left as it is.`
					))
		)
	}
}

function orCannotStart<Value>(dataDirectory: string, open: () => Value): Value {
	try {
		return open()
	} catch (error) {
		if (error instanceof CannotStart) throw error
		throw (
			diskTrouble(dataDirectory, error) ??
			new CannotStart(
				`Каталог данных ${dataDirectory} недоступен для записи (TANDEM_DATA).`,
				`The data directory ${dataDirectory} cannot be used (TANDEM_DATA): ${reasonOf(error)}.`
			)
		)
	}
}

/** What the system and SQLite call a failure that no backup mends (sqlite.org/rescode.html). */
const DISK_FULL = { codes: ['ENOSPC', 'EDQUOT', 'EFBIG'], sqlite: [13] }
const NO_ACCESS = { codes: ['EACCES', 'EPERM', 'EROFS', 'EMFILE', 'ENFILE'], sqlite: [3, 8, 14, 23] }
const DISK_FAILS = { codes: ['EIO'], sqlite: [10] }
/** With less than this a start cannot make the files beside the database. */
const LEAST_FREE_BYTES = 1024 * 1024

/** The message for a disk that is full, fails, or lets nobody in; null: the trouble is another one. */
export function diskTrouble(path: string, error: unknown): CannotStart | null {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
	const { code, errcode } = cause as { code?: string; errcode?: number }
	const is = ({ codes, sqlite }: { codes: readonly string[]; sqlite: readonly number[] }) =>
		codes.includes(code ?? '') || (errcode !== undefined && sqlite.includes(errcode & 0xff))
	// SQLite calls it an I/O error, or a file it cannot open, when the disk has no room for the files beside the database.
	if (is(DISK_FULL) || ((is(DISK_FAILS) || is(NO_ACCESS)) && isDiskFull(path))) {
		return new CannotStart(
			`На диске нет места: ${path}. Данные целы: освободите место и запустите сервер снова.`,
			`The disk is full (${path}: ${reasonOf(error)}). The data are sound: free some room and start the server again.`
		)
	}
	if (is(DISK_FAILS)) {
		return new CannotStart(
			`Ошибка чтения или записи диска: ${path}. Проверьте диск. Файл оставлен как есть.`,
			`The disk cannot be read or written (${path}: ${reasonOf(error)}). Check the disk. The file was left as it is.`
		)
	}
	if (is(NO_ACCESS)) {
		return new CannotStart(
			`Нет доступа к ${path}: проверьте права и путь (TANDEM_DATA). Файл оставлен как есть.`,
			`${path} cannot be opened: ${reasonOf(error)}. Check the permissions and the path (TANDEM_DATA). The file was left as it is.`
		)
	}
	return null
}

function isDiskFull(path: string): boolean {
	try {
		const { bavail, bsize } = statfsSync(nearestExisting(path))
		return bavail * bsize < LEAST_FREE_BYTES
	} catch {
		// The failure itself is what people are told.
		return false
	}
}

function nearestExisting(path: string): string {
	const parent = dirname(path)
	return existsSync(path) || parent === path ? path : nearestExisting(parent)
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error)
}

/** The name of a checked database that will replace the current one. While a file has this name, a restore is under way. */
export const READY_NAME = `${DATABASE_NAME}.restored`
/**
 * Files beside a database: what is committed and not in it yet, and its position. Left behind, they would be taken for those of another
 * one.
 */
export const LOG_SUFFIXES = ['-wal', '-shm', POSITION_SUFFIX]

/**
 * Puts the restored database in its place; does nothing when there is none. Returns where the old one is now; null: there was
 * none. The caller has the directory's lock. It may be repeated: each step is done once.
 */
export function finishRestore(dataDirectory: string): string | null {
	const ready = join(dataDirectory, READY_NAME)
	if (!existsSync(ready)) return null
	// The new file's name must survive a power cut during the next steps: otherwise nobody would know of the restore.
	flush(dataDirectory)
	const path = join(dataDirectory, DATABASE_NAME)
	// The same name each time, so that files moved before and now are side by side.
	const aside = join(dataDirectory, asideName(statSync(ready).mtime))
	for (const suffix of [...LOG_SUFFIXES, '']) {
		if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
	}
	// The moves must survive it, too: otherwise the old log would be beside the new database.
	flush(dataDirectory)
	renameSync(ready, path)
	flush(dataDirectory)
	return existsSync(aside) ? aside : null
}

/** Throws CannotStart while a restore is under way. For tools that would work with the database about to be replaced. */
export function refuseHalfRestored(dataDirectory: string): void {
	if (!existsSync(join(dataDirectory, READY_NAME))) return
	throw new CannotStart(
		'Восстановление из копии было прервано: запустите сервер, он его закончит.',
		'A backup was being restored and this was broken off: start the server, which finishes it.'
	)
}

const ASIDE = /^before-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.sqlite(-wal|-shm|-position)?$/

/** Of the database that a restore replaced: `before-2026-11-23T08-15-00-250Z.sqlite`. */
export function asideName(restoredAt: Date): string {
	return `before-${restoredAt.toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
}

/** When it was restored; null: the file is no replaced database, nor its log. */
export function asideMadeAt(name: string): Date | null {
	const parts = ASIDE.exec(name)
	return parts === null ? null : new Date(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}.${parts[5]}Z`)
}

/** Flushes a file's contents, or the names in a directory, to the disk. */
export function flush(path: string): void {
	const opened = openSync(path, 'r')
	try {
		fsyncSync(opened)
	} finally {
		closeSync(opened)
	}
}

/** The address with which the server of this directory last started: the links of the command line begin with it. */
export function keepAddress(dataDirectory: string, address: string): void {
	orCannotStart(dataDirectory, () => writeFileSync(join(dataDirectory, 'address'), address))
}

/** Null: no server of this version has started on the directory yet. */
export function keptAddress(dataDirectory: string): string | null {
	const path = join(dataDirectory, 'address')
	return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** For a predecessor that is still stopping, in ms. */
const PATIENCE_MS = 3000

export interface DataLock {
	release(): void
}

/** Locks the data directory for one server: two would not see each other's edits until a restart. Throws CannotStart while one has it. */
export function lockData(dataDirectory: string): DataLock {
	const lock = lockFile(join(dataDirectory, 'lock'), PATIENCE_MS)
	if (lock !== null) return lock
	throw new CannotStart(
		`С каталогом данных ${dataDirectory} уже работает другой сервер: остановите его или укажите другой каталог (TANDEM_DATA).`,
		`Another server is working with the data directory ${dataDirectory}: stop it, or name another directory (TANDEM_DATA).`
	)
}

/**
 * Opens the server's database and brings all tables to this version; `:memory:` works as well. Throws as `openDatabase` and
 * `migrate` do, after closing it.
 */
export function openMigrated(path: string): SqliteConnection {
	const database = openDatabase(path)
	try {
		wipeOnce(database)
		migrate(database, 'documents', documentMigrations)
		migrate(database, 'registry', registryMigrations)
		return database
	} catch (error) {
		database.close()
		throw error
	}
}

/**
 * Opens the database of a server that may be running: does not lock the directory or migrate the tables. Throws CannotStart
 * when there is no readable database, or another one is about to take its place.
 */
export function openForTool(dataDirectory: string): SqliteConnection {
	// During a restore there may be no database at all.
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

/**
 * Opens the registry of such a database. Only one of this version: its tables are not migrated, because a server may be using them.
 * Throws CannotStart.
 */
export function openRegistryForTool(dataDirectory: string): { registry: Registry; close(): void } {
	const database = openForTool(dataDirectory)
	if (isMigrated(database, 'registry', registryMigrations)) {
		return { registry: createSqliteRegistry(database), close: () => database.close() }
	}
	database.close()
	throw new CannotStart(
		`База данных в каталоге ${dataDirectory} другой версии: сначала запустите сервер этой версии.`,
		`The database in ${dataDirectory} is of another version: start a server of this version first.`
	)
}
