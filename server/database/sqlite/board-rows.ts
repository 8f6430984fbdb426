/**
 * Derived rows of boards in a file beside the database. Its commits are not flushed, so a power cut may damage the file. A file that was
 * not closed is checked at the start. A damaged one begins anew, as one does after an update that changes its tables. The journal is
 * emptied after each commit, so that nothing deleted stays.
 */
import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fold } from '#domain/text.ts'
import type { BoardColumn, BoardSort } from '#protocol/api/program.ts'
import { boardFlags, type BoardGroup, type BoardRows, type BoardRowsQuery, type JudgedProgram } from '../board-rows.ts'

/** Rises with each change of the tables, or of what they say. */
const LAYOUT = 3

/** The rows of some 200,000 programmes. */
const MAPPED_BYTES = 256 * 1024 * 1024

const tables = `
	CREATE TABLE rows (
		program_id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL, flags INTEGER NOT NULL, overdue INTEGER NOT NULL,
		missing_reports INTEGER NOT NULL, held INTEGER NOT NULL, edited_at TEXT, progress REAL, met_on TEXT,
		next_on TEXT, report_on TEXT, sort_text TEXT NOT NULL, search_text TEXT NOT NULL,
		silent_at TEXT, turns_on TEXT, is_closed INTEGER NOT NULL, is_silent INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX by_need ON rows
		(municipality_id, is_closed, overdue DESC, is_silent DESC, missing_reports DESC, sort_text, program_id, flags);
	CREATE INDEX by_name ON rows (municipality_id, is_closed, sort_text, program_id, flags);
	${['progress', 'silent_at', 'met_on', 'next_on', 'report_on']
		.map((key) => `CREATE INDEX by_${key} ON rows (municipality_id, is_closed, ${key}, sort_text, program_id, flags);`)
		.join('\n')}
	CREATE INDEX by_silence ON rows (municipality_id, silent_at) WHERE is_silent = 0;
	CREATE INDEX by_turn ON rows (municipality_id, turns_on);
	CREATE INDEX by_id ON rows (municipality_id, program_id);
	CREATE TABLE counts (
		municipality_id TEXT NOT NULL, flags INTEGER NOT NULL, count INTEGER NOT NULL, held INTEGER NOT NULL,
		PRIMARY KEY (municipality_id, flags)
	) STRICT, WITHOUT ROWID;
	CREATE TRIGGER counted_in AFTER INSERT ON rows BEGIN ${counting('new', 1)} END;
	CREATE TRIGGER counted_out AFTER DELETE ON rows BEGIN ${counting('old', -1)} END;
	CREATE TRIGGER counted_anew AFTER UPDATE OF municipality_id, flags, held ON rows BEGIN
		${counting('old', -1)} ${counting('new', 1)}
	END;
	CREATE TABLE complete (municipality_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`

function counting(row: 'new' | 'old', by: 1 | -1): string {
	return `INSERT INTO counts VALUES (${row}.municipality_id, ${row}.flags, ${by}, ${by} * ${row}.held)
		ON CONFLICT DO UPDATE SET count = count + excluded.count, held = held + excluded.held;`
}

const columns = [
	'program_id',
	'municipality_id',
	'flags',
	'overdue',
	'missing_reports',
	'held',
	'edited_at',
	'progress',
	'met_on',
	'next_on',
	'report_on',
	'sort_text',
	'search_text',
	'silent_at',
	'turns_on',
	// Of the flags. Not generated: no index covers a query that names a generated column.
	'is_closed',
	'is_silent'
] as const

/** `:memory:` works as well. */
export function createSqliteBoardRows(path: string): BoardRows {
	const database = openRows(path)
	const names = columns.join(', ')
	const put = database.prepare(
		`INSERT INTO rows (${names}) VALUES (${columns.map(() => '?').join(', ')})
		ON CONFLICT DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
		WHERE (${columns.map((name) => `rows.${name}`).join(', ')}) IS NOT (${columns.map((name) => `excluded.${name}`).join(', ')})`
	)
	const remove = database.prepare('DELETE FROM rows WHERE program_id = ?')
	const silence = database.prepare(
		`UPDATE rows SET flags = flags | ${boardFlags.silent}, is_silent = 1
		WHERE municipality_id = ? AND is_silent = 0 AND silent_at <= ?`
	)
	const turned = database.prepare('SELECT program_id AS id FROM rows WHERE municipality_id = ? AND turns_on <= ?')
	const counts = database.prepare('SELECT flags, count, held FROM counts WHERE municipality_id = ? AND count > 0')
	const listAfter = database.prepare(
		'SELECT program_id AS id FROM rows WHERE municipality_id = ? AND program_id > ? ORDER BY program_id LIMIT ?'
	)
	const list = database.prepare(
		'SELECT program_id AS programId, flags, edited_at AS editedAt FROM rows WHERE municipality_id = ?'
	)
	const isComplete = database.prepare('SELECT 1 FROM complete WHERE municipality_id = ?')
	const markComplete = database.prepare('INSERT OR IGNORE INTO complete VALUES (?)')

	return {
		put(municipalityId, judged, gone) {
			database.exec('BEGIN IMMEDIATE')
			try {
				for (const row of judged) put.run(...valuesOf(municipalityId, row))
				for (const programId of gone) remove.run(programId)
				database.exec('COMMIT')
			} catch (error) {
				if (database.isTransaction) database.exec('ROLLBACK')
				throw error
			}
		},

		silence: (municipalityId, now) => void silence.run(municipalityId, now),

		findTurned: (municipalityId, today) => (turned.all(municipalityId, today) as { id: string }[]).map(({ id }) => id),

		count(municipalityId, only) {
			if (only === null) return counts.all(municipalityId) as unknown as BoardGroup[]
			return database
				.prepare(
					`SELECT flags, count(*) AS count, total(held) AS held FROM rows
					WHERE program_id IN (SELECT value FROM json_each(?)) AND municipality_id = ? GROUP BY flags`
				)
				.all(within(only), municipalityId) as unknown as BoardGroup[]
		},

		page(municipalityId, query) {
			const { isClosed, flag, only, page, pageSize } = query
			const { conditions, given, words, select } = pageStatement(municipalityId, query)
			const found = database.prepare(select).all(...given, pageSize, (page - 1) * pageSize) as {
				id: string
				count: number | null
			}[]
			const countAll = () =>
				only === null && words.length === 0
					? (counts.all(municipalityId) as unknown as BoardGroup[])
							.filter((group) => isClosed === ((group.flags & boardFlags.closed) !== 0))
							.filter((group) => flag === null || (group.flags & boardFlags[flag]) !== 0)
							.reduce((sum, group) => sum + group.count, 0)
					: (database.prepare(`SELECT count(*) AS count FROM rows WHERE ${conditions}`).get(...given)?.count as number)
			const isNone = found.length === 0 && page === 1
			return { programIds: found.map(({ id }) => id), count: isNone ? 0 : (found[0]?.count ?? countAll()) }
		},

		listAfter: (municipalityId, programId, limit) =>
			(listAfter.all(municipalityId, programId, limit) as { id: string }[]).map(({ id }) => id),

		list: (municipalityId) => list.all(municipalityId) as ReturnType<BoardRows['list']>,

		isComplete: (municipalityId) => isComplete.get(municipalityId) !== undefined,

		markComplete: (municipalityId) => void markComplete.run(municipalityId),

		close() {
			try {
				mark(database, CLOSED)
			} catch {
				// As on a full disk: the next start checks the file.
			}
			database.close()
		}
	}
}

/**
 * `select` takes what is `given`, then the size of the page and how many rows come before it. Its `count`, of all pages, is null where it
 * would cost extra.
 */
export function pageStatement(municipalityId: string, { q, isClosed, flag, only, sort }: Omit<BoardRowsQuery, 'page'>) {
	const words = fold(q).split(/\s+/).filter(Boolean)
	const conditions = [
		'municipality_id = ?',
		'is_closed = ?',
		...(flag === null ? [] : [`flags & ${boardFlags[flag]} <> 0`]),
		...(only === null ? [] : ['program_id IN (SELECT value FROM json_each(?))']),
		...words.map(() => 'instr(search_text, ?) > 0')
	].join(' AND ')
	const given = [municipalityId, isClosed ? 1 : 0, ...(only === null ? [] : [within(only)]), ...words]
	const order = `${orderOf(sort, isClosed)}sort_text, program_id`
	// What is not counted already is counted in the same reading of the table.
	const count = words.length > 0 || only !== null ? 'count(*) OVER ()' : 'NULL'
	const select = `SELECT program_id AS id, ${count} AS count FROM rows WHERE ${conditions} ORDER BY ${order} LIMIT ? OFFSET ?`
	return { conditions, given, words, select }
}

function within(only: ReadonlySet<string>): string {
	return JSON.stringify([...only])
}

const keys: Record<BoardColumn, string> = {
	program: 'sort_text',
	road: 'progress',
	sync: 'silent_at',
	meeting: 'met_on',
	next: 'next_on',
	report: 'report_on'
}

/** What comes before the name. Each key has an index; a descending order sorts only the names of equal keys. */
function orderOf(sort: BoardSort | null, isClosed: boolean): string {
	if (sort === null) return isClosed ? '' : 'overdue DESC, is_silent DESC, missing_reports DESC, '
	if (sort.startsWith('-')) return `${keys[sort.slice(1) as BoardColumn]} DESC, `
	if (sort === 'program') return ''
	const isLackFirst = sort === 'road' || sort === 'meeting'
	return `${keys[sort as BoardColumn]} ${isLackFirst ? '' : 'NULLS LAST'}, `
}

function valuesOf(municipalityId: string, row: JudgedProgram): (string | number | null)[] {
	return [
		row.programId,
		municipalityId,
		row.flags,
		row.overdue,
		row.missingReports,
		row.held,
		row.editedAt,
		row.progress,
		row.metOn,
		row.nextOn,
		row.reportOn,
		row.sortText,
		row.searchText,
		row.silentAt,
		row.turnsOn,
		Number((row.flags & boardFlags.closed) !== 0),
		Number((row.flags & boardFlags.silent) !== 0)
	]
}

/** In the file's header: nothing was written since it was closed. */
const CLOSED = 1
const OPEN = 0

/** Flushes: the mark is on the disk after all that was written before it, and ahead of all that is written later. */
function mark(database: DatabaseSync, state: typeof CLOSED | typeof OPEN): void {
	database.exec(`PRAGMA synchronous = FULL; PRAGMA application_id = ${state}; PRAGMA synchronous = OFF`)
}

class Unusable extends Error {}

function openRows(path: string): DatabaseSync {
	try {
		return openOrMake(path)
	} catch (error) {
		if (!isUnusable(error)) throw error
		// What is in it is judged again.
		for (const suffix of ['', '-journal']) if (existsSync(path + suffix)) rmSync(path + suffix)
		return openOrMake(path)
	}
}

function openOrMake(path: string): DatabaseSync {
	const database = new DatabaseSync(path)
	try {
		database.exec('PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON')
		// A search reads the whole table. SQLite's own cache of 2 MB would read the file page by page.
		database.exec(`PRAGMA mmap_size = ${MAPPED_BYTES}`)
		const { user_version: layout } = database.prepare('PRAGMA user_version').get() as { user_version: number }
		if (layout === 0) database.exec(`BEGIN; ${tables} PRAGMA user_version = ${LAYOUT}; COMMIT`)
		else if (layout !== LAYOUT) throw new Unusable('The rows are of another version')
		const { application_id: state } = database.prepare('PRAGMA application_id').get() as { application_id: number }
		if (state !== CLOSED) check(database)
		mark(database, OPEN)
		return database
	} catch (error) {
		database.close()
		throw error
	}
}

/** Throws Unusable. */
function check(database: DatabaseSync): void {
	const { quick_check: state } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
	if (state !== 'ok') throw new Unusable(state)
	database.exec(`
		BEGIN;
		DELETE FROM counts;
		INSERT INTO counts SELECT municipality_id, flags, count(*), sum(held) FROM rows GROUP BY municipality_id, flags;
		COMMIT
	`)
}

/** SQLite's primary codes of other tables than these, a damaged file, and no database: SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB. */
const DAMAGED = [1, 11, 26]

/** Any other failure, as of a full disk, would only come again. */
function isUnusable(error: unknown): boolean {
	if (error instanceof Unusable) return true
	return error instanceof Error && 'errcode' in error && DAMAGED.includes(Number(error.errcode) & 0xff)
}
