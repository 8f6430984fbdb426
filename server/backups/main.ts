/**
 * The command `backups`: makes a copy of everything the server keeps, while it works, and restores it, while it is stopped. The copy
 * does not contain the secret of the data directory.
 */
import { resolve } from 'node:path'
import type { CannotStart } from '../config.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { runCommand, wrongCommand } from '../command-line.ts'

await runCommand(([command, file, ...more], { dataDirectory }) => {
	if (file === undefined || more.length > 0) throw usage()
	if (command === 'make') return [`Копия / backup: ${makeBackup(dataDirectory, resolve(file))}`]
	if (command === 'restore') {
		const aside = restoreBackup(dataDirectory, resolve(file))
		return [
			'Копия восстановлена: можно запускать сервер. / The backup is restored: start the server.',
			...(aside === null ? [] : [`Прежние данные / what was there before: ${aside}`])
		]
	}
	throw usage()
})

function usage(): CannotStart {
	return wrongCommand(['backups make <file>', 'backups restore <file>'])
}
