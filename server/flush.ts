import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Of a file: what was written; of a directory: the names in it. Either is on the disk then. */
export function flush(path: string): void {
	const opened = openSync(path, 'r')
	try {
		fsyncSync(opened)
	} finally {
		closeSync(opened)
	}
}
