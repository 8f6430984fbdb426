/** What a programme was to somebody whose part in it has ended: of what came after, and of who came after, they learn nothing. */
import { currentMembers, emptyLedger, type Entry, type Ledger } from './ledger.ts'
import { playEntry } from './play.ts'

/** The ledger as it was while the person last took part; null: it never had them. */
export function playLastPart(programId: string, entries: readonly Entry[], personId: string): Ledger | null {
	let ledger = emptyLedger(programId)
	let last: Ledger | null = null
	for (const entry of entries) {
		ledger = playEntry(ledger, entry)
		if (currentMembers(ledger).some((member) => member.personId === personId)) last = ledger
	}
	return last
}
