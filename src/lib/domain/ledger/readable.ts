/** What one person is told of a ledger. What they are not told changes nothing of what holds (`play.ts`). */
import type { Entry } from './ledger.ts'

export interface EntryReader {
	personId: string
	/** Curator or head of the municipality, or of the institution where the regulation has theirs there: told everything. */
	isStaff: boolean
	/** The instant the reader's part ended; null: it lasts or is awaited. */
	until: string | null
	/** Matters that ended it: what is said of them later is told, too. */
	endingIds: readonly string[]
}

/** The entry as the reader may read it; null: not at all. */
export function readableEntry(entry: Entry, { personId, isStaff, until, endingIds }: EntryReader): Entry | null {
	if (isStaff || entry.by.personId === personId) return entry
	const { statement } = entry
	const isOfEnding = 'matterId' in statement && endingIds.includes(statement.matterId)
	if (until !== null && entry.at > until && !isOfEnding) return null
	// How a withdrawn consent was settled is between the curator and whose data it is.
	if (statement.type === 'settle-withdrawal' && statement.personId !== personId) return null
	// The order waits for a consent, so that it was given is everybody's; whose data the sheet names is not (domain.md L3).
	if (statement.type === 'consent') return { ...entry, statement: { ...statement, text: '', representative: null } }
	return entry
}
