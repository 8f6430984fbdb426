import type { ProgramSummary } from '#domain/summary.ts'
import { partnersOf } from './partners.ts'
import { databaseName, openExistingDatabase } from './store-database.ts'
import { noSyncRecord, readRecords, unsentOf } from './store-records.ts'
import type { SyncSnapshot } from './sync-snapshot.ts'

export interface StoredProgram {
	/** As of the last edit this device has; null when the plan was opened but never received. */
	summary: ProgramSummary | null
	snapshot: Pick<SyncSnapshot, 'unsent' | 'lastSyncedAt' | 'partners'>
}

/** What this device knows of a programme without opening its documents; null: nothing, or it cannot be read. */
export async function readStoredProgram(personId: string, planDocumentId: string): Promise<StoredProgram | null> {
	let db: IDBDatabase | null = null
	try {
		db = await openExistingDatabase(databaseName(personId, planDocumentId))
		if (db === null) return null
		const { counts, sync, summary } = await readRecords(db)
		const record = sync ?? noSyncRecord
		return {
			summary: summary as ProgramSummary | null,
			snapshot: {
				unsent: unsentOf(counts.values()),
				lastSyncedAt: record.lastSyncedAt,
				partners: partnersOf(record, personId)
			}
		}
	} catch {
		// A list of programmes without what this device knows is still a list; opening one tells what is wrong.
		return null
	} finally {
		db?.close()
	}
}
