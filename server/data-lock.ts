/**
 * One server per data directory: two would not see each other's edits until a restart. The lock is an
 * open exclusive transaction on a file of its own, which the operating system drops with the process,
 * however that ends.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart } from './cannot-start.ts'

/** For a predecessor that is still stopping, in ms. */
const PATIENCE_MS = 3000

export interface DataLock {
	release(): void
}

/** Throws CannotStart while another server works with the directory. */
export function lockData(dataDirectory: string): DataLock {
	const lock = new DatabaseSync(join(dataDirectory, 'lock'), { timeout: PATIENCE_MS })
	try {
		lock.exec('begin exclusive')
	} catch (cause) {
		lock.close()
		if (!(cause instanceof Error && cause.message.includes('locked'))) throw cause
		throw new CannotStart(
			`С каталогом данных ${dataDirectory} уже работает другой сервер: остановите его или укажите другой каталог (TANDEM_DATA).`,
			`Another server is working with the data directory ${dataDirectory}: stop it, or name another directory (TANDEM_DATA).`
		)
	}
	return { release: () => lock.close() }
}
