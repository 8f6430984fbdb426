/** Removes after the tests what they leave in the system's temporary directory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function giveTemporaryDirectory(): () => void {
	const directory = mkdtempSync(join(tmpdir(), 'tandem-tests-'))
	// Workers and the servers that they start inherit it.
	process.env.TMPDIR = directory
	return () => rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
