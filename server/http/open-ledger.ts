/** Who may read the ledger of a programme, and how far. */
import { canOversee, canOverseeProgram } from '#domain/access.ts'
import { endingsOf } from '#domain/ledger/former-parts.ts'
import { currentMembers, isInvolved, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { readableEntry, type EntryReader } from '#domain/ledger/readable.ts'
import { institutionVoices } from '../ledger/institution-voice.ts'
import { readEntries, readLedger } from '../ledger/ledger-log.ts'
import type { Registry } from '../registry/database.ts'
import { findPart } from '../registry/memberships.ts'
import { organisationOf } from '../registry/program-place.ts'
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
	const standing = await standingOf(registry, personId)
	if (canOversee(standing, municipalityId)) return { ...opened, reader: { personId, isStaff: true, ...wholly } }
	const organisationId = await organisationOf(registry, programId, ledger.request.menteeIds)
	const place = { municipalityId, organisationId }
	if (canOverseeProgram(standing, place)) {
		const voices = await institutionVoices(registry, standing, place, opened.regulationId)
		return { ...opened, reader: { personId, isStaff: voices.length > 0, ...wholly } }
	}
	const reach = await readReach(registry, personId, ledger)
	return reach === null ? null : { ...opened, reader: { personId, isStaff: false, ...reach } }
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

const wholly = { until: null, endingIds: [] }

/** How far somebody reads whose part lasts, is awaited, or has ended; null: they never had one. */
async function readReach(
	registry: Registry,
	personId: string,
	ledger: Ledger
): Promise<Pick<EntryReader, 'until' | 'endingIds'> | null> {
	const isMember = currentMembers(ledger).some((member) => member.personId === personId)
	const isAwaited = !isMember && (isInvolved(ledger, personId, 'mentor') || isInvolved(ledger, personId, 'mentee'))
	if (isAwaited && ledger.phase !== 'closed') return wholly
	const part = await findPart(registry, ledger.programId, personId)
	// Whose request came to nothing.
	if (part === null) return isAwaited ? wholly : null
	if (part.endedBy === 'closure') return wholly
	// Whom a curator has shut out learns of nothing since then.
	return { until: part.endedAt, endingIds: part.endedBy === null ? [] : endingsOf(ledger, personId) }
}
