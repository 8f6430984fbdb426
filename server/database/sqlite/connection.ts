/**
 * Opens and migrates the one SQLite file of a server: documents, registry, sign-in sessions. Open it once per thread and
 * share the connection: every call of node:sqlite is synchronous, so a second connection that waits for the first one's lock
 * blocks the thread that must release it.
 *
 * WAL with synchronous=FULL makes a commit that returned survive a power cut (sync.md R1). With secure_delete SQLite writes
 * zeros over what is deleted; the log still has it until it is cut (checkpoints.ts).
 */
import { closeSync, constants, existsSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** For those who pass it on without using it. */
export type SqliteConnection = DatabaseSync

/** A larger file is not checked, because a start would wait many seconds; SQLite still notices damage when it reads it. */
const LARGEST_CHECKED_BYTES = 256 * 1024 * 1024
/** 64 MB, four times the size at which checkpoints.ts begins. If no checkpoint comes, a commit moves the log itself. */
const CHECKPOINT_PAGES = 16_000
const FILE_HEADER = 'SQLite format 3\0'

/** The file exists but cannot be used: it is not a database, damaged, or not writable. It was left as it is. */
export class UnreadableDatabase extends Error {
	override name = 'UnreadableDatabase'
	readonly path: string

	constructor(path: string, cause: unknown) {
		super(`The database ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
		this.path = path
	}
}

/** Opens the database, or creates it; `:memory:` works as well. `migrate` makes its tables. */
export function openDatabase(path: string): DatabaseSync {
	let database: DatabaseSync | undefined
	try {
		if (path !== ':memory:' && existsSync(path)) checkHeader(path)
		database = new DatabaseSync(path)
		if (path === ':memory:' || statSync(path).size <= LARGEST_CHECKED_BYTES) checkPages(database)
		database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
		database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA secure_delete = ON`)
		// A file without write permission opens without complaint and fails at the first edit.
		database.exec('BEGIN IMMEDIATE; ROLLBACK')
		return database
	} catch (cause) {
		// Whatever the reason is, the person at the server needs the path as well.
		if (database?.isOpen === true) database.close()
		throw new UnreadableDatabase(path, cause)
	}
}

/** Refuses a foreign file before SQLite opens it: SQLite itself would notice only later. An empty file is allowed. */
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

/** The `application_id` of a file in which nothing is left of what was deleted before `secure_delete`. */
const WIPED = 1

export function wipeOnce(database: DatabaseSync): void {
	if (database.prepare('PRAGMA application_id').get()?.application_id === WIPED) return
	database.exec(`VACUUM; PRAGMA application_id = ${WIPED}`)
}

function checkPages(database: DatabaseSync): void {
	const answer = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
	if (answer.quick_check !== 'ok') throw new Error(answer.quick_check)
}

/** Commits what `work` did. If it throws, nothing is stored, and the caller gets the error. */
export type InTransaction = <Result>(work: () => Result) => Result

/** Prepares its statements here, once: a small commit would spend a sixth of its time on them. */
export function prepareTransactions(database: DatabaseSync): InTransaction {
	const begin = database.prepare('BEGIN IMMEDIATE')
	const commit = database.prepare('COMMIT')
	const selectPosition = database.prepare(SELECT_POSITION)

	return (work) => {
		begin.run()
		try {
			const result = work()
			const position = (positionIn(selectPosition.get()) % LAST_POSITION) + 1
			// A pragma takes no parameter.
			database.exec(`PRAGMA user_version = ${position}`)
			commit.run()
			keepPosition(database, position)
			return result
		} catch (error) {
			if (database.isOpen && database.isTransaction) database.exec('ROLLBACK')
			throw error
		}
	}
}

/**
 * The position counts the commits made through `InTransaction`, and no others. It is stored within each commit, and afterwards in a file
 * beside the log. SQLite cuts a damaged log without a word: then the database comes back with an older position than that file has
 * (sync.md R1).
 */
export const POSITION_SUFFIX = '-position'
/** `user_version` is a signed number of 32 bits; after the last one it begins again. */
const LAST_POSITION = 0x7fffffff

const SELECT_POSITION = 'PRAGMA user_version'

function positionIn(row: unknown): number {
	return (row as { user_version: number }).user_version
}

/** Not flushed: after a power cut the file may name an older commit, never one that the disk does not have. */
function keepPosition(database: DatabaseSync, position: number): void {
	const path = database.location()
	if (path === null) return
	try {
		const file = openSync(path + POSITION_SUFFIX, constants.O_WRONLY | constants.O_CREAT, 0o600)
		try {
			writeSync(file, String(position).padStart(10), 0)
		} finally {
			closeSync(file)
		}
	} catch {
		// A full disk. The commit is stored; the file names an older one.
	}
}

/** How many commits the database has lost since the last run; 0: none, or nobody knows. Says it once. */
export function takeLostCommits(database: DatabaseSync): number {
	const path = database.location()
	if (path === null || !existsSync(path + POSITION_SUFFIX)) return 0
	const kept = Number(readFileSync(path + POSITION_SUFFIX, 'utf8'))
	const lost = (kept - positionIn(database.prepare(SELECT_POSITION).get()) + LAST_POSITION) % LAST_POSITION
	// Behind by more than half of all numbers: the file is the older one.
	if (Number.isNaN(lost) || lost > LAST_POSITION / 2) return 0
	if (lost > 0) database.exec(`PRAGMA user_version = ${kept}`)
	return lost
}

/**
 * Brings the tables of one area (`documents`, `registry`) up to date. `steps` are SQL, in order; each is applied once, in its
 * own transaction. A released step never changes; a later one corrects it. Throws, without a change, when the database has
 * more steps than the list: a newer version made it, and this one would damage it.
 */
export function migrate(database: DatabaseSync, area: string, steps: readonly string[]): void {
	database.exec('CREATE TABLE IF NOT EXISTS migrations (area TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT')
	const version = readVersion(database, area)
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
			// Half a step must not stay. The start fails with the step's number and the reason: a full disk needs another remedy than
			// a program.
			if (database.isTransaction) database.exec('ROLLBACK')
			const reason = cause instanceof Error ? cause.message : String(cause)
			throw new Error(`Migration ${index + 1} of ${area} failed: ${reason}`, { cause })
		}
	}
}

function readVersion(database: DatabaseSync, area: string): number {
	const row = database.prepare('SELECT version FROM migrations WHERE area = ?').get(area)
	return Number(row?.version ?? 0)
}

/** Whether `migrate` would change nothing. */
export function isMigrated(database: DatabaseSync, area: string, steps: readonly string[]): boolean {
	const table = database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'migrations'`).get()
	return table !== undefined && readVersion(database, area) === steps.length
}
