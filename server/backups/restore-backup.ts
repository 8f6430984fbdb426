import { documentIdsOf } from '#domain/owner.ts'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Selectable } from 'kysely'
import { CannotStart, DATABASE_NAME } from '../config.ts'
import {
	asideMadeAt,
	finishRestore,
	flush,
	lockData,
	LOG_SUFFIXES,
	openMigrated,
	READY_NAME,
	refuseHalfRestored
} from '../data.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { POSITION_SUFFIX, type SqliteConnection } from '../database/sqlite/connection.ts'
import { checkSound, readFile } from '../database/sqlite/files.ts'
import type { Tables } from '../database/tables.ts'
import { createSqliteDeviceStates } from '../documents/storage/sqlite/devices.ts'
import { createSqliteStorage } from '../documents/storage/sqlite/storage.ts'
import { forgetChallenges, setAside } from '../people/accounts/ways-in.ts'
import { erasePerson } from '../people/erasures.ts'
import { deleteProgram } from '../people/programs.ts'
import { hasTable } from './copies.ts'

export interface Restored {
	/** The former database, which the server deletes later (copies.ts); null: there was none. */
	replaced: { path: string; at: Date } | null
	/** How many erasures since the backup were repeated; null: they are unknown. */
	erasures: number | null
}

/**
 * Replaces a stopped server's database by a backup, migrated to this version. The former database stays next to it for a while, and
 * can be restored like a backup. What the former database has erased is erased in the backup as well. Devices send again what they
 * have written since (sync.md, runs). Later statements and decisions are lost; sessions and rights that ended since are back.
 *
 * If it is interrupted, it has changed nothing, or the server's next start finishes it. Throws CannotStart, changing nothing, while a
 * server uses the directory, while an earlier restore is unfinished, and if the file is not a sound backup.
 */
export async function restoreBackup(dataDirectory: string, file: string): Promise<Restored> {
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
		let erasures: number | null
		try {
			erasures = await copySound(file, copy, join(dataDirectory, DATABASE_NAME))
			renameSync(copy, join(dataDirectory, READY_NAME))
		} catch (error) {
			remove()
			throw cannotRestore(file, error)
		}
		const aside = finish(dataDirectory)
		const at = aside === null ? null : asideMadeAt(basename(aside))
		return { replaced: aside === null || at === null ? null : { path: aside, at }, erasures }
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

/** Into one file, completely on the disk. Resolves with the number of repeated erasures. */
async function copySound(file: string, copy: string, former: string): Promise<number | null> {
	// A killed server leaves a log file; a backup has none.
	for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
	try {
		checkSound(copy)
	} catch (error) {
		throw new NoBackup(error instanceof Error ? error.message : String(error))
	}
	const known = await readFormer(former)
	const database = openMigrated(copy)
	let repeated: number | null = null
	try {
		if (known !== null) repeated = await takeOver(database, known)
	} finally {
		// Closing moves the log into the file.
		database.close()
	}
	rmSync(copy + POSITION_SUFFIX, { force: true })
	if (existsSync(`${copy}-wal`)) throw new Error('its log cannot be moved into it')
	flush(copy)
	return repeated
}

interface Former {
	erasures: Selectable<Tables['erasures']>[]
	backups: Selectable<Tables['backups']>[]
}

/** What the database that is to be replaced knows and the backup may not; null: there is none, or it cannot be read. */
async function readFormer(path: string): Promise<Former | null> {
	if (!existsSync(path)) return null
	return readFile(path, async (registry) => {
		const { query } = registry
		if (await hasTable(registry, 'erasures')) {
			const erasures = await query.selectFrom('erasures').selectAll().execute()
			return { erasures, backups: await query.selectFrom('backups').selectAll().execute() }
		}
		if (!(await hasTable(registry, 'programs', 'deleted_at'))) return null
		const deleted = await query
			.selectFrom('programs')
			.select(['id', 'deleted_at as at'])
			.where('deleted_at', 'is not', null)
			.$narrowType<{ at: string }>()
			.execute()
		const unnamed = { kind: 'program' as const, by_person_id: null, ground: null, ground_on: null }
		return { erasures: deleted.map((one) => ({ ...unnamed, ...one })), backups: [] }
	})
}

/** Erases again, and lists the backups again. Returns the number of erasures that the backup did not know. */
async function takeOver(database: SqliteConnection, { erasures, backups }: Former): Promise<number> {
	const registry = createSqliteRegistry(database)
	const { query } = registry
	for (const { id, path, made_at } of backups) {
		const listing = query.insertInto('backups').values({ id, path, made_at })
		await listing.onConflict((conflict) => conflict.doNothing()).execute()
	}
	const known = await query.selectFrom('erasures').select(['kind', 'id']).execute()
	const knownKeys = new Set(known.map(({ kind, id }) => `${kind} ${id}`))
	const missing = erasures.filter(({ kind, id }) => !knownKeys.has(`${kind} ${id}`))
	const storage = createSqliteStorage(database)
	const devices = createSqliteDeviceStates(database)
	const accounts = {
		setAside: (personId: string) => setAside(registry, personId),
		forgetChallenges: (personId: string) => forgetChallenges(registry, personId)
	}
	const reach = { accounts, devices, deleteDocument: storage.deleteDocument, disconnect: () => undefined }
	for (const { kind, id, at, by_person_id, ground, ground_on } of missing) {
		if (kind === 'person') {
			const erasure = { personId: id, at, byPersonId: by_person_id, ground, groundOn: ground_on ?? null }
			await erasePerson(registry, reach, erasure)
			continue
		}
		for (const documentId of documentIdsOf(id)) await storage.deleteDocument(documentId, at)
		await deleteProgram(registry, id, at, by_person_id)
	}
	await storage.close()
	await devices.close()
	return missing.length
}

class NoBackup extends Error {}

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
