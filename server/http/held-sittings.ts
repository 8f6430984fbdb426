/**
 * Held edits → what a person brought from one device in one sitting. Somebody whose right ends while they type brings a burst
 * of edits, each built on the one before: they are read and decided on as one.
 */
import type { HeldListing } from '../documents/storage/review-log.ts'

const PAUSE_MS = 15 * 60 * 1000
/** In no id of an edit. */
const BETWEEN_IDS = '.'
/** As many as are listed. */
const MOST_EDITS = 200

/** `held` newest first, as the sittings then are, and the edits of each. What was decided on or entered apart stays apart. */
export function groupHeld(held: readonly HeldListing[]): HeldListing[][] {
	const sittings: HeldListing[][] = []
	const lastOf = new Map<string, HeldListing[]>()
	for (const edit of held) {
		const key = JSON.stringify([
			edit.documentId,
			edit.personId,
			edit.deviceId,
			edit.state,
			edit.decidedBy,
			edit.decidedAt,
			edit.enteredAt
		])
		const last = lastOf.get(key)
		const next = last?.at(-1)
		if (last !== undefined && next !== undefined && pauseBetween(edit, next) <= PAUSE_MS) last.push(edit)
		else {
			const begun = [edit]
			lastOf.set(key, begun)
			sittings.push(begun)
		}
	}
	return sittings
}

/** Names the edits that were listed: what comes later is not decided on with them. */
export function sittingIdOf(edits: readonly HeldListing[]): string {
	return edits.map(({ id }) => id).join(BETWEEN_IDS)
}

/** Oldest first, as they are to be read. */
export function editIdsOf(sittingId: string): string[] {
	return [...new Set(sittingId.split(BETWEEN_IDS, MOST_EDITS))].reverse()
}

function pauseBetween(earlier: HeldListing, later: HeldListing): number {
	return Date.parse(later.receivedAt) - Date.parse(earlier.receivedAt)
}
