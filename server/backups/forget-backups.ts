/**
 * Deletes copies of the data whose time is over: databases that a restore replaced, and backups. Only those that the commands
 * themselves have made.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { asideMadeAt, LOG_SUFFIXES } from '../data.ts'
import type { Registry } from '../database/database.ts'
import { readFile } from '../database/sqlite/files.ts'

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
	const newest = await readFile(path, ({ query }) =>
		query
			.selectFrom('backups')
			.select('id')
			.orderBy(sql`rowid`, 'desc')
			.limit(1)
			.executeTakeFirst()
	)
	return newest?.id ?? null
}
