import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from '../config.ts'
import { flush, openForTool } from '../data.ts'

/**
 * Writes everything committed so far into one new file, which only the server's own user can read. Nobody has to wait: others may
 * write at the same time. The file gets its name when all of it is on the disk. Returns its path.
 *
 * Throws CannotStart if there is no data, if the file exists already, or if it cannot be written; then it leaves no file.
 */
export function makeBackup(dataDirectory: string, file: string): string {
	if (existsSync(file)) {
		throw new CannotStart(`Файл ${file} уже есть: укажите другое имя.`, `There is a file ${file}: name another one.`)
	}
	const database = openForTool(dataDirectory)
	// A name of its own: files of an interrupted backup are not in the way.
	const partialFile = `${file}.${randomUUID()}.part`
	try {
		// Before anything is in it, because it will contain personal data.
		closeSync(openSync(partialFile, 'wx', 0o600))
		database.prepare('VACUUM INTO ?').run(partialFile)
		flush(partialFile)
		renameSync(partialFile, file)
		flush(dirname(file))
		return file
	} catch (error) {
		throw new CannotStart(
			`Копию ${file} записать не удалось: каталога нет или он недоступен, кончилось место, или сами данные повреждены.`,
			`The backup ${file} could not be written: ${error instanceof Error ? error.message : String(error)}.`
		)
	} finally {
		database.close()
		rmSync(partialFile, { force: true })
	}
}
