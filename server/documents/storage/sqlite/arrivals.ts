/**
 * Stores the newest rows of documents in order of arrival, not of document (`arrivals` in migrations.ts), and moves them to
 * `updates`.
 *
 * `documents.sequence` and `documents.bytes` count what is in `updates`; rows above that sequence are here. So a row that is
 * in both tables, between moving and clearing, counts once. What a killed server left here is moved when the next one starts.
 */
import type { DatabaseSync } from 'node:sqlite'
import { prepareTransactions } from '../../../database/sqlite/connection.ts'
import type { NewUpdate } from '../storage.ts'

export interface SqliteArrivals {
	/**
	 * Call within a transaction; the row counts once `keep` is called. Returns the update's sequence; null, without storing it,
	 * for an unknown or deleted document.
	 */
	append(documentId: string, update: NewUpdate): number | null
	/** The transaction is committed. */
	keep(): void
	/** The transaction was rolled back. */
	drop(): void
	/** Null when all of the document's rows are in `updates`. */
	find(documentId: string): Waiting | null
	/** How many rows are not moved. */
	count(): number
	documentIds(): string[]
	/** Moves their rows to `updates`, in one transaction. */
	move(documentIds: readonly string[]): void
	/** The number of the newest row, moved or not; 0: there is none. */
	newest(): number
	/** Removes the oldest rows up to a number, at most `limit`, all of them moved. Returns how many it removed. */
	clear(through: number, limit: number): number
}

/** A document's rows that are not moved, without gaps, up to `sequence`. */
export interface Waiting {
	sequence: number
	bytes: number
	/** Their numbers in the table, oldest first. */
	numbers: number[]
}

interface Staged {
	documentId: string
	sequence: number
	size: number
}

interface LeftBehind extends Staged {
	number: number
	/** The document's rows up to this sequence are in `updates`; null for a document that is deleted or was never created. */
	moved: number | null
}

export function createSqliteArrivals(database: DatabaseSync, run: number): SqliteArrivals {
	const inTransaction = prepareTransactions(database)
	const selectSequence = database.prepare('SELECT sequence FROM documents WHERE document_id = ? AND deleted_at IS NULL')
	const insert = database.prepare(
		`INSERT INTO arrivals (number, document_id, sequence, bytes, person_id, device_id, at, run, accepted_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	)
	const columns = 'document_id, sequence, bytes, person_id, device_id, at, run, accepted_by'
	const copy = database.prepare(
		`INSERT INTO updates (${columns}) SELECT ${columns} FROM arrivals
		WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number`
	)
	const advance = database.prepare('UPDATE documents SET sequence = ?, bytes = bytes + ? WHERE document_id = ?')
	const remove = database.prepare(
		'DELETE FROM arrivals WHERE number IN (SELECT number FROM arrivals WHERE number <= ? ORDER BY number LIMIT ?)'
	)
	const selectAll = database.prepare(
		`SELECT number, arrivals.document_id AS documentId, arrivals.sequence, length(arrivals.bytes) AS size,
			documents.sequence AS moved
		FROM arrivals LEFT JOIN documents ON documents.document_id = arrivals.document_id AND deleted_at IS NULL
		ORDER BY number`
	)
	const byDocument = new Map<string, Waiting>()
	const staged: Staged[] = []
	/** The newest staged sequence, by document. */
	const next = new Map<string, number>()
	let newest = 0
	let count = 0

	readLeftBehind()

	/** Reads what an earlier run has left. Reading is enough to go on, so a server starts on a full disk, too. */
	function readLeftBehind(): void {
		for (const { number, documentId, sequence, size, moved } of selectAll.iterate() as Iterable<LeftBehind>) {
			newest = number
			if (moved !== null && sequence > moved) take(documentId, number, sequence, size)
		}
	}

	function take(documentId: string, number: number, sequence: number, size: number): void {
		const waiting = byDocument.get(documentId) ?? { sequence: 0, bytes: 0, numbers: [] }
		byDocument.set(documentId, waiting)
		waiting.sequence = sequence
		waiting.bytes += size
		waiting.numbers.push(number)
		count += 1
	}

	function reset(): void {
		staged.length = 0
		next.clear()
	}

	function readSequence(documentId: string): number | undefined {
		const waiting = next.get(documentId) ?? byDocument.get(documentId)?.sequence
		return waiting ?? (selectSequence.get(documentId) as { sequence: number } | undefined)?.sequence
	}

	function moveOne(documentId: string): void {
		const waiting = byDocument.get(documentId)
		if (waiting === undefined) return
		copy.run(JSON.stringify(waiting.numbers))
		advance.run(waiting.sequence, waiting.bytes, documentId)
	}

	return {
		append(documentId, { bytes, personId, deviceId, at, acceptedBy }) {
			const before = readSequence(documentId)
			if (before === undefined) return null
			const sequence = before + 1
			const accepted = acceptedBy === undefined ? null : JSON.stringify([acceptedBy])
			insert.run(newest + staged.length + 1, documentId, sequence, bytes, personId, deviceId, at, run, accepted)
			staged.push({ documentId, sequence, size: bytes.length })
			next.set(documentId, sequence)
			return sequence
		},

		keep() {
			for (const { documentId, sequence, size } of staged) take(documentId, ++newest, sequence, size)
			reset()
		},

		drop: reset,

		find: (documentId) => byDocument.get(documentId) ?? null,
		count: () => count,
		documentIds: () => [...byDocument.keys()],

		move(documentIds) {
			const waiting = documentIds.filter((documentId) => byDocument.has(documentId))
			if (waiting.length === 0) return
			inTransaction(() => waiting.forEach(moveOne))
			for (const documentId of waiting) {
				count -= byDocument.get(documentId)?.numbers.length ?? 0
				byDocument.delete(documentId)
			}
		},

		newest: () => newest,
		clear: (through, limit) => Number(remove.run(through, limit).changes)
	}
}
