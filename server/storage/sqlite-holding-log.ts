/** The holding log in SQLite, in the tables of migrations/. */
import { createHash, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { HeldUpdate, HoldingLog } from './holding-log.ts'
import { migrate } from './migrate.ts'
import { documentMigrations } from './migrations/documents.ts'

export function createSqliteHoldingLog(database: DatabaseSync): HoldingLog {
	migrate(database, 'documents', documentMigrations)
	const insert = database.prepare(
		`INSERT INTO held_updates (id, document_id, person_id, device_id, received_at, hash, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`
	)
	const columns = `id, document_id AS documentId, person_id AS personId, device_id AS deviceId, received_at AS receivedAt,
		bytes, state, decided_by AS decidedBy, decided_at AS decidedAt`
	const selectMany = database.prepare(
		`SELECT ${columns} FROM held_updates WHERE document_id IN (SELECT value FROM json_each(?))
		ORDER BY received_at DESC, rowid DESC`
	)
	const select = database.prepare(`SELECT ${columns} FROM held_updates WHERE id = ?`)
	const update = database.prepare(
		`UPDATE held_updates SET state = ?, decided_by = ?, decided_at = ? WHERE id = ? AND state <> 'accepted'`
	)

	const count = database.prepare(`SELECT count(*) AS waiting FROM held_updates WHERE state = 'waiting'`)

	return {
		async hold({ documentId, personId, deviceId, receivedAt, bytes }) {
			const hash = createHash('sha256').update(bytes).digest()
			insert.run(randomUUID(), documentId, personId, deviceId, receivedAt, hash, bytes)
		},

		async list(documentIds) {
			const rows = selectMany.all(JSON.stringify(documentIds)) as unknown as HeldUpdate[]
			return rows.map((row) => ({ ...row }))
		},

		async find(id) {
			const row = select.get(id) as HeldUpdate | undefined
			return row === undefined ? null : { ...row }
		},

		countWaiting: async () => (count.get() as { waiting: number }).waiting,

		async decide(id, { state, decidedBy, decidedAt }) {
			return update.run(state, decidedBy, decidedAt, id).changes === 1
		}
	}
}
