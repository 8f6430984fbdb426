import { existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { DATABASE_NAME } from './database-name.ts'
import { flush } from './flush.ts'

/** A sound database that is to take the place of the one there is: as long as it is called so, a restore is under way. */
export const READY_NAME = `${DATABASE_NAME}.restored`
/** Beside a database: what is committed and not in it yet. Left behind, it would be taken for part of another one. */
export const LOG_SUFFIXES = ['-wal', '-shm']

/**
 * Puts the database that is ready in its place; does nothing where there is none. Returns where what was there before is now; null:
 * nothing was. Whoever holds the directory's lock may call it, again and again: each step is done once.
 */
export function finishRestore(dataDirectory: string): string | null {
	const ready = join(dataDirectory, READY_NAME)
	if (!existsSync(ready)) return null
	// A power cut must not undo this after what follows: nobody would know of a restore then.
	flush(dataDirectory)
	const path = join(dataDirectory, DATABASE_NAME)
	// The same name each time: what was moved before must find what is moved now beside it.
	const aside = join(dataDirectory, `before-${stampOf(statSync(ready).mtime)}.sqlite`)
	for (const suffix of [...LOG_SUFFIXES, '']) {
		if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
	}
	// Nor this: the old log would be beside the new database.
	flush(dataDirectory)
	renameSync(ready, path)
	flush(dataDirectory)
	return existsSync(aside) ? aside : null
}

/** Throws CannotStart while one is under way. For whoever would work with the database that is about to be replaced. */
export function refuseHalfRestored(dataDirectory: string): void {
	if (!existsSync(join(dataDirectory, READY_NAME))) return
	throw new CannotStart(
		'Восстановление из копии было прервано: запустите сервер, он его закончит.',
		'A backup was being restored and this was broken off: start the server, which finishes it.'
	)
}

/** As a name of a file: `2026-11-23T08-15-00-250Z`. */
function stampOf(instant: Date): string {
	return instant.toISOString().replaceAll(/[:.]/g, '-')
}
