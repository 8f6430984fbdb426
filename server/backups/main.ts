/**
 * Copies of everything the server keeps, for whoever runs it: made while it works, put back in its place while it is stopped. The secret
 * of the data directory is not in them.
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
