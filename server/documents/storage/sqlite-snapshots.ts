/** Snapshots of documents in SQLite: one for each document, the newest. */
import type { DatabaseSync } from 'node:sqlite'
import type { Snapshot } from './storage.ts'

export interface SqliteSnapshots {
	load(documentId: string): Snapshot | null
	loadCoverage(documentId: string): Omit<Snapshot, 'bytes'> | null
	save(documentId: string, snapshot: Snapshot): void
}

export function createSqliteSnapshots(database: DatabaseSync): SqliteSnapshots {
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
