import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart, DATABASE_NAME } from '../config.ts'
import { finishRestore, flush, lockData, LOG_SUFFIXES, openMigrated, READY_NAME, refuseHalfRestored } from '../data.ts'

/**
 * Replaces a stopped server's database by a backup, migrated to this version. The former database stays next to it, under the
 * returned path, and can be restored like a backup; null: there was none. Devices send again what they have written since (sync.md,
 * runs). Later statements and decisions are lost; sessions, rights and programmes that ended since are back.
 *
 * If it is interrupted, it has changed nothing, or the server's next start finishes it. Throws CannotStart, changing nothing, while a
 * server uses the directory, while an earlier restore is unfinished, and if the file is not a sound backup.
 */
export function restoreBackup(dataDirectory: string, file: string): string | null {
	if (!existsSync(file)) {
		throw new CannotStart(`Файла ${file} нет.`, `There is no file ${file}.`)
	}
	mkdirSync(dataDirectory, { recursive: true })
	const lock = lockData(dataDirectory)
	try {
		refuseHalfRestored(dataDirectory)
		const copy = join(dataDirectory, `${DATABASE_NAME}.copied`)
		const remove = () => ['', ...LOG_SUFFIXES].forEach((suffix) => rmSync(copy + suffix, { force: true }))
		remove()
		try {
			copySound(file, copy)
			renameSync(copy, join(dataDirectory, READY_NAME))
		} catch (error) {
			remove()
			throw cannotRestore(file, error)
		}
		return finish(dataDirectory)
	} finally {
		lock.release()
	}
}

function finish(dataDirectory: string): string | null {
	try {
		return finishRestore(dataDirectory)
	} catch (error) {
		throw new CannotStart(
			'Восстановление из копии прервано на середине: запустите сервер, он его закончит.',
			`The restore was broken off half way (${error instanceof Error ? error.message : String(error)}): start the server, which finishes it.`
		)
	}
}

/** Into one file, completely on the disk. */
function copySound(file: string, copy: string): void {
	// A killed server leaves a log file; a backup has none.
	for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
	checkSound(copy)
	// Closing moves the log into the file.
	openMigrated(copy).close()
	if (existsSync(`${copy}-wal`)) throw new Error('its log cannot be moved into it')
	flush(copy)
}

class NoBackup extends Error {}

/** Throws if the file is not our database, or is damaged. */
function checkSound(path: string): void {
	const database = new DatabaseSync(path)
	try {
		const answer = database.prepare('PRAGMA quick_check(1)').get()
		if (answer?.quick_check !== 'ok') throw new Error(String(answer?.quick_check))
		if (database.prepare('SELECT area FROM migrations').all().length === 0) throw new Error('it holds nothing')
	} catch (error) {
		throw new NoBackup(error instanceof Error ? error.message : String(error))
	} finally {
		database.close()
	}
}

function cannotRestore(file: string, error: unknown): CannotStart {
	const reason = error instanceof Error ? error.message : String(error)
	const english = `${file} cannot be restored: ${reason}. The server's data were left as they are.`
	return error instanceof NoBackup
		? new CannotStart(`${file} – не резервная копия, или она повреждена. Данные сервера оставлены как есть.`, english)
		: new CannotStart(
				`Копию ${file} восстановить не удалось: кончилось место, или она сделана более новой версией программы. Данные сервера оставлены как есть.`,
				english
			)
}
