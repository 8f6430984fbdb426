import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What signs session cookies: made on the first start, readable by the server's own user only. */
export function readSecret(dataDirectory: string): string {
	const path = join(dataDirectory, 'secret')
	try {
		return readFileSync(path, 'utf8').trim()
	} catch (error) {
		// Only a missing file is a first start; a new secret over an unreadable one would sign everybody out.
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
	}
	const secret = randomBytes(48).toString('base64url')
	writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' })
	return secret
}
