import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from '../config.ts'
import { flush, openBeside } from '../data.ts'

/**
 * Writes everything committed so far into one new file, readable by the server's own user alone. Nobody waits for it: whoever writes
 * meanwhile does so beside it. The file has its name once all of it is on the disk. Returns its path.
 *
 * Throws CannotStart where there are no data, where the file is there already, and where it cannot be written; nothing is left of it
 * then.
 */
export function makeBackup(dataDirectory: string, file: string): string {
	if (existsSync(file)) {
		throw new CannotStart(`Файл ${file} уже есть: укажите другое имя.`, `There is a file ${file}: name another one.`)
	}
	const database = openBeside(dataDirectory)
	// Nobody else's: what a killed one has left stands in nobody's way.
	const part = `${file}.${randomUUID()}.part`
	try {
		// Before anything is in it: personal data.
		closeSync(openSync(part, 'wx', 0o600))
		database.prepare('VACUUM INTO ?').run(part)
		flush(part)
		renameSync(part, file)
		flush(dirname(file))
		return file
	} catch (error) {
		throw new CannotStart(
			`Копию ${file} записать не удалось: каталога нет или он недоступен, кончилось место, или сами данные повреждены.`,
			`The backup ${file} could not be written: ${error instanceof Error ? error.message : String(error)}.`
		)
	} finally {
		database.close()
		rmSync(part, { force: true })
	}
}
