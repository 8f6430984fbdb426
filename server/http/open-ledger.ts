/** Who may read the ledger of a programme, and how far. */
import { canOversee } from '#domain/access.ts'
import { currentMembers, isInvolved, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { readableEntry, type EntryReader } from '#domain/ledger/readable.ts'
import { readEntries, readLedger } from '../ledger/ledger-log.ts'
import type { Registry } from '../registry/database.ts'
import { findPart } from '../registry/memberships.ts'
import { isDeleted } from '../registry/programs.ts'
import { standingOf } from '../registry/standing.ts'

export interface OpenedLedger {
	municipalityId: string
	/** The one the programme was requested under. */
	regulationId: string
	ledger: Ledger
	reader: EntryReader
}

/** Null: there is none, or it is not for this person. */
export async function openLedger(
	registry: Registry,
	programId: string,
	personId: string
): Promise<OpenedLedger | null> {
	const { municipalityId, ledger } = await readLedger(registry, programId)
	if (municipalityId === null || ledger.request === null) return null
	if (await isDeleted(registry, programId)) return null
	const opened = { municipalityId, regulationId: ledger.request.regulationId, ledger }
	if (canOversee(await standingOf(registry, personId), municipalityId)) {
		return { ...opened, reader: { personId, isStaff: true, until: null } }
	}
	const until = await readUntil(registry, personId, ledger)
	return until === undefined ? null : { ...opened, reader: { personId, isStaff: false, until } }
}

/** As the reader may read them, oldest first; of those after the sequence. */
export async function readToldEntries(
	registry: Registry,
	programId: string,
	reader: EntryReader,
	after = 0
): Promise<Entry[]> {
	return (await readEntries(registry, programId, after)).flatMap((entry) => readableEntry(entry, reader) ?? [])
}

/** The instant the person's part ended; null: it lasts, is awaited or ended with the programme. Undefined: they never had one. */
async function readUntil(registry: Registry, personId: string, ledger: Ledger): Promise<string | null | undefined> {
	const isMember = currentMembers(ledger).some((member) => member.personId === personId)
	const isAwaited = !isMember && (isInvolved(ledger, personId, 'mentor') || isInvolved(ledger, personId, 'mentee'))
	if (isAwaited && ledger.phase !== 'closed') return null
	const part = await findPart(registry, ledger.programId, personId)
	// Whose request came to nothing.
	if (part === null) return isAwaited ? null : undefined
	return part.endedBy === 'closure' ? null : part.endedAt
}
