/** The data directory: made, locked, its database opened and brought up to date. What a person can mend is a CannotStart. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { readSecret } from './people/accounts/secret.ts'
import { finishRestore } from './finish-restore.ts'
import { CannotStart } from './cannot-start.ts'
import type { Config } from './config.ts'
import { DATABASE_NAME } from './database-name.ts'
import { lockData } from './data-lock.ts'
import { openMigrated } from './migrated-database.ts'
import { UnreadableDatabase } from './database/sqlite-database.ts'

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
