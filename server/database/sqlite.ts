/**
 * The one SQLite file of a server: documents, registry, sessions. Open it once per thread and
 * share the connection: every call of node:sqlite is synchronous, so a second connection that waits
 * for the first one's lock would wait for ever.
 *
 * WAL with synchronous=FULL makes a commit that returned survive a power cut (sync.md R1).
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** Above this a start would wait many seconds for the check; SQLite still notices damage when it reads it. */
const LARGEST_CHECKED_BYTES = 256 * 1024 * 1024
/** 64 MB, four times what a checkpoint is begun at (checkpoints.ts): where none comes, a commit moves its log itself. */
const CHECKPOINT_PAGES = 16_000
const FILE_HEADER = 'SQLite format 3\0'

/** The file is there but cannot serve: not a database, damaged, or not writable. It was left as it is. */
export class UnreadableDatabase extends Error {
	override name = 'UnreadableDatabase'
	readonly path: string

	constructor(path: string, cause: unknown) {
		super(`The database ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
		this.path = path
	}
}

/** Opens, or makes, the database; `:memory:` is one too. Its tables are made with `migrate`. */
export function openDatabase(path: string): DatabaseSync {
	let database: DatabaseSync | undefined
	try {
		if (path !== ':memory:' && existsSync(path)) checkHeader(path)
		database = new DatabaseSync(path)
		if (path === ':memory:' || statSync(path).size <= LARGEST_CHECKED_BYTES) checkPages(database)
		database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
		database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
		// A file without write permission opens without complaint and fails at the first edit.
		database.exec('BEGIN IMMEDIATE; ROLLBACK')
		return database
	} catch (cause) {
		// Whatever the reason is, the person at the server needs the path with it.
		if (database?.isOpen === true) database.close()
		throw new UnreadableDatabase(path, cause)
	}
}

/** SQLite would write its own header over an empty or foreign file only later; look before it opens. */
function checkHeader(path: string): void {
	if (!statSync(path).isFile()) throw new Error('it is not a file')
	const file = openSync(path, 'r')
	try {
		const header = Buffer.alloc(FILE_HEADER.length)
		const length = readSync(file, header)
		if (length > 0 && header.toString('latin1') !== FILE_HEADER) throw new Error('it is not an SQLite database')
	} finally {
		closeSync(file)
	}
}

function checkPages(database: DatabaseSync): void {
	const answer = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
	if (answer.quick_check !== 'ok') throw new Error(answer.quick_check)
}

export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
	database.exec('BEGIN IMMEDIATE')
	try {
		const result = work()
		database.exec('COMMIT')
		return result
	} catch (error) {
		// Nothing of it is stored, as the caller hears.
		if (database.isOpen && database.isTransaction) database.exec('ROLLBACK')
		throw error
	}
}

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
