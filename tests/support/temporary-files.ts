/** What tests leave behind in the system's temporary directory goes with them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function giveTemporaryDirectory(): () => void {
	const directory = mkdtempSync(join(tmpdir(), 'tandem-tests-'))
	// Workers and the servers they start have it from here.
	process.env.TMPDIR = directory
	return () => rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
