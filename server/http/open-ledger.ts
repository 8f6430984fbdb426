/** Who may read the ledger of a programme, and how far. */
import { canOversee, canOverseeProgram } from '#domain/access.ts'
import { apartFacts, type BareFacts, bareFactsFor, joiningSubjects, playTold } from '#domain/ledger/appointments.ts'
import { endingsOf } from '#domain/ledger/parts.ts'
import { currentMembers, isInvolved, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { readableEntry, type EntryReader } from '#domain/ledger/chronicle.ts'
import { organisationVoices } from '../programs/ledger/organisation-voice.ts'
import { readEntries, readLedger } from '../programs/ledger/ledger-log.ts'
import { hasConsented } from '../programs/ledger/own-consents.ts'
import type { Registry } from '../database/database.ts'
import { findPart, type Part } from '../people/memberships.ts'
import { organisationOf } from '../people/program-place.ts'
import { isDeleted } from '../people/programs.ts'
import { standingOf } from '../people/standing.ts'

export interface OpenedLedger {
	municipalityId: string
	/** The one the programme was requested under. */
	regulationId: string
	/** By all that the reader may read of it. */
	ledger: Ledger
	reader: EntryReader
	/** What the reader is told of a group they are to join, or of what they never took part in; null: they read what was stated. */
	bare: BareFacts | null
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
	if (canOversee(standing, municipalityId))
		return { ...opened, reader: { personId, isStaff: true, ...wholly }, bare: null }
	const organisationId = await organisationOf(registry, programId, ledger.request.menteeIds)
	const place = { municipalityId, organisationId }
	if (canOverseeProgram(standing, place)) {
		const voices = await organisationVoices(registry, standing, place, opened.regulationId)
		return { ...opened, reader: { personId, isStaff: voices.length > 0, ...wholly }, bare: null }
	}
	const part = await findPart(registry, programId, personId)
	const bare = bareFactsFor(ledger, personId, part?.endedAt ?? '')
	const reach = readReach(ledger, personId, part, bare)
	if (reach === null) return openApart(registry, opened, personId)
	const reader = { personId, isStaff: false, ...reach }
	if (reader.until === null) return { ...opened, reader, bare }
	return {
		...opened,
		ledger: playTold(programId, await readToldEntries(registry, programId, reader), bare),
		reader,
		bare
	}
}

/** Their own words, for whoever has consented to something about their data and never took part; null: for everybody else. */
async function openApart(
	registry: Registry,
	opened: Pick<OpenedLedger, 'municipalityId' | 'regulationId' | 'ledger'>,
	personId: string
): Promise<OpenedLedger | null> {
	const { programId } = opened.ledger
	if (!(await hasConsented(registry, programId, personId))) return null
	const entries = await readEntries(registry, programId)
	const bare = apartFacts(programId, entries, personId)
	if (bare === null) return null
	const reader: EntryReader = { personId, isStaff: false, until: '', ownIds: [] }
	return { ...opened, ledger: playTold(programId, readableTo(entries, reader), bare), reader, bare }
}

/** As the reader may read them, oldest first; of those after the sequence. */
export async function readToldEntries(
	registry: Registry,
	programId: string,
	reader: EntryReader,
	after = 0
): Promise<Entry[]> {
	return readableTo(await readEntries(registry, programId, after), reader)
}

function readableTo(entries: readonly Entry[], reader: EntryReader): Entry[] {
	return entries.flatMap((entry) => readableEntry(entry, reader) ?? [])
}

/** Null: the person may read nothing of it. */
export async function readToldLedger(registry: Registry, programId: string, personId: string): Promise<Ledger | null> {
	return (await openLedger(registry, programId, personId))?.ledger ?? null
}

const wholly = { until: null, ownIds: [] }

/** How far somebody reads whose part lasts, is awaited, or has ended; null: they never had one. */
function readReach(
	ledger: Ledger,
	personId: string,
	part: Part | null,
	bare: BareFacts | null
): Pick<EntryReader, 'until' | 'ownIds'> | null {
	const isMember = currentMembers(ledger).some((member) => member.personId === personId)
	const isNamed = isInvolved(ledger, personId, 'mentor') || isInvolved(ledger, personId, 'mentee')
	const isAwaited = !isMember && bare === null && isNamed
	if (isAwaited && ledger.phase !== 'closed') return wholly
	const joinings = bare === null ? [] : joiningSubjects(ledger, personId)
	// Whose request came to nothing.
	if (part === null) return bare === null ? (isAwaited ? wholly : null) : { until: '', ownIds: joinings }
	if (part.endedBy === 'closure') return wholly
	// Whom a curator has shut out learns of nothing since then but what regards their own data (`chronicle.ts`).
	const endings = part.endedBy === null ? [] : endingsOf(ledger, personId)
	return { until: part.endedAt, ownIds: [...endings, ...joinings] }
}
