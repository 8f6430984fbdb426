/** Who may read the ledger of a programme, and how far. */
import { canOversee } from '#domain/access.ts'
import { currentMembers, isInvolved, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { readableEntry, type EntryReader } from '#domain/ledger/readable.ts'
import { readEntries, readLedger } from '../ledger/ledger-log.ts'
import type { Registry } from '../registry/database.ts'
import { standingOf } from '../registry/standing.ts'

export interface OpenedLedger {
	municipalityId: string
	/** The one the programme was requested under. */
	regulationId: string
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
	const { regulationId } = ledger.request
	if (canOversee(await standingOf(registry, personId), municipalityId)) {
		return { municipalityId, regulationId, reader: { personId, isStaff: true, until: null } }
	}
	const part = await findPart(registry, personId, ledger)
	return part === null ? null : { municipalityId, regulationId, reader: { personId, isStaff: false, ...part } }
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

async function findPart(
	{ query }: Registry,
	personId: string,
	ledger: Ledger
): Promise<Pick<EntryReader, 'until'> | null> {
	const part = await query
		.selectFrom('memberships')
		.select('ended_at')
		.where('program_id', '=', ledger.programId)
		.where('person_id', '=', personId)
		.executeTakeFirst()
	const isMember = currentMembers(ledger).some((member) => member.personId === personId)
	const isAwaited = !isMember && (isInvolved(ledger, personId, 'mentor') || isInvolved(ledger, personId, 'mentee'))
	if (isAwaited) return { until: null }
	return part === undefined ? null : { until: part.ended_at }
}

async function isDeleted({ query }: Registry, programId: string): Promise<boolean> {
	const row = await query.selectFrom('programs').select('deleted_at').where('id', '=', programId).executeTakeFirst()
	return row !== undefined && row.deleted_at !== null
}
