import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { openBeside } from './open-beside.ts'

/**
 * Writes everything committed so far into one new file, readable by the server's own user alone. Nobody waits for it: whoever writes
 * meanwhile does so beside it. The file is there once all of it is on the disk. Returns its path.
 *
 * Throws CannotStart where there are no data, where the file is there already, and where it cannot be written; nothing is left of it
 * then.
 */
export function makeBackup(dataDirectory: string, file: string): string {
	const database = openBeside(dataDirectory)
	const part = `${file}.part`
	try {
		if (existsSync(file)) throw new Error('it is there already')
		// What somebody else may read is not made readable by writing personal data into it: this must be a file of ours.
		closeSync(openSync(part, 'wx', 0o600))
		try {
			database.prepare('VACUUM INTO ?').run(part)
			flush(part)
			renameSync(part, file)
		} catch (error) {
			rmSync(part, { force: true })
			throw error
		}
		flush(dirname(file))
		return file
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error)
		throw new CannotStart(
			`Копию ${file} записать нельзя: файл уже есть, каталога нет или он недоступен, или кончилось место.`,
			`The backup ${file} cannot be written: ${reason}.`
		)
	} finally {
		database.close()
	}
}

/** A file, or a directory with the names in it. */
function flush(path: string): void {
	const opened = openSync(path, 'r')
	try {
		fsyncSync(opened)
	} finally {
		closeSync(opened)
	}
}
