/** Stores device states in SQLite, in the tables of migrations.ts. */
import type { DatabaseSync } from 'node:sqlite'
import {
	forgetSilent,
	MOST_DEVICES,
	reported,
	touched,
	type DeviceAddress,
	type DeviceStates,
	type DeviceState
} from '../devices.ts'
import { createGroupCommit } from '../../../database/sqlite/group-commit.ts'

type DeviceRow = Omit<DeviceState, 'isPersisted'> & { isPersisted: number | null }
type DeviceWrite = Report | { type: 'forget'; personId: string }
type Report = { type: 'record'; state: DeviceState } | { type: 'touch'; address: DeviceAddress; at: string }

/** Writes are grouped: a device state may wait half a second (`intervalMs`), and is not worth a flush of its own. */
export function createSqliteDeviceStates(database: DatabaseSync, intervalMs = 500): DeviceStates {
	const upsert = database.prepare(
		`INSERT INTO device_states (document_id, person_id, device_id, app_version, have_sequence, seen_sequence, unsent,
			free_bytes, is_persisted, last_seen_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET app_version = excluded.app_version, have_sequence = excluded.have_sequence,
			seen_sequence = max(seen_sequence, excluded.seen_sequence), unsent = excluded.unsent,
			free_bytes = excluded.free_bytes, is_persisted = excluded.is_persisted, last_seen_at = excluded.last_seen_at`
	)
	const touchKnown = database.prepare(
		`UPDATE device_states SET last_seen_at = max(last_seen_at, ?4)
		WHERE document_id = ?1 AND person_id = ?2 AND device_id = ?3`
	)
	const touchNew = database.prepare(
		`INSERT INTO device_states (document_id, person_id, device_id, app_version, have_sequence, seen_sequence, last_seen_at)
		VALUES (?, ?, ?, '', 0, 0, ?)`
	)
	const forget = database.prepare(
		`DELETE FROM device_states WHERE document_id = ?1 AND person_id = ?2 AND device_id IN (
			SELECT device_id FROM device_states WHERE document_id = ?1 AND person_id = ?2
			ORDER BY device_id = ?3 DESC, last_seen_at DESC LIMIT -1 OFFSET ${MOST_DEVICES}
		)`
	)
	const forgetOf = database.prepare('DELETE FROM device_states WHERE person_id = ?')
	const columns = `document_id AS documentId, person_id AS personId, device_id AS deviceId,
		app_version AS appVersion, have_sequence AS haveSequence, seen_sequence AS seenSequence, unsent,
		free_bytes AS freeBytes, is_persisted AS isPersisted, last_seen_at AS lastSeenAt`
	const select = database.prepare(`SELECT ${columns} FROM device_states WHERE document_id = ?`)
	const selectMany = database.prepare(
		`SELECT ${columns} FROM device_states WHERE document_id IN (SELECT value FROM json_each(?))`
	)
	const forgottenIds = new Set<string>()
	let isOpen = true

	const writes = createGroupCommit(database, { leastMs: intervalMs, mostMs: intervalMs }, { apply })

	function apply(write: DeviceWrite): void {
		if (write.type === 'forget') return void forgetOf.run(write.personId)
		const { documentId, personId, deviceId } = write.type === 'record' ? write.state : write.address
		if (write.type === 'record') record(write.state)
		else {
			// A known device adds no row, so none has to be dropped.
			if (touchKnown.run(documentId, personId, deviceId, write.at).changes === 1) return
			touchNew.run(documentId, personId, deviceId, write.at)
		}
		forget.run(documentId, personId, deviceId)
	}

	function record({ documentId, personId, deviceId, ...state }: DeviceState): void {
		const { appVersion, haveSequence, seenSequence, unsent, freeBytes, isPersisted, lastSeenAt } = state
		const persisted = isPersisted === null ? null : Number(isPersisted)
		upsert.run(
			...[documentId, personId, deviceId, appVersion, haveSequence, seenSequence, unsent, freeBytes, persisted],
			lastSeenAt
		)
	}

	async function forDocuments(
		documentIds: readonly string[],
		rows: readonly DeviceRow[]
	): Promise<Map<string, DeviceState[]>> {
		if (!isOpen) throw new Error('The device states are closed')
		const wanted = new Set(documentIds)
		const states = rows.map(rowToState).filter(({ personId }) => !forgottenIds.has(personId))
		const byDocument = Map.groupBy(states, ({ documentId }) => documentId)
		for (const write of writes.queued()) {
			if (write.type === 'forget') continue
			const address = write.type === 'record' ? write.state : write.address
			if (forgottenIds.has(address.personId) || !wanted.has(address.documentId)) continue
			const states = new Map((byDocument.get(address.documentId) ?? []).map((state) => [keyOf(state), state]))
			const key = keyOf(address)
			const before = states.get(key)
			states.set(key, write.type === 'record' ? reported(before, write.state) : touched(before, address, write.at))
			forgetSilent(states, address)
			byDocument.set(address.documentId, [...states.values()])
		}
		return byDocument
	}

	async function report(write: Report): Promise<void> {
		const { personId } = write.type === 'record' ? write.state : write.address
		if (!forgottenIds.has(personId)) await writes.add(write)
	}

	return {
		record: (state) => report({ type: 'record', state }),
		touch: (address, at) => report({ type: 'touch', address, at }),

		async forDocument(documentId) {
			const rows = select.all(documentId) as unknown as DeviceRow[]
			return (await forDocuments([documentId], rows)).get(documentId) ?? []
		},

		async forDocuments(documentIds) {
			return forDocuments(documentIds, selectMany.all(JSON.stringify(documentIds)) as unknown as DeviceRow[])
		},

		async forgetPerson(personId) {
			forgottenIds.add(personId)
			await writes.add({ type: 'forget', personId })
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

function rowToState(row: DeviceRow): DeviceState {
	return { ...row, isPersisted: row.isPersisted === null ? null : row.isPersisted === 1 }
}
