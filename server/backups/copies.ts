/**
 * Makes backups, and deletes copies of the data whose time is over: databases that a restore replaced, and backups. Only those that
 * the commands themselves have made.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotStart } from '../config.ts'
import { flush, openForTool, asideMadeAt, LOG_SUFFIXES } from '../data.ts'
import type { Registry } from '../database/database.ts'
import { copyInto, readFile } from '../database/sqlite/files.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { sql } from 'kysely'

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
		// Before the copy: it has its own row.
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

/** Whether the database has the table, and the column in it: an older version may lack them. */
export async function hasTable({ query }: Registry, name: string, column?: string): Promise<boolean> {
	const table = (await query.introspection.getTables()).find((one) => one.name === name)
	return table !== undefined && (column === undefined || table.columns.some((one) => one.name === column))
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Long enough to notice that the wrong backup was restored. */
export const ASIDE_DAYS = 14

/** The instant after which the server deletes a database that was replaced at this one. */
export function asideEndsAt(replacedAt: Date): Date {
	return new Date(replacedAt.getTime() + ASIDE_DAYS * DAY_MS)
}

/** The instant after which the server deletes a backup that was made at this one. */
export function backupEndsAt(madeAt: Date, backupDays: number): Date {
	return new Date(madeAt.getTime() + backupDays * DAY_MS)
}

/** Databases that a restore replaced, with their logs. Throws when all that can be deleted is, if something could not. */
export async function forgetReplaced(dataDirectory: string, now: Date): Promise<void> {
	await forEachFile(readdirSync(dataDirectory), (name) => {
		const replacedAt = asideMadeAt(name)
		if (replacedAt !== null && asideEndsAt(replacedAt) <= now) rmSync(join(dataDirectory, name))
	})
}

/** The rows of files that are not there stay: their disk may be connected later. Throws as `forgetReplaced`. */
export async function forgetBackups({ query }: Registry, backupDays: number, now: Date): Promise<void> {
	const before = new Date(now.getTime() - backupDays * DAY_MS).toISOString()
	const over = await query.selectFrom('backups').selectAll().where('made_at', '<=', before).execute()
	const connected = over.filter(({ path }) => existsSync(path))
	await forEachFile(connected, async ({ id, path }) => {
		const found = await readBackupId(path)
		if (found === null) return
		// Another backup may have the name by now.
		if (found === id) for (const suffix of ['', ...LOG_SUFFIXES]) rmSync(path + suffix, { force: true })
		await query.deleteFrom('backups').where('id', '=', id).execute()
	})
}

async function forEachFile<File>(files: readonly File[], forget: (file: File) => void | Promise<void>): Promise<void> {
	const failures: unknown[] = []
	for (const file of files) {
		try {
			await forget(file)
		} catch (error) {
			// One file that cannot be deleted must not keep the others.
			failures.push(error)
		}
	}
	if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
}

/** The last row of the backup's own table is its own, also under another name; null: the file is no backup, or is damaged. */
async function readBackupId(path: string): Promise<string | null> {
	return readFile(path, async (registry) => {
		if (!(await hasTable(registry, 'backups'))) return null
		const rows = registry.query
			.selectFrom('backups')
			.select('id')
			.orderBy(sql`rowid`, 'desc')
		return (await rows.limit(1).executeTakeFirst())?.id ?? null
	})
}
