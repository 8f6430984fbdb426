/**
 * Stores the review log in SQLite, in the tables of migrations.ts. SQLite takes `length` of a blob from the row's header, so
 * the contents stay on the disk.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { ReviewListing, ReviewUpdate, ReviewLog, UndecidedCount, WaitingEdit } from '../review-log.ts'

export function createSqliteReviewLog(database: DatabaseSync): ReviewLog {
	const selectLiving = database.prepare(
		'SELECT 1 FROM documents WHERE document_id = ? AND epoch = ? AND deleted_at IS NULL'
	)
	const selectSame = database.prepare('SELECT 1 FROM held_updates WHERE document_id = ? AND person_id = ? AND hash = ?')
	const measure = database.prepare(
		`SELECT count(*) AS count, total(length(bytes)) AS bytes FROM held_updates
		WHERE document_id = ? AND person_id = ? AND state = 'waiting'`
	)
	const insert = database.prepare(
		'INSERT INTO held_updates (id, document_id, person_id, device_id, received_at, hash, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)'
	)
	const listing = `id, document_id AS documentId, person_id AS personId, device_id AS deviceId, received_at AS receivedAt,
		state, decided_by AS decidedBy, decided_at AS decidedAt, entered_at AS enteredAt`
	const selectMany = database.prepare(
		`SELECT ${listing} FROM held_updates WHERE document_id IN (SELECT value FROM json_each(?))
		ORDER BY state <> 'waiting', received_at DESC, rowid DESC LIMIT ?`
	)
	const select = database.prepare(`SELECT ${listing}, bytes FROM held_updates WHERE id = ?`)
	const update = database.prepare(
		`UPDATE held_updates SET state = ?, decided_by = ?, decided_at = ? WHERE id = ? AND state NOT IN ('accepted', 'entered')`
	)
	const enter = database.prepare(
		`UPDATE held_updates SET state = 'entered', entered_at = ? WHERE id = ? AND state = 'waiting'`
	)
	// Written as in the index: an equivalent condition would not use it.
	const isUndecided = `state IN ('waiting', 'set-aside')`
	const count = database.prepare(`SELECT count(*) AS waiting FROM held_updates WHERE state = 'waiting'`)
	const countMany = database.prepare(
		`SELECT document_id AS documentId, person_id AS personId, total(state = 'waiting') AS waiting,
			total(state = 'set-aside') AS setAside FROM held_updates
		WHERE ${isUndecided} AND document_id IN (SELECT value FROM json_each(?)) GROUP BY document_id, person_id`
	)
	const selectWaiting = database.prepare(
		`SELECT id, document_id AS documentId, person_id AS personId FROM held_updates WHERE state = 'waiting'
		ORDER BY received_at, rowid`
	)

	return {
		// Its steps are synchronous, so nothing comes between them.
		async add({ documentId, epoch, personId, deviceId, receivedAt, bytes }, { most, mostBytes }) {
			if (selectLiving.get(documentId, epoch) === undefined) return 'gone'
			const hash = createHash('sha256').update(bytes).digest()
			if (selectSame.get(documentId, personId, hash) !== undefined) return 'known'
			const waiting = measure.get(documentId, personId) as { count: number; bytes: number }
			if (waiting.count >= most || waiting.bytes + bytes.length > mostBytes) return 'too-large'
			insert.run(randomUUID(), documentId, personId, deviceId, receivedAt, hash, bytes)
			return 'added'
		},

		async list(documentIds, limit) {
			const rows = selectMany.all(JSON.stringify(documentIds), limit) as unknown as ReviewListing[]
			return rows.map((row) => ({ ...row }))
		},

		async find(id) {
			const row = select.get(id) as ReviewUpdate | undefined
			return row === undefined ? null : { ...row }
		},

		countWaiting: async () => (count.get() as { waiting: number }).waiting,

		async countUndecidedByDocument(documentIds) {
			type Row = UndecidedCount & { documentId: string }
			const rows = countMany.all(JSON.stringify(documentIds)) as unknown as Row[]
			const byDocument = Map.groupBy(rows, ({ documentId }) => documentId)
			return new Map(
				[...byDocument].map(([documentId, own]) => [
					documentId,
					own.map(({ personId, waiting, setAside }) => ({ personId, waiting, setAside }))
				])
			)
		},

		async listWaiting() {
			const rows = selectWaiting.all() as unknown as WaitingEdit[]
			return rows.map((row) => ({ ...row }))
		},

		async decide(id, { state, decidedBy, decidedAt }) {
			return update.run(state, decidedBy, decidedAt, id).changes === 1
		},

		async enter(id, at) {
			return enter.run(at, id).changes === 1
		}
	}
}
