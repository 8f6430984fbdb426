import type { DatabaseSync } from 'node:sqlite'

/**
 * Brings one area's tables (`documents`, `registry`) up to date. `steps` are SQL, in order, each applied
 * once and in its own transaction; a released step never changes, a later one mends it. Throws, changing
 * nothing, when the database has more steps than the list: a newer version made it, and this one would
 * damage it.
 */
export function migrate(database: DatabaseSync, area: string, steps: readonly string[]): void {
	database.exec('CREATE TABLE IF NOT EXISTS migrations (area TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT')
	const row = database.prepare('SELECT version FROM migrations WHERE area = ?').get(area)
	const version = Number(row?.version ?? 0)
	if (version > steps.length) throw new Error(`The database was made by a newer version (${area} ${version})`)

	const record = database.prepare(
		'INSERT INTO migrations VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version'
	)
	for (const [index, sql] of steps.entries()) {
		if (index < version) continue
		database.exec('BEGIN IMMEDIATE')
		try {
			database.exec(sql)
			record.run(area, index + 1)
			database.exec('COMMIT')
		} catch (cause) {
			// Half a step must not stay; the start fails with the step's number, and why: a full disk is mended otherwise than a program.
			if (database.isTransaction) database.exec('ROLLBACK')
			const reason = cause instanceof Error ? cause.message : String(cause)
			throw new Error(`Migration ${index + 1} of ${area} failed: ${reason}`, { cause })
		}
	}
}
