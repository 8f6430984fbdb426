import type { ProgramSummary } from '#domain/summary.ts'
import type { SyncSnapshot } from './sync-snapshot.ts'

export interface StoredProgram {
	/** As of the last edit this device has; null when the plan was opened but never received. */
	summary: ProgramSummary | null
	snapshot: Pick<SyncSnapshot, 'unsent' | 'lastSyncedAt' | 'partners'>
}

/** What this device knows of a programme without opening its documents; null: nothing. */
export async function readStoredProgram(personId: string, planDocumentId: string): Promise<StoredProgram | null> {
	throw new Error(`Not written yet: ${personId} ${planDocumentId}`)
}
