/**
 * Stores documents in SQLite through node:sqlite. The tables are in migrations.ts; the owner of the database applies them,
 * and closes it. Device states and the review log are in devices.ts and review-log.ts.
 */
import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { createGroupCommit, Refusal } from '../../../database/sqlite/group-commit.ts'
import { prepareTransactions } from '../../../database/sqlite/connection.ts'
import { createArrivalsMover } from './arrivals-mover.ts'
import { createSqliteArrivals } from './arrivals.ts'
import { createSqliteLog } from './log.ts'
import type { DocumentInfo, DocumentStorage, NewUpdate, Snapshot } from '../storage.ts'

/**
 * The pace of commits: at 1,000 edits/s six share a flush, at 3,000 twenty. A commit costs as much processor time as storing twenty
 * edits, and nobody notices a few ms.
 */
const PACE = { leastMs: 5, mostMs: 7 }

export function createSqliteStorage(database: DatabaseSync): DocumentStorage {
	const run = randomUUID()
	const { number: runNumber } = database
		.prepare('INSERT INTO runs (id) VALUES (?) RETURNING number')
		.get(run) as unknown as { number: number }
	const arrivals = createSqliteArrivals(database, runNumber)
	const mover = createArrivalsMover(arrivals)
	const log = createSqliteLog(database, arrivals)
	const snapshots = createSqliteSnapshots(database)
	const inTransaction = prepareTransactions(database)

	const insertDocument = database.prepare(
		`INSERT INTO documents (document_id) VALUES (?)
		ON CONFLICT DO UPDATE SET deleted_at = NULL WHERE deleted_at IS NOT NULL`
	)
	const selectDocument = database.prepare(
		`SELECT document_id AS documentId, epoch, sequence, bytes, thinned_through AS thinnedThrough, deleted_at AS deletedAt
		FROM documents WHERE document_id = ?`
	)
	const selectIds = database.prepare(
		`SELECT document_id AS documentId FROM documents WHERE document_id > ? AND deleted_at IS NULL
		ORDER BY document_id LIMIT ?`
	)
	/** Documents that reach the size only with rows not moved yet are counted apart. */
	const countMoved = database.prepare('SELECT count(*) AS count FROM documents WHERE bytes >= ? AND deleted_at IS NULL')
	const bury = database.prepare(
		`UPDATE documents SET deleted_at = ?, epoch = epoch + 1, sequence = 0, bytes = 0, thinned_through = 0
		WHERE document_id = ? AND deleted_at IS NULL`
	)
	/** Device states and late edits belong to the epoch that ends. */
	const buried = ['updates', 'arrivals', 'snapshots', 'device_states', 'held_updates'].map((table) =>
		database.prepare(`DELETE FROM ${table} WHERE document_id = ?`)
	)
	/** Since the start, by document. Kept in memory, as what callers have read. */
	const thinnings = new Map<string, number>()
	let isOpen = true

	const appends = createGroupCommit(database, PACE, {
		apply: ({ documentId, update }: { documentId: string; update: NewUpdate }): number | Refusal =>
			arrivals.append(documentId, update) ?? new Refusal(`No document ${documentId}, or it is deleted`),
		onCommitted() {
			arrivals.keep()
			mover.noteKept()
		},
		onRolledBack: arrivals.drop
	})

	function open(): void {
		if (!isOpen) throw new Error('The storage is closed')
	}

	return {
		run,

		async createDocument(documentId) {
			open()
			return insertDocument.run(documentId).changes === 1
		},

		async deleteDocument(documentId, at) {
			open()
			arrivals.move([documentId])
			inTransaction(() => {
				if (bury.run(at, documentId).changes === 0) return
				for (const remove of buried) remove.run(documentId)
			})
			thinnings.delete(documentId)
		},

		async findDocument(documentId) {
			open()
			const row = selectDocument.get(documentId) as Omit<DocumentInfo, 'thinnings'> | undefined
			if (row === undefined) return null
			const info = { ...row, thinnings: thinnings.get(documentId) ?? 0 }
			const waiting = arrivals.find(documentId)
			return waiting === null ? info : { ...info, sequence: waiting.sequence, bytes: row.bytes + waiting.bytes }
		},

		append: (documentId, update) => appends.add({ documentId, update }),

		async load(documentId, after = 0, limit = -1) {
			open()
			return log.load(documentId, after, limit)
		},

		async loadSnapshot(documentId) {
			open()
			return snapshots.load(documentId)
		},

		async loadCoverage(documentId) {
			open()
			return snapshots.loadCoverage(documentId)
		},

		async saveSnapshot(documentId, snapshot) {
			open()
			arrivals.move([documentId])
			snapshots.save(documentId, snapshot)
		},

		async thin(documentId, row) {
			open()
			arrivals.move([documentId])
			const isDone = inTransaction(() => log.thin(documentId, row))
			if (isDone) thinnings.set(documentId, (thinnings.get(documentId) ?? 0) + 1)
			return isDone
		},

		async isSameLog(documentId, namedRun, sequence) {
			open()
			return log.isSame(documentId, namedRun, sequence)
		},

		async listDocuments(after, limit) {
			open()
			return selectIds.all(after, limit).map(({ documentId }) => String(documentId))
		},

		async countDocuments(leastBytes) {
			open()
			const { count } = countMoved.get(leastBytes) as { count: number }
			const grown = arrivals.documentIds().filter((documentId) => {
				const { bytes } = selectDocument.get(documentId) as unknown as Pick<DocumentInfo, 'bytes'>
				return bytes < leastBytes && bytes + (arrivals.find(documentId)?.bytes ?? 0) >= leastBytes
			})
			return count + grown.length
		},

		async close() {
			isOpen = false
			await appends.close()
			mover.close()
		}
	}
}

/** Snapshots of documents in SQLite: one for each document, the newest. */
export interface SqliteSnapshots {
	load(documentId: string): Snapshot | null
	loadCoverage(documentId: string): Omit<Snapshot, 'bytes'> | null
	save(documentId: string, snapshot: Snapshot): void
}

function createSqliteSnapshots(database: DatabaseSync): SqliteSnapshots {
	const coverage = 'epoch, snapshots.sequence, covers'
	const from = 'FROM snapshots JOIN documents USING (document_id) WHERE document_id = ?'
	const select = database.prepare(`SELECT ${coverage}, snapshots.bytes AS bytes ${from}`)
	const selectCoverage = database.prepare(`SELECT ${coverage} ${from}`)
	const upsert = database.prepare(
		`INSERT INTO snapshots (document_id, sequence, covers, bytes)
		SELECT document_id, ?, ?, ? FROM documents
		WHERE document_id = ? AND deleted_at IS NULL AND epoch = ? AND sequence >= ?
		ON CONFLICT DO UPDATE SET sequence = excluded.sequence, covers = excluded.covers, bytes = excluded.bytes
			WHERE excluded.sequence > sequence`
	)

	return {
		load(documentId) {
			const row = select.get(documentId) as Snapshot | undefined
			return row === undefined ? null : { ...row }
		},
		loadCoverage(documentId) {
			const row = selectCoverage.get(documentId) as Omit<Snapshot, 'bytes'> | undefined
			return row === undefined ? null : { ...row }
		},
		save(documentId, { epoch, sequence, bytes, covers }) {
			upsert.run(sequence, covers, bytes, documentId, epoch, sequence)
		}
	}
}
