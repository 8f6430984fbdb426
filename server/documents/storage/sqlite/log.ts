/** Reads and thins the rows of documents in SQLite, including those that have just arrived (arrivals.ts). */
import type { DatabaseSync } from 'node:sqlite'
import { isReplacedBy } from '../rows.ts'
import type { SqliteArrivals } from './arrivals.ts'
import type { StoredUpdate } from '../storage.ts'

export interface SqliteLog {
	/** `limit` below 0: all. */
	load(documentId: string, after: number, limit: number): StoredUpdate[]
	/** Call within a transaction, when all of the document's arrivals are moved. */
	thin(documentId: string, row: StoredUpdate): boolean
	isSame(documentId: string, run: string, sequence: number): boolean
}

type UpdateRow = Omit<StoredUpdate, 'authorIds' | 'acceptedBy'> & {
	authorIds: string | null
	acceptedBy: string | null
	run: number
}

const COLUMNS = `sequence, bytes, person_id AS personId, device_id AS deviceId, at, count, coalesce(from_at, at) AS "from",
	author_ids AS authorIds, accepted_by AS acceptedBy, run`

export function createSqliteLog(database: DatabaseSync, arrivals: SqliteArrivals): SqliteLog {
	const insert = database.prepare(
		`INSERT INTO updates (document_id, sequence, bytes, person_id, device_id, at, count, from_at, author_ids, accepted_by, run)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	)
	const selectAfter = database.prepare(
		`SELECT ${COLUMNS} FROM updates WHERE document_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`
	)
	const selectArrival = database.prepare(
		`SELECT sequence, bytes, person_id AS personId, device_id AS deviceId, at, 1 AS count, at AS "from",
			NULL AS authorIds, accepted_by AS acceptedBy, run FROM arrivals WHERE number = ?`
	)
	const selectBetween = database.prepare(
		`SELECT ${COLUMNS} FROM updates WHERE document_id = ? AND sequence BETWEEN ? AND ? ORDER BY sequence`
	)
	const deleteBetween = database.prepare('DELETE FROM updates WHERE document_id = ? AND sequence BETWEEN ? AND ?')
	const selectThinned = database.prepare(
		'SELECT thinned_through AS thinnedThrough FROM documents WHERE document_id = ?'
	)
	const markThinned = database.prepare(
		'UPDATE documents SET thinned_through = max(thinned_through, ?), bytes = bytes + ? WHERE document_id = ?'
	)
	const selectRuns = database.prepare(
		`SELECT (SELECT number FROM runs WHERE id = ?) AS named,
			(SELECT run FROM updates WHERE document_id = ? AND sequence >= ? ORDER BY sequence LIMIT 1) AS stored,
			(SELECT 1 FROM documents WHERE document_id = ? AND deleted_at IS NULL) AS living`
	)

	function readArrivedRun(documentId: string, sequence: number): number | null {
		const waiting = arrivals.find(documentId)
		if (waiting === null || sequence > waiting.sequence) return null
		const number = waiting.numbers.at(sequence - waiting.sequence - 1) ?? null
		return (selectArrival.get(number) as unknown as UpdateRow).run
	}

	return {
		load(documentId, after, limit) {
			const moved = selectAfter.all(documentId, after, limit) as unknown as UpdateRow[]
			const waiting = arrivals.find(documentId)
			if (waiting === null) return moved.map(rowToUpdate)
			const { sequence, numbers } = waiting
			const first = Math.max(0, after - (sequence - numbers.length))
			const end = limit < 0 ? numbers.length : Math.min(numbers.length, first + limit - moved.length)
			const arrived = numbers.slice(first, end).map((number) => selectArrival.get(number) as unknown as UpdateRow)
			return [...moved, ...arrived].map(rowToUpdate)
		},

		thin(documentId, row) {
			const first = row.sequence - row.count + 1
			const stored = selectBetween.all(documentId, first, row.sequence) as unknown as UpdateRow[]
			const document = selectThinned.get(documentId) as { thinnedThrough: number } | undefined
			if (document === undefined || !isReplacedBy(stored, row, document.thinnedThrough)) return false
			const { sequence, bytes, personId, deviceId, at, count, from, authorIds, acceptedBy } = row
			const run = Math.max(...stored.map((replaced) => replaced.run))
			deleteBetween.run(documentId, first, sequence)
			const authors = JSON.stringify(authorIds)
			const accepted = acceptedBy.length === 0 ? null : JSON.stringify(acceptedBy)
			insert.run(documentId, sequence, bytes, personId, deviceId, at, count, from, authors, accepted, run)
			const before = stored.reduce((sum, replaced) => sum + replaced.bytes.length, 0)
			markThinned.run(sequence, bytes.length - before, documentId)
			return true
		},

		isSame(documentId, namedRun, sequence) {
			const { named, stored, living } = selectRuns.get(namedRun, documentId, sequence, documentId) as Record<
				'named' | 'stored' | 'living',
				number | null
			>
			if (named === null || living === null) return false
			if (sequence === 0) return true
			const run = stored ?? readArrivedRun(documentId, sequence)
			return run !== null && run <= named
		}
	}
}

function rowToUpdate({ run: _run, authorIds, acceptedBy, ...row }: UpdateRow): StoredUpdate {
	return {
		...row,
		authorIds: authorIds === null ? [row.personId] : (JSON.parse(authorIds) as string[]),
		acceptedBy: acceptedBy === null ? [] : (JSON.parse(acceptedBy) as string[])
	}
}
