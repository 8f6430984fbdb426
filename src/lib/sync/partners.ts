import type { SyncRecord } from './store-records.ts'
import type { Partner } from './sync-snapshot.ts'

/** What of the person's newest acknowledged edit has reached the others. Without such an edit: nothing. */
export function partnersOf({ participants, ownSequence }: SyncRecord, personId: string): Partner[] {
	return participants
		.filter((participant) => participant.personId !== personId)
		.map(({ personId: id, haveSequence, seenSequence, lastSeenAt }) => ({
			personId: id,
			has: ownSequence !== null && haveSequence >= ownSequence,
			sees: ownSequence !== null && seenSequence >= ownSequence,
			lastSeenAt
		}))
}
