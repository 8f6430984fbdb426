import { type PlanSummary, toPlanSummary } from '#domain/summary.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import { partnersOf } from '../document/status.ts'
import { databaseName, openExistingDatabase } from '../document/store-database.ts'
import { bytesLeftOf, readRecords, unsentOf, type LogState } from '../document/log-records.ts'
import { joinSnapshots, type SyncSnapshot } from '../document/snapshot.ts'

export interface StoredProgram {
	/**
	 * From the last edit this device has, to be counted against the approved edition; null when the plan was opened but never
	 * received, or when an older app stored it.
	 */
	summary: PlanSummary | null
	/** The document has every update of the relay's up to it. */
	have: number
	snapshot: SyncSnapshot
}

/**
 * What this device knows of a programme without opening its documents; null: nothing, or nothing certain. If the notes
 * cannot be read, it reports unsent edits of the plan, but never that all is sent: the programme would look safer than
 * it is.
 */
export async function readStoredProgram(
	personId: string,
	{ plan, notes }: ProgramListing['documents']
): Promise<StoredProgram | null> {
	const [ofPlan, ofNotes] = await Promise.all([
		// A list of programmes is useful without this. Opening the programme shows the reason.
		readStored(personId, plan).catch(() => null),
		notes === undefined ? null : readStored(personId, notes).catch(() => 'unreadable' as const)
	])
	if (ofPlan === null || ofNotes === null) return ofPlan
	if (ofNotes === 'unreadable') return ofPlan.snapshot.unsent > 0 ? ofPlan : null
	return { ...ofPlan, snapshot: joinSnapshots(ofPlan.snapshot, ofNotes.snapshot) }
}

/** The same of one document; null: nothing. Rejects when it cannot be read. */
export async function readStored(personId: string, documentId: string): Promise<StoredProgram | null> {
	const db = await openExistingDatabase(databaseName(personId, documentId))
	if (db === null) return null
	try {
		const records = await readRecords(db)
		const { state, summary } = records
		const { own, others } = unsentOf(records)
		return {
			summary: toPlanSummary(summary),
			have: state.have,
			snapshot: {
				...atRest,
				unsent: own + others,
				unsentOfOthers: others,
				...verdictOn(own + others, state),
				lastSyncedAt: state.lastSyncedAt,
				isGone: state.isGone,
				hasOwn: state.ackedSequence !== null,
				partners: partnersOf(state, personId),
				bytesLeft: bytesLeftOf(state)
			}
		}
	} finally {
		db.close()
	}
}

/** The relay's last verdict. It says nothing of edits made since. */
function verdictOn(
	unsent: number,
	{ verdict }: LogState
): Pick<SyncSnapshot, 'refused' | 'isUnderReview' | 'reviewOutcome'> {
	const refused = Math.min(unsent, verdict.refused)
	const isUnderReview = refused > 0 && refused === unsent && verdict.isUnderReview
	return { refused, isUnderReview, reviewOutcome: isUnderReview ? verdict.reviewOutcome : null }
}

/** A stored document that nobody has open. */
const atRest = {
	localStore: 'ready',
	localStoreFailure: null,
	localStoreLost: false,
	isLoaded: true,
	connection: 'offline',
	refusal: null,
	right: null,
	isSynced: false,
	unsaved: 0,
	isSpaceLow: false
} as const
