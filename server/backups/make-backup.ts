import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { CannotStart } from '../config.ts'
import { flush, openForTool } from '../data.ts'

/**
 * Writes everything committed so far into one new file, which only the server's own user can read. Nobody has to wait: others may
 * write at the same time. The file gets its name when all of it is on the disk. Returns whether the server will delete it when its
 * term is over: not if the database is of an older version.
 *
 * Throws CannotStart if there is no data, if the file exists already, or if it cannot be written; then it leaves no file.
 */
export function makeBackup(dataDirectory: string, file: string, madeAt: Date): boolean {
	if (existsSync(file)) {
		throw new CannotStart(`Файл ${file} уже есть: укажите другое имя.`, `There is a file ${file}: name another one.`)
	}
	const database = openForTool(dataDirectory)
	const id = randomUUID()
	// A name of its own: files of an interrupted backup are not in the way.
	const partialFile = `${file}.${id}.part`
	const isListed = hasTable(database, 'backups')
	let hasRow = false
	try {
		// Before anything is in it, because it will contain personal data.
		closeSync(openSync(partialFile, 'wx', 0o600))
		// Before the copy: it has its own row (forget-backups.ts).
		if (isListed) database.prepare('insert into backups values (?, ?, ?)').run(id, file, madeAt.toISOString())
		hasRow = isListed
		database.prepare('VACUUM INTO ?').run(partialFile)
		flush(partialFile)
		renameSync(partialFile, file)
		flush(dirname(file))
		return isListed
	} catch (error) {
		if (hasRow) unlist(database, id)
		throw new CannotStart(
			`Копию ${file} записать не удалось: каталога нет или он недоступен, кончилось место, или сами данные повреждены.`,
			`The backup ${file} could not be written: ${error instanceof Error ? error.message : String(error)}.`
		)
	} finally {
		database.close()
		rmSync(partialFile, { force: true })
	}
}

function unlist(database: DatabaseSync, id: string): void {
	try {
		database.prepare('delete from backups where id = ?').run(id)
	} catch {
		// What has broken the backup may prevent this, too. A row without a file only stays.
	}
}

export function hasTable(database: DatabaseSync, name: string): boolean {
	return database.prepare(`select 1 from sqlite_master where type = 'table' and name = ?`).get(name) !== undefined
}
