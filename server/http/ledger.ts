import { z } from 'zod'
import { canOversee, canOverseeProgram } from '#domain/access.ts'
import {
	apartFacts,
	type BareFacts,
	bareFactsFor,
	joiningSubjects,
	playTold,
	toldMenteeIds
} from '#domain/ledger/appointments.ts'
import { type EntryReader, namedPeople, readableEntry } from '#domain/ledger/chronicle.ts'
import {
	currentMembers,
	type Entry,
	isAwaited,
	isInvolved,
	lastingMenteeIds,
	type Ledger
} from '#domain/ledger/ledger.ts'
import { endingsOf } from '#domain/ledger/parts.ts'
import { commandSchema } from '#domain/ledger/statement.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerReader, LedgerReading } from '#protocol/api/ledger.ts'
import type { Registry } from '../database/database.ts'
import { readMentees, readMentors } from '../people/bank.ts'
import { organisationKindsOf, readPost } from '../people/organisations.ts'
import { listPeople } from '../people/people.ts'
import { findPart, isDeleted, organisationOf, type Part } from '../people/programs.ts'
import { readCopy } from '../people/regulations.ts'
import { standingOf } from '../people/standing.ts'
import { readEntries, readLedger } from '../programs/ledger/ledger-log.ts'
import { hasConsented, organisationVoices, readStaffVoices } from '../programs/ledger/speakers.ts'
import { readPaperTexts } from '../programs/paper-texts.ts'
import { readUnitsFor } from '../programs/responsible-units.ts'
import { type ApiContext, readBody, readQuery, refuse, refuseTooMany } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { createRateLimit, type RateLimit, requireSession } from './serve/guards.ts'

const MOST_COMMANDS = 50
const MOST_BYTES = 256 * 1024
/** Commands of one person: some weeks offline come in a few batches, and all of the server hears one at a time. */
const COMMANDS = { most: 150, perMs: 60_000 }
/** Readings of one person. */
const READINGS = { most: 120, perMs: 60_000 }

/** Each is read by itself: one that a newer app has made must not keep the others waiting. */
const batch = z.object({
	personId: z.string().max(64),
	commands: z
		.array(z.looseObject({ id: z.string().min(1).max(64) }))
		.min(1)
		.max(MOST_COMMANDS)
})
const readingQuery = z.object({ after: z.coerce.number().int().min(0).default(0) })

export function addLedger(api: Api, parts: ApiParts): void {
	const { registry, ledgers, now, log } = parts
	const commands = createRateLimit(COMMANDS, now)
	const readings = createRateLimit(READINGS, now)

	api.post('/ledger', requireSession(parts), async (context) => {
		const input = await readBody(context, batch, MOST_BYTES)
		if (!input.isValid) return input.refusal
		const personId = context.get('personId')
		if (input.value.personId !== personId) return refuse(context, 'conflict', { field: 'personId' })
		const waitSeconds = takeAll(commands, personId, input.value.commands.length)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		return context.json<LedgerAnswers>({ answers: await hearAll(personId, input.value.commands) })
	})

	async function hearAll(personId: string, given: z.infer<typeof batch>['commands']): Promise<LedgerAnswer[]> {
		const answers: LedgerAnswer[] = []
		/** Where one could not be heard: those after it there are not heard before it. */
		const stuckProgramIds = new Set<string>()
		for (const { id, ...said } of given) {
			const command = commandSchema.safeParse({ id, ...said })
			if (!command.success) {
				answers.push({ id, outcome: 'refused', refusal: { reason: 'malformed' } })
				continue
			}
			const { programId } = command.data
			if (stuckProgramIds.has(programId)) continue
			try {
				answers.push({ id, ...(await ledgers.hear(personId, command.data)) })
			} catch (error) {
				// Without an answer it is sent again; other programmes must not wait for it.
				log.error({ error, route: '/api/ledger' }, 'A statement could not be heard')
				stuckProgramIds.add(programId)
			}
		}
		return answers
	}

	/** 404 for everybody whom it does not concern. */
	api.get('/programs/:programId/ledger', requireSession(parts), async (context) => {
		const personId = context.get('personId')
		const waitSeconds = readings.take(personId)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const query = readQuery(context, readingQuery)
		if (!query.isValid) return query.refusal
		return answerReading(context, context.req.param('programId'), query.value.after)
	})

	async function answerReading(context: ApiContext, programId: string, after: number): Promise<Response> {
		const personId = context.get('personId')
		const opened = await openLedger(registry, programId, personId)
		if (opened === null) return refuse(context, 'not_found')
		const { municipalityId, regulationId, ledger, reader, bare } = opened
		const entries = await readToldEntries(registry, programId, reader, after)
		const named = [
			...entries.flatMap(({ by, statement }) => [by.personId, ...namedPeople(statement)]),
			...(bare?.members ?? []).map(({ personId: memberId }) => memberId)
		]
		return context.json<LedgerReading>({
			entries,
			bare,
			until: reader.until,
			regulation: await readCopy(registry, municipalityId, regulationId),
			people: await listPeople(registry, new Set(named)),
			appointments: bare === null ? await readAppointments(municipalityId, ledger) : [],
			units: bare === null ? await readUnits(opened) : [],
			organisationKinds: await organisationKindsOf(registry, toldMenteeIds(ledger)),
			reader: await describeReader(municipalityId, personId),
			speaksAs: (await readStaffVoices(registry, personId, [ledger])).get(programId) ?? []
		})
	}

	function readUnits({ municipalityId, regulationId, ledger }: OpenedLedger): Promise<string[]> {
		const relation = ledger.relation ?? ledger.proposal?.relation ?? null
		return readUnitsFor(registry, municipalityId, { regulationId, menteeIds: lastingMenteeIds(ledger), relation })
	}

	async function readAppointments(municipalityId: string, ledger: Ledger): Promise<LedgerReading['appointments']> {
		const proposed = isAwaited(ledger) ? (ledger.proposal?.mentorIds ?? []) : []
		const mentorIds = [...currentMembers(ledger, 'mentor').map(({ personId }) => personId), ...proposed]
		const mentors = await readMentors(registry, municipalityId, mentorIds)
		return [...mentors].flatMap(([personId, entry]) => (entry?.term ? [{ personId, until: entry.term.until }] : []))
	}

	async function describeReader(municipalityId: string, personId: string): Promise<LedgerReader> {
		const entries = [
			readMentees(registry, municipalityId, [personId]),
			readMentors(registry, municipalityId, [personId])
		]
		const known = (await Promise.all(entries)).map((bank) => bank.get(personId)?.bornOn ?? null)
		const { value } = (await readPaperTexts(registry, municipalityId)).requisites
		const operator = { name: value.authority, address: value.address, site: value.site }
		return { bornOn: known.find((day) => day !== null) ?? null, ...(await readPost(registry, personId)), operator }
	}
}

/** All of them or none; 0, or seconds to wait. */
function takeAll(rate: RateLimit, name: string, count: number): number {
	for (let taken = 0; taken < count; taken++) {
		const waitSeconds = rate.take(name)
		if (waitSeconds === 0) continue
		for (; taken > 0; taken--) rate.giveBack(name)
		return waitSeconds
	}
	return 0
}

/** Who may read the ledger of a programme, and how far. */
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
