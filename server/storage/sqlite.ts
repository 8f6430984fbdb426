/**
 * Documents and device states in SQLite through node:sqlite. The layout is in migrations/, applied here;
 * whoever opened the database closes it.
 */
import type { DatabaseSync } from 'node:sqlite'
import { reported, touched, type DeviceAddress, type DeviceStates } from './devices.ts'
import { createGroupCommit, Refusal } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { documentMigrations } from './migrations/documents.ts'
import type { DeviceState, DocumentInfo, DocumentStorage, NewUpdate, StoredUpdate } from './storage.ts'

/** Commits of edits are at least so far apart, in ms: at 3,000 edits/s about six share a flush. */
const COMMIT_INTERVAL_MS = 2

export function createSqliteStorage(database: DatabaseSync): DocumentStorage {
	migrate(database, 'documents', documentMigrations)
	const insertDocument = database.prepare('INSERT INTO documents (document_id) VALUES (?) ON CONFLICT DO NOTHING')
	const selectDocument = database.prepare(
		`SELECT document_id AS documentId, epoch, sequence, bytes, deleted_at AS deletedAt
		FROM documents WHERE document_id = ?`
	)
	const advance = database.prepare(
		`UPDATE documents SET sequence = sequence + 1, bytes = bytes + ?
		WHERE document_id = ? AND deleted_at IS NULL RETURNING sequence`
	)
	const insertUpdate = database.prepare('INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?)')
	const selectUpdates = database.prepare(
		`SELECT sequence, bytes, person_id AS personId, device_id AS deviceId, at
		FROM updates WHERE document_id = ? AND sequence > ? ORDER BY sequence`
	)
	let isOpen = true

	const appends = createGroupCommit(
		database,
		COMMIT_INTERVAL_MS,
		({ documentId, update }: { documentId: string; update: NewUpdate }): number | Refusal => {
			const row = advance.get(update.bytes.length, documentId) as { sequence: number } | undefined
			if (row === undefined) return new Refusal(`No document ${documentId}, or it is deleted`)
			insertUpdate.run(documentId, row.sequence, update.bytes, update.personId, update.deviceId, update.at)
			return row.sequence
		}
	)

	function open(): void {
		if (!isOpen) throw new Error('The storage is closed')
	}

	return {
		async createDocument(documentId) {
			open()
			return insertDocument.run(documentId).changes === 1
		},

		async findDocument(documentId) {
			open()
			const row = selectDocument.get(documentId) as DocumentInfo | undefined
			return row === undefined ? null : { ...row }
		},

		append: (documentId, update) => appends.add({ documentId, update }),

		async load(documentId, after = 0) {
			open()
			return selectUpdates.all(documentId, after) as unknown as StoredUpdate[]
		},

		async close() {
			isOpen = false
			await appends.close()
		}
	}
}

type DeviceWrite = { type: 'record'; state: DeviceState } | { type: 'touch'; address: DeviceAddress; at: string }

/** Device states are worth half a second of delay (`intervalMs`), not a flush each. */
export function createSqliteDeviceStates(database: DatabaseSync, intervalMs = 500): DeviceStates {
	migrate(database, 'documents', documentMigrations)
	const upsert = database.prepare(
		`INSERT INTO device_states VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET app_version = excluded.app_version, have_sequence = excluded.have_sequence,
			seen_sequence = max(seen_sequence, excluded.seen_sequence), unsent = excluded.unsent, last_seen_at = excluded.last_seen_at`
	)
	const touch = database.prepare(
		`INSERT INTO device_states VALUES (?, ?, ?, '', 0, 0, NULL, ?)
		ON CONFLICT DO UPDATE SET last_seen_at = max(last_seen_at, excluded.last_seen_at)`
	)
	const columns = `document_id AS documentId, person_id AS personId, device_id AS deviceId,
		app_version AS appVersion, have_sequence AS haveSequence, seen_sequence AS seenSequence, unsent,
		last_seen_at AS lastSeenAt`
	const select = database.prepare(`SELECT ${columns} FROM device_states WHERE document_id = ?`)
	const selectMany = database.prepare(
		`SELECT ${columns} FROM device_states WHERE document_id IN (SELECT value FROM json_each(?))`
	)
	let isOpen = true

	const writes = createGroupCommit(database, intervalMs, (write: DeviceWrite) => {
		const { documentId, personId, deviceId } = write.type === 'record' ? write.state : write.address
		if (write.type === 'touch') return touch.run(documentId, personId, deviceId, write.at)
		const { appVersion, haveSequence, seenSequence, unsent, lastSeenAt } = write.state
		return upsert.run(documentId, personId, deviceId, appVersion, haveSequence, seenSequence, unsent, lastSeenAt)
	})

	async function forDocuments(
		documentIds: readonly string[],
		rows: readonly DeviceState[]
	): Promise<Map<string, DeviceState[]>> {
		if (!isOpen) throw new Error('The device states are closed')
		const wanted = new Set(documentIds)
		const states = new Map(rows.map((row) => [keyOf(row), { ...row }]))
		for (const write of writes.queued()) {
			const address = write.type === 'record' ? write.state : write.address
			if (!wanted.has(address.documentId)) continue
			const key = keyOf(address)
			const before = states.get(key)
			states.set(key, write.type === 'record' ? reported(before, write.state) : touched(before, address, write.at))
		}
		return Map.groupBy(states.values(), ({ documentId }) => documentId)
	}

	return {
		record: async (state) => void (await writes.add({ type: 'record', state })),
		touch: async (address, at) => void (await writes.add({ type: 'touch', address, at })),

		async forDocument(documentId) {
			const rows = select.all(documentId) as unknown as DeviceState[]
			return (await forDocuments([documentId], rows)).get(documentId) ?? []
		},

		async forDocuments(documentIds) {
			return forDocuments(documentIds, selectMany.all(JSON.stringify(documentIds)) as unknown as DeviceState[])
		},

		async close() {
			isOpen = false
			await writes.close()
		}
	}
}

function keyOf({ documentId, personId, deviceId }: DeviceAddress): string {
	return `${documentId} ${personId} ${deviceId}`
}
