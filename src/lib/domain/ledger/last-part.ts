/** What a programme was to somebody whom it concerns no more: of what came after, and of who came after, they learn nothing. */
import { currentMembers, emptyLedger, involvedPeople, type Entry, type Ledger } from './ledger.ts'
import { playEntry } from './play.ts'

/** The ledger as it was while the person last took part; null: it never had them. */
export function playLastPart(programId: string, entries: readonly Entry[], personId: string): Ledger | null {
	return playLast(programId, entries, (ledger) => currentMembers(ledger).some((member) => member.personId === personId))
}

/** The same while they took part or were awaited in it. */
export function playLastConcern(programId: string, entries: readonly Entry[], personId: string): Ledger | null {
	return playLast(programId, entries, (ledger) => involvedPeople(ledger).includes(personId))
}

function playLast(programId: string, entries: readonly Entry[], isTheirs: (ledger: Ledger) => boolean): Ledger | null {
	let ledger = emptyLedger(programId)
	let last: Ledger | null = null
	for (const entry of entries) {
		ledger = playEntry(ledger, entry)
		if (isTheirs(ledger)) last = ledger
	}
	return last
}
