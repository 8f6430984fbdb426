/** The ledger of a programme: the server receives commands for it, and each person reads the part they may read. */
import { z } from 'zod'
import { can, canOversee, canOverseeProgram } from '#domain/access.ts'
import {
	formerCandidateFacts,
	type BareFacts,
	bareFactsFor,
	joiningSubjects,
	replayVisible,
	visibleMenteeIds
} from '#domain/ledger/visible-ledger.ts'
import { type EntryReader, readableEntry } from '#domain/ledger/chronicle.ts'
import { namedPeople } from '#domain/ledger/statements/all.ts'
import {
	currentMembers,
	currentMentorIds,
	type Entry,
	involvedPeople,
	isAwaited,
	isInvolved,
	lastingMenteeIds,
	type Ledger,
	type SubmittedReport
} from '#domain/ledger/ledger.ts'
import { endingsOf, wasMember } from '#domain/ledger/memberships.ts'
import { commandSchema } from '#domain/ledger/statement.ts'
import { missingRequisites } from '#domain/papers/facts.ts'
import type { ReportSection } from '#domain/papers/report-paper.ts'
import { type MentorReport, reportsOfMentors, reportsOfStages } from '#domain/ledger/reports.ts'
import { isToSign } from '#domain/ledger/awaiting.ts'
import { staffObstacle } from '#domain/ledger/signing.ts'
import { documentIdOf } from '#domain/owner.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { readOwnLines, reportConclusions, reportKeyOf, reportRemark, writtenLines } from '#domain/plan/notes.ts'
import { readStages } from '#domain/plan/stage.ts'
import { stageResults } from '#domain/stage-results.ts'
import type { LedgerAnswer, LedgerReader, LedgerReading } from '#protocol/api/ledger.ts'
import type { Registry } from '../database/database.ts'
import { readMentees, readMentors } from '../people/bank.ts'
import { hideNames, hideNamesInEntries, listErasedIds } from '../people/erasures.ts'
import { organisationKindsOf, readPost } from '../people/organisations.ts'
import { listAttended } from '../people/mentor-events.ts'
import { listPeople } from '../people/people.ts'
import { listUninvited } from '../people/access.ts'
import { findMembership, isDeleted, organisationOf, type MembershipState } from '../people/programs.ts'
import { readCopy, readRegulation } from '../people/regulations.ts'
import { todayIn } from '../people/municipalities.ts'
import { readWholeDocument } from '../documents/read-whole-document.ts'
import { readApproved } from '../programs/ledger/approved-plans.ts'
import { readPlan } from '../programs/ledger/facts.ts'
import { readGrants } from '../people/grants.ts'
import { readEntries, readLedger, readSpeakerNames } from '../programs/ledger/ledger-log.ts'
import { hasConsented, organisationVoices, readStaffVoices, readUnsignable } from '../programs/ledger/speakers.ts'
import { readPaperTexts } from '../programs/paper-texts.ts'
import { readUnitsFor } from '../programs/responsible-units.ts'
import { type ApiOptions, refuse, refuseTooMany } from './serve/answers.ts'
import type { Reply, Serve } from './serve/endpoint.ts'
import { createRateLimit, readingCosts } from './serve/guards.ts'

const MOST_COMMANDS = 50
const MOST_BYTES = 256 * 1024
/** Commands of one person. Some weeks offline arrive in a few batches, and the server submits commands one at a time. */
const COMMANDS = { most: 150, perMs: 60_000 }

/** Each command is parsed alone: one that a newer app has made must not block the others. */
const batch = z.object({
	personId: z.string().max(64),
	commands: z
		.array(z.looseObject({ id: z.string().min(1).max(64) }))
		.min(1)
		.max(MOST_COMMANDS)
})
const readingQuery = z.object({ after: z.coerce.number().int().min(0).default(0) })

export function addLedger(serve: Serve, options: ApiOptions): void {
	const { registry, ledgers, now, log } = options
	const commands = createRateLimit(COMMANDS, now)

	serve('POST /api/ledger', { body: batch, mostBytes: MOST_BYTES }, async ({ askerId: personId, body }) => {
		if (body.personId !== personId) return refuse('conflict', 'personId')
		const waitSeconds = commands.take(personId, body.commands.length)
		if (waitSeconds > 0) return refuseTooMany(waitSeconds)
		return { answers: await submitAll(personId, body.commands) }
	})

	async function submitAll(personId: string, given: z.infer<typeof batch>['commands']): Promise<LedgerAnswer[]> {
		const answers: LedgerAnswer[] = []
		/** Programmes in which a command has failed: the later commands of the same programme wait for it. */
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
				answers.push({ id, ...(await ledgers.submit(personId, command.data)) })
			} catch (error) {
				// A device sends a command without an answer again. Other programmes must not wait for it.
				log.error({ error, route: '/api/ledger' }, 'A statement could not be submitted')
				stuckProgramIds.add(programId)
			}
		}
		return answers
	}

	/** 404 for everybody who may not read the ledger. */
	serve(
		'GET /api/programs/:programId/ledger',
		{ cost: readingCosts.small, query: readingQuery },
		({ askerId, params, query }) => answerReading(askerId, params.programId, query.after)
	)

	/** 404 for everybody but the mentor, and the curator and the head of the municipality. */
	serve('GET /api/programs/:programId/reports/:submissionId', {}, async ({ askerId, params }) => {
		const opened = await openLedger(registry, params.programId, askerId)
		const submitted = opened?.ledger.reports.find(({ id }) => id === params.submissionId)
		if (opened === null || submitted === undefined) return refuse('not_found')
		const { municipalityId } = opened
		const mayRead = askerId === submitted.mentorId || canOversee(await readGrants(registry, askerId), municipalityId)
		if (!mayRead) return refuse('not_found')
		return { others: await readOtherSections(municipalityId, params.programId, submitted) }
	})

	/** 404 for everybody but the curator who is to sign the report now. */
	serve(
		'GET /api/programs/:programId/report-words',
		{ cost: readingCosts.small, query: z.object({ of: z.string().max(200) }) },
		async ({ askerId, params, query }) => {
			const opened = await openLedger(registry, params.programId, askerId)
			const report = opened && (await findReportToSign(opened, askerId, query.of))
			if (opened === null || report === null) return refuse('not_found')
			const today = await todayIn(registry, opened.municipalityId, now())
			const attended = await listAttended(registry, report.mentorId, today)
			const notes = await readWholeDocument(options.relay, documentIdOf('notes', params.programId))
			if (notes === null) return { lines: {}, conclusions: '', remark: '', attended }
			const { doc } = notes
			const lines = Object.fromEntries([...readOwnLines(doc, query.of)].map(([key, { text }]) => [key, text]))
			const conclusions = writtenLines(reportConclusions(doc, query.of))
			const remark = writtenLines(reportRemark(doc, query.of))
			doc.destroy()
			return { lines, conclusions, remark, attended }
		}
	)

	async function findReportToSign(
		{ municipalityId, regulationId, ledger }: OpenedLedger,
		personId: string,
		key: string
	): Promise<MentorReport | null> {
		const voices = (await readStaffVoices(registry, personId, [ledger])).get(ledger.programId) ?? []
		const regulation = await readRegulation(registry, municipalityId, regulationId)
		const role = voices.find((one) => can(one, 'curate'))
		if (role === undefined || regulation === null || ledger.phase !== 'active') return null
		if (staffObstacle(ledger, { signatures: [] }, { personId, role }) !== null) return null
		const today = await todayIn(registry, municipalityId, now())
		const plan = await readPlan(options.relay, ledger.programId)
		const [stages, activities] = plan === null ? [[], []] : [readStages(plan), readActivities(plan)]
		plan?.destroy()
		const approved = await readApproved(registry, ledger.programId)
		const results = stageResults(stages, activities, approved?.results)
		const reports = [
			...reportsOfMentors(ledger, regulation, stages, results),
			...reportsOfStages(ledger, regulation, results, { readerId: personId, today })
		]
		return reports.find((one) => reportKeyOf(one) === key && isToSign(one, today)) ?? null
	}

	/** What the mentor has submitted for the same day in other programmes. */
	async function readOtherSections(
		municipalityId: string,
		programId: string,
		{ mentorId, reportId, dueOn, result }: SubmittedReport
	): Promise<ReportSection[]> {
		// The result of a stage is about this programme only.
		if (result !== undefined) return []
		const rows = await registry.query
			.selectFrom('ledger_people')
			.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
			.innerJoin('programs', 'programs.id', 'ledger_people.program_id')
			.select('ledgers.program_id')
			.where('ledger_people.person_id', '=', mentorId)
			.where('ledgers.municipality_id', '=', municipalityId)
			.where('ledgers.program_id', '!=', programId)
			.where('programs.deleted_at', 'is', null)
			.execute()
		const erasedIds = await listErasedIds(registry)
		const sections = rows.map(async ({ program_id }): Promise<ReportSection[]> => {
			const { ledger } = await readLedger(registry, program_id)
			const own = hideNames(ledger.reports, erasedIds).findLast(
				(one) =>
					one.mentorId === mentorId && one.reportId === reportId && one.dueOn === dueOn && one.result === undefined
			)
			if (own === undefined || (own.answer !== null && own.answer.remarks !== null)) return []
			const entry = (await readEntries(registry, program_id)).find(({ id }) => id === own.id)
			if (entry?.statement.type !== 'submit-report') return []
			const accepted = own.answer === null ? null : { on: own.answer.on, name: own.answer.by.name }
			const { content } = entry.statement
			const mentees = await listPeople(registry, new Set(content.menteeIds))
			return [{ mentees, submittedOn: own.on, accepted, content }]
		})
		return (await Promise.all(sections)).flat()
	}

	async function answerReading(personId: string, programId: string, after: number): Promise<Reply<LedgerReading>> {
		const opened = await openLedger(registry, programId, personId)
		if (opened === null) return refuse('not_found')
		const { municipalityId, regulationId, ledger, reader, bare } = opened
		const entries = await readEntriesWithoutErased(registry, programId, reader, after)
		const named = [
			...entries.flatMap(({ by, statement }) => [by.personId, ...namedPeople(statement)]),
			...(bare?.members ?? []).map(({ personId: memberId }) => memberId)
		]
		return {
			entries,
			bare: bare === null ? null : hideNames(bare, await listErasedIds(registry)),
			until: reader.until,
			regulation: await readCopy(registry, municipalityId, regulationId),
			people: await listPeople(registry, new Set(named)),
			appointments: bare === null ? await readAppointments(municipalityId, ledger) : [],
			units: bare === null ? await readUnits(opened) : [],
			organisationKinds: await organisationKindsOf(registry, visibleMenteeIds(ledger)),
			reader: await describeReader(municipalityId, personId),
			speaksAs: (await readStaffVoices(registry, personId, [ledger])).get(programId) ?? [],
			unsignable: bare === null ? await readUnsignable(registry, municipalityId, ledger) : [],
			uninvited: reader.isStaff ? await listUninvited(options, involvedPeople(ledger)) : []
		}
	}

	function readUnits({ municipalityId, regulationId, ledger }: OpenedLedger): Promise<string[]> {
		const relation = ledger.relation ?? ledger.proposal?.relation ?? null
		return readUnitsFor(registry, municipalityId, { regulationId, menteeIds: lastingMenteeIds(ledger), relation })
	}

	async function readAppointments(municipalityId: string, ledger: Ledger): Promise<LedgerReading['appointments']> {
		const proposed = isAwaited(ledger) ? (ledger.proposal?.mentorIds ?? []) : []
		const mentorIds = [...currentMentorIds(ledger), ...proposed]
		const mentors = await readMentors(registry, municipalityId, mentorIds)
		return [...mentors].flatMap(([personId, entry]) => (entry?.term ? [{ personId, until: entry.term.until }] : []))
	}

	async function describeReader(municipalityId: string, personId: string): Promise<LedgerReader> {
		const entries = [
			readMentees(registry, municipalityId, [personId]),
			readMentors(registry, municipalityId, [personId])
		]
		const known = (await Promise.all(entries)).map((bank) => bank.get(personId)?.bornOn ?? null)
		const { value, saved } = (await readPaperTexts(registry, municipalityId)).requisites
		const today = await todayIn(registry, municipalityId, now())
		const { authority: name, address, site, hasSignatureAgreement = false, isDataInRussia = false } = value
		return {
			bornOn: known.find((day) => day !== null) ?? null,
			...(await readPost(registry, personId)),
			operator: {
				name,
				address,
				site,
				...(hasSignatureAgreement && { hasSignatureAgreement }),
				...(isDataInRussia && { isDataInRussia })
			},
			headPost: value.headPost,
			missingRequisites: missingRequisites(saved && value),
			attended: await listAttended(registry, personId, today)
		}
	}
}

/** The ledger of a programme as one person may read it. */
export interface OpenedLedger {
	municipalityId: string
	/** The regulation under which the programme was requested. */
	regulationId: string
	/** Replayed from all that the reader may read. */
	ledger: Ledger
	reader: EntryReader
	/**
	 * What the reader gets of a group they are to join, or of a programme they never took part in. Null: they read the entries
	 * themselves.
	 */
	bare: BareFacts | null
}

/** Null: there is no ledger, or the person may not read it. */
export async function openLedger(
	registry: Registry,
	programId: string,
	personId: string
): Promise<OpenedLedger | null> {
	const { municipalityId, ledger } = await readLedger(registry, programId)
	if (municipalityId === null || ledger.request === null) return null
	if (await isDeleted(registry, programId)) return null
	const opened = { municipalityId, regulationId: ledger.request.regulationId, ledger }
	const grants = await readGrants(registry, personId)
	if (canOversee(grants, municipalityId))
		return { ...opened, reader: { personId, isStaff: true, ...wholly }, bare: null }
	const organisationId = await organisationOf(registry, programId, ledger.request.menteeIds)
	const owner = { municipalityId, organisationId }
	if (canOverseeProgram(grants, owner)) {
		const voices = await organisationVoices(registry, grants, owner, opened.regulationId)
		return { ...opened, reader: { personId, isStaff: voices.length > 0, ...wholly }, bare: null }
	}
	const membership = await findMembership(registry, programId, personId)
	const bare = bareFactsFor(ledger, personId, membership?.endedAt ?? '')
	const reach = readReach(ledger, personId, membership, bare)
	if (reach === null) return openForFormerCandidate(registry, opened, personId)
	const isMentee = wasMember(ledger, personId, 'mentee')
	const reader = { personId, isStaff: false, isMentee, ...reach }
	if (reader.until === null) return { ...opened, reader, bare }
	return {
		...opened,
		ledger: replayVisible(programId, await readVisibleEntries(registry, programId, reader), bare),
		reader,
		bare
	}
}

/**
 * A former candidate's own words, for a person who consented to something about their data and never took part; null for everybody
 * else.
 */
async function openForFormerCandidate(
	registry: Registry,
	opened: Pick<OpenedLedger, 'municipalityId' | 'regulationId' | 'ledger'>,
	personId: string
): Promise<OpenedLedger | null> {
	const { programId } = opened.ledger
	if (!(await hasConsented(registry, programId, personId))) return null
	const entries = await readEntries(registry, programId)
	const bare = formerCandidateFacts(programId, entries, personId)
	if (bare === null) return null
	const reader: EntryReader = { personId, isStaff: false, until: '', ownIds: [] }
	return { ...opened, ledger: replayVisible(programId, readableTo(entries, reader), bare), reader, bare }
}

/** The entries after the sequence, as the reader may read them, oldest first. */
export async function readVisibleEntries(
	registry: Registry,
	programId: string,
	reader: EntryReader,
	after = 0
): Promise<Entry[]> {
	return readableTo(await readEntries(registry, programId, after), reader)
}

/** The same without the names of erased people. */
export async function readEntriesWithoutErased(
	registry: Registry,
	programId: string,
	reader: EntryReader,
	after = 0
): Promise<Entry[]> {
	const erasedIds = await listErasedIds(registry)
	const entries = await readVisibleEntries(registry, programId, reader, after)
	return hideNamesInEntries(entries, erasedIds, await readSpeakerNames(registry, programId, erasedIds))
}

function readableTo(entries: readonly Entry[], reader: EntryReader): Entry[] {
	return entries.flatMap((entry) => readableEntry(entry, reader) ?? [])
}

/** Without the names of erased people. Null: the person may read nothing of it. */
export async function readVisibleLedger(
	registry: Registry,
	programId: string,
	personId: string
): Promise<Ledger | null> {
	const opened = await openLedger(registry, programId, personId)
	return opened && hideNames(opened.ledger, await listErasedIds(registry))
}

const wholly = { until: null, ownIds: [] }

/** How far a person reads whose membership lasts, is expected, or has ended; null: they never had one. */
function readReach(
	ledger: Ledger,
	personId: string,
	membership: MembershipState | null,
	bare: BareFacts | null
): Pick<EntryReader, 'until' | 'ownIds'> | null {
	const isMember = currentMembers(ledger).some((member) => member.personId === personId)
	const isNamed = isInvolved(ledger, personId, 'mentor') || isInvolved(ledger, personId, 'mentee')
	const isAwaited = !isMember && bare === null && isNamed
	if (isAwaited && ledger.phase !== 'closed') return wholly
	const joinings = bare === null ? [] : joiningSubjects(ledger, personId)
	// `isAwaited` here: the person's request has become no programme.
	if (membership === null) return bare === null ? (isAwaited ? wholly : null) : { until: '', ownIds: joinings }
	if (membership.endedBy === 'closure') return wholly
	// A person whom a curator has shut out reads nothing after that, except what concerns their own data (`chronicle.ts`).
	const endings = membership.endedBy === null ? [] : endingsOf(ledger, personId)
	return { until: membership.endedAt, ownIds: [...endings, ...joinings] }
}
