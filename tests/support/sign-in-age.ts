/** Makes all sign-ins on a server older, as if time had passed; the server may be running. */
import { join } from 'node:path'
import { openDatabase } from '../../server/database/sqlite/connection.ts'

export function ageSignIns(dataDirectory: string, minutes: number): void {
	const database = openDatabase(join(dataDirectory, 'tandem.sqlite'))
	const at = new Date(Date.now() - minutes * 60_000).toISOString()
	database.prepare('update auth_sessions set createdAt = ?').run(at)
	database.close()
}
