import { z } from 'zod'
import { toldMenteeIds } from '#domain/ledger/appointments.ts'
import { currentMembers, isAwaited, lastingMenteeIds, type Ledger } from '#domain/ledger/ledger.ts'
import { namedPeople } from '#domain/ledger/chronicle.ts'
import { commandSchema } from '#domain/ledger/statement.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerReader, LedgerReading } from '#protocol/api/ledger.ts'
import { readStaffVoices } from '../programs/ledger/staff-voices.ts'
import { readMentees, readMentors } from '../people/bank.ts'
import { organisationKindsOf, readPost } from '../people/organisations.ts'
import { listPeople } from '../people/people.ts'
import { readPaperTexts } from '../programs/paper-texts.ts'
import { readCopy } from '../people/regulations.ts'
import { readUnitsFor } from '../programs/responsible-units.ts'
import { readBody, readQuery, refuse, refuseTooMany, type ApiContext } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { openLedger, readToldEntries, type OpenedLedger } from './open-ledger.ts'
import { createRateLimit, type RateLimit } from './serve/rate-limit.ts'
import { requireSession } from './serve/require-session.ts'

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
