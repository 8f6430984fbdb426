import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from '../config.ts'
import { flush, openForTool } from '../data.ts'
import type { Registry } from '../database/database.ts'
import { copyInto } from '../database/sqlite/files.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'

/**
 * Writes everything committed so far into one new file, which only the server's own user can read. Nobody has to wait: others may
 * write at the same time. The file gets its name when all of it is on the disk. Returns whether the server will delete it when its
 * term is over: not if the database is of an older version.
 *
 * Throws CannotStart if there is no data, if the file exists already, or if it cannot be written; then it leaves no file.
 */
export async function makeBackup(dataDirectory: string, file: string, madeAt: Date): Promise<boolean> {
	if (existsSync(file)) {
		throw new CannotStart(`Файл ${file} уже есть: укажите другое имя.`, `There is a file ${file}: name another one.`)
	}
	const database = openForTool(dataDirectory)
	const registry = createSqliteRegistry(database)
	const id = randomUUID()
	// A name of its own: files of an interrupted backup are not in the way.
	const partialFile = `${file}.${id}.part`
	let hasRow = false
	try {
		const isListed = await hasTable(registry, 'backups')
		// Before anything is in it, because it will contain personal data.
		closeSync(openSync(partialFile, 'wx', 0o600))
		// Before the copy: it has its own row (forget-backups.ts).
		if (isListed) {
			await registry.query.insertInto('backups').values({ id, path: file, made_at: madeAt.toISOString() }).execute()
		}
		hasRow = isListed
		copyInto(database, partialFile)
		flush(partialFile)
		renameSync(partialFile, file)
		flush(dirname(file))
		return isListed
	} catch (error) {
		if (hasRow) await unlist(registry, id)
		throw new CannotStart(
			`Копию ${file} записать не удалось: каталога нет или он недоступен, кончилось место, или сами данные повреждены.`,
			`The backup ${file} could not be written: ${error instanceof Error ? error.message : String(error)}.`
		)
	} finally {
		database.close()
		rmSync(partialFile, { force: true })
	}
}

async function unlist({ query }: Registry, id: string): Promise<void> {
	try {
		await query.deleteFrom('backups').where('id', '=', id).execute()
	} catch {
		// What has broken the backup may prevent this, too. A row without a file only stays.
	}
}

/** Tables of older versions may be missing. */
export async function hasTable({ query }: Registry, name: string): Promise<boolean> {
	return (await query.introspection.getTables()).some((table) => table.name === name)
}
