/** The rows of documents in SQLite. Who calls `append` and `thin` holds a transaction. */
import type { DatabaseSync } from 'node:sqlite'
import { isReplacedBy } from './replaced-rows.ts'
import type { NewUpdate, StoredUpdate } from './storage.ts'

export interface SqliteLog {
	/** The update's sequence; null, storing nothing, for an unknown or deleted document. */
	append(documentId: string, update: NewUpdate): number | null
	/** `limit` below 0: all. */
	load(documentId: string, after: number, limit: number): StoredUpdate[]
	thin(documentId: string, row: StoredUpdate): boolean
	isSame(documentId: string, run: string, sequence: number): boolean
}

type UpdateRow = Omit<StoredUpdate, 'authorIds'> & { authorIds: string | null; run: number }

const COLUMNS = `sequence, bytes, person_id AS personId, device_id AS deviceId, at, count, coalesce(from_at, at) AS "from",
	author_ids AS authorIds, run`

export function createSqliteLog(database: DatabaseSync, runNumber: number): SqliteLog {
	const advance = database.prepare(
		`UPDATE documents SET sequence = sequence + 1, bytes = bytes + ?
		WHERE document_id = ? AND deleted_at IS NULL RETURNING sequence`
	)
	const insert = database.prepare(
		`INSERT INTO updates (document_id, sequence, bytes, person_id, device_id, at, count, from_at, author_ids, run)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	)
	const selectAfter = database.prepare(
		`SELECT ${COLUMNS} FROM updates WHERE document_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`
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
	const selectPlace = database.prepare(
		`SELECT (SELECT number FROM runs WHERE id = ?) AS named,
			(SELECT run FROM updates WHERE document_id = ? AND sequence >= ? ORDER BY sequence LIMIT 1) AS stored,
			(SELECT 1 FROM documents WHERE document_id = ? AND deleted_at IS NULL) AS living`
	)

	return {
		append(documentId, { bytes, personId, deviceId, at }) {
			const row = advance.get(bytes.length, documentId) as { sequence: number } | undefined
			if (row === undefined) return null
			insert.run(documentId, row.sequence, bytes, personId, deviceId, at, 1, null, null, runNumber)
			return row.sequence
		},

		load: (documentId, after, limit) =>
			(selectAfter.all(documentId, after, limit) as unknown as UpdateRow[]).map(rowToUpdate),

		thin(documentId, row) {
			const first = row.sequence - row.count + 1
			const stored = selectBetween.all(documentId, first, row.sequence) as unknown as UpdateRow[]
			const document = selectThinned.get(documentId) as { thinnedThrough: number } | undefined
			if (document === undefined || !isReplacedBy(stored, row, document.thinnedThrough)) return false
			const { sequence, bytes, personId, deviceId, at, count, from, authorIds } = row
			const run = Math.max(...stored.map((replaced) => replaced.run))
			deleteBetween.run(documentId, first, sequence)
			insert.run(documentId, sequence, bytes, personId, deviceId, at, count, from, JSON.stringify(authorIds), run)
			const before = stored.reduce((sum, replaced) => sum + replaced.bytes.length, 0)
			markThinned.run(sequence, bytes.length - before, documentId)
			return true
		},

		isSame(documentId, run, sequence) {
			const { named, stored, living } = selectPlace.get(run, documentId, sequence, documentId) as Record<
				'named' | 'stored' | 'living',
				number | null
			>
			if (named === null || living === null) return false
			return sequence === 0 || (stored !== null && stored <= named)
		}
	}
}

function rowToUpdate({ run: _run, authorIds, ...row }: UpdateRow): StoredUpdate {
	return { ...row, authorIds: authorIds === null ? [row.personId] : (JSON.parse(authorIds) as string[]) }
}
