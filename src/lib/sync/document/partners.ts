import type { SyncRecord } from './store-records.ts'
import type { Partner } from './snapshot.ts'

/** What of the person's newest acknowledged edit has reached the others. Without such an edit: nothing. */
export function partnersOf({ participants, ownSequence }: SyncRecord, personId: string): Partner[] {
	// Sequences begin at 1: an ACK that named none covers the edit, but does not say who has it.
	const isKnown = ownSequence !== null && ownSequence > 0
	return participants
		.filter((participant) => participant.personId !== personId)
		.map(({ personId: id, haveSequence, seenSequence, lastSeenAt }) => ({
			personId: id,
			has: isKnown && haveSequence >= ownSequence,
			sees: isKnown && seenSequence >= ownSequence,
			lastSeenAt
		}))
}
