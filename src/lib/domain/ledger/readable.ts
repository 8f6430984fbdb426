/** What one person is told of a ledger. What they are not told changes nothing of what holds (`play.ts`). */
import { subjectOf } from './chronicle.ts'
import type { Entry } from './ledger.ts'

export interface EntryReader {
	personId: string
	/** Curator or head of the municipality, or of the organisation where the regulation has theirs there: told everything. */
	isStaff: boolean
	/** The instant the reader's part ended; '': it is still to begin, in a group that goes on (`joining.ts`), or never did (`apart.ts`); null: it lasts or is awaited. */
	until: string | null
	/** Matters and remarks of how it begins or has ended: what is said of them later is told, too. */
	ownIds: readonly string[]
}

/** The entry as the reader may read it; null: not at all. */
export function readableEntry(entry: Entry, { personId, isStaff, until, ownIds }: EntryReader): Entry | null {
	if (isStaff || entry.by.personId === personId) return entry
	const { statement } = entry
	// How a withdrawn consent was settled is between the curator and whose data it is.
	if (statement.type === 'settle-consent-withdrawal') return statement.personId === personId ? entry : null
	const isOwn = ownIds.includes(subjectOf(entry) ?? entry.id)
	if (until !== null && entry.at > until && !isOwn) return null
	// The order waits for a consent, so that it was given is everybody's; whose data the sheet names is not (domain.md L3).
	if (statement.type === 'consent') return { ...entry, statement: { ...statement, text: '', representative: null } }
	return entry
}
