import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart } from './cannot-start.ts'
import { DATABASE_NAME } from './data.ts'
import { lockData } from './data-lock.ts'
import { openMigrated } from './migrated-database.ts'

/** Beside a database: what is committed and not in it yet. Left behind, it would be taken for part of another one. */
const LOG_SUFFIXES = ['-wal', '-shm']

/**
 * Puts a backup in the place of a stopped server's database, brought up to this version. What was there stays beside it under the
 * returned path; null: nothing was there. Devices bring back what they have written since (sync.md, runs); what was stated
 * and decided since is gone.
 *
 * Throws CannotStart, and changes nothing, while a server works with the directory and when the file is no sound backup.
 */
export function restoreBackup(dataDirectory: string, file: string, now: Date): string | null {
	if (!existsSync(file)) throw noBackup(file, 'there is no such file')
	mkdirSync(dataDirectory, { recursive: true })
	const lock = lockData(dataDirectory)
	try {
		const path = join(dataDirectory, DATABASE_NAME)
		const copy = `${path}.restored`
		copySound(file, copy)
		const aside = existsSync(path) ? join(dataDirectory, `before-${stampOf(now)}.sqlite`) : null
		for (const suffix of ['', ...LOG_SUFFIXES]) {
			if (aside !== null && existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
		}
		renameSync(copy, path)
		return aside
	} finally {
		lock.release()
	}
}

function copySound(file: string, copy: string): void {
	try {
		copyFileSync(file, copy)
		checkSound(copy)
		openMigrated(copy).close()
	} catch (error) {
		for (const suffix of ['', ...LOG_SUFFIXES]) rmSync(copy + suffix, { force: true })
		throw noBackup(file, error instanceof Error ? error.message : String(error))
	}
}

/** Throws for what is no database of ours, and for one that is damaged. */
function checkSound(path: string): void {
	const database = new DatabaseSync(path, { readOnly: true })
	try {
		const answer = database.prepare('PRAGMA quick_check(1)').get()
		if (answer?.quick_check !== 'ok') throw new Error(String(answer?.quick_check))
		const areas = database.prepare('SELECT area FROM migrations').all()
		if (areas.length === 0) throw new Error('it holds nothing')
	} finally {
		database.close()
	}
}

/** As a name of a file: `2026-11-23T08-15-00Z`. */
function stampOf(now: Date): string {
	return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
}

function noBackup(file: string, reason: string): CannotStart {
	return new CannotStart(
		`${file} – не резервная копия, или она повреждена. Данные сервера оставлены как есть.`,
		`${file} cannot be restored: ${reason}. The server's data were left as they are.`
	)
}
