/**
 * The command `backups`: makes a copy of everything the server keeps, while it works, and restores it, while it is stopped. The copy
 * does not contain the secret of the data directory.
 */
import { resolve } from 'node:path'
import type { CannotStart } from '../config.ts'
import { asideEndsAt, backupEndsAt, makeBackup } from './copies.ts'
import { type Restored, restoreBackup } from './restore-backup.ts'
import { runCommand, wrongCommand } from '../command-line.ts'

await runCommand(async ([command, file, ...more], { dataDirectory, backupDays }) => {
	if (file === undefined || more.length > 0) throw usage()
	const path = resolve(file)
	if (command === 'make') {
		const now = new Date()
		const isListed = await makeBackup(dataDirectory, path, now)
		const day = dayOf(backupEndsAt(now, backupDays))
		return [
			`Копия / backup: ${path}`,
			isListed
				? `Сервер удалит её ${day}. / The server deletes it on ${day}.`
				: `База старой версии: удалите копию сами не позже ${day}. / The database is of an older version: delete the backup yourself by ${day}.`
		]
	}
	if (command === 'restore') return describe(await restoreBackup(dataDirectory, path))
	throw usage()
})

function describe({ replaced, erasures }: Restored): string[] {
	const restored = 'Копия восстановлена: можно запускать сервер. / The backup is restored: start the server.'
	const repeated =
		erasures === null
			? 'Прежней базы здесь нет, или она не читается. Что удалили после этой копии, неизвестно: удалите это ещё раз. / There is no former database here, or it cannot be read. What was deleted since this backup is unknown: delete it again.'
			: `Удалённое после копии удалено и в ней: ${erasures}. / Deleted again, because it was deleted since: ${erasures}.`
	if (replaced === null) return [restored, repeated]
	const day = dayOf(asideEndsAt(replaced.at))
	return [
		restored,
		repeated,
		`Прежние данные / what was there before: ${replaced.path}`,
		`Сервер удалит их ${day}. / The server deletes them on ${day}.`
	]
}

function dayOf(instant: Date): string {
	return instant.toISOString().slice(0, 10)
}

function usage(): CannotStart {
	return wrongCommand(['backups make <file>', 'backups restore <file>'])
}
