/**
 * What the board knows of a programme: enough to judge it and to show its row. Also the devices, reports and closures of the rows
 * it shows.
 */
import { sql } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import { type MentorReport, reportsOfProgram } from '#domain/ledger/reports.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { fold } from '#domain/text.ts'
import { documentIdsOf, kindsOverseen, ownerKindOf, planOf } from '#domain/owner.ts'
import type { BoardDevice, BoardParticipant, BoardRow } from '#protocol/api/program.ts'
import { newestOf, type Registry } from '../database/database.ts'
import type { DeviceState, DeviceStates } from '../documents/storage/devices.ts'
import type { ReviewLog, UndecidedCount } from '../documents/storage/review-log.ts'
import { readState } from '../people/open-programs.ts'
import { fullName } from '../people/people.ts'
import { readRegulations } from '../people/regulations.ts'
import { readSummaries } from './summaries.ts'

export type GlancedParticipant = Omit<BoardParticipant, 'isOnline' | 'hasSignedIn'>

/** What a row shows of it: all but what is read or counted anew for each answer. */
type GlancedRow = Omit<BoardRow, 'closure' | 'overdue' | 'units' | 'participants'>

export interface Glance extends GlancedRow {
	/** ISO calendar dates of the open activities, ascending. */
	dueDates: readonly string[]
	/** ISO calendar dates of the meetings, newest first; also of those to come. */
	meetingDays: readonly string[]
	/** Of a closed programme. */
	lastDay: string | null
	/** Current ones first, then mentors; presence and sign-in are added when a row is shown. */
	participants: readonly GlancedParticipant[]
	/** Folded; the derived rows are searched by it. */
	searchText: string
	/** The board sorts by the mentees' family names. */
	sortText: string
}

export interface GlancesOptions {
	registry: Registry
	devices: DeviceStates
	review: Pick<ReviewLog, 'countUndecidedByDocument'>
}

/** Of those of these programmes that are of the municipality; a few queries. */
export async function readGlances(
	{ registry, devices, review }: GlancesOptions,
	municipalityId: string,
	givenIds: readonly string[]
): Promise<Glance[]> {
	const given = await selectPrograms(registry, givenIds)
	// A condition on the municipality would let SQLite read all its programmes to find a few of them.
	const programs = given.filter(({ municipality_id }) => municipality_id === municipalityId)
	const programIds = programs.map(({ id }) => id)
	const [members, edits, states, undecided, summaries] = await Promise.all([
		selectMembers(registry, programIds),
		selectEdits(registry, programIds),
		devices.forDocuments(programIds.map(planOf)),
		review.countUndecidedByDocument(programIds.flatMap(documentIdsOf)),
		readSummaries(registry, programIds)
	])
	const reports = await readBoardReports(registry, municipalityId, programIds, summaries)
	const membersByProgram = Map.groupBy(members, ({ program_id }) => program_id)
	const editsByProgram = Map.groupBy(edits, ({ program_id }) => program_id)
	return programs.map((program) => {
		const programEdits = editsByProgram.get(program.id) ?? []
		const undecidedHere = documentIdsOf(program.id).flatMap((documentId) => undecided.get(documentId) ?? [])
		const participants = (membersByProgram.get(program.id) ?? [])
			.map((member) => ({
				personId: member.person_id,
				name: fullName(member),
				role: member.role,
				// A mentee may join before the first day of the programme.
				startsOn: newestOf([member.from_day ?? '', program.starts_on]) ?? program.starts_on,
				endedAt: member.ended_at,
				held: sumUp(undecidedHere.filter(({ personId }) => personId === member.person_id)),
				...readBoardDevices(
					(states.get(planOf(program.id)) ?? []).filter(({ personId }) => personId === member.person_id),
					newestOf(
						programEdits.filter(({ person_id }) => person_id !== member.person_id).map(({ sequence }) => sequence)
					)
				)
			}))
			.map((participant) => (participant.endedAt === null ? participant : { ...participant, isBehind: false }))
			.sort((one, other) => Number(one.endedAt !== null) - Number(other.endedAt !== null))
		const isClosed = program.phase === 'closed'
		return {
			programId: program.id,
			phase: isClosed
				? 'closed'
				: isGoingOn(participants) || !ownerKindOf(program.owner_kind).isOfPeople
					? 'running'
					: 'suspended',
			title: program.title,
			organisation: program.organisation,
			startsOn: program.starts_on,
			termMonths: program.term_months,
			done: program.done ?? 0,
			total: program.total ?? 0,
			dueDates: program.due_dates ? program.due_dates.split(' ') : [],
			meetingDays: (summaries.get(program.id)?.meetings ?? []).flatMap(({ heldOn, isBlank }) =>
				isBlank ? [] : heldOn
			),
			lastDay: program.lastDay,
			summary: summaries.get(program.id) ?? null,
			reports: reports.get(program.id) ?? [],
			editedAt: newestOf(programEdits.map(({ edited_at }) => edited_at)),
			held: sumUp(undecidedHere).waiting,
			participants,
			searchText: fold([program.title, program.organisation, ...participants.map(({ name }) => name)].join('\n')),
			sortText: [
				...participants
					.filter(({ role, endedAt }) => role === 'mentee' && (isClosed || endedAt === null))
					.map(({ name }) => name),
				program.title
			].join(' ')
		}
	})
}

function sumUp(undecidedHere: readonly UndecidedCount[]): GlancedParticipant['held'] {
	return {
		waiting: undecidedHere.reduce((sum, { waiting }) => sum + waiting, 0),
		setAside: undecidedHere.reduce((sum, { setAside }) => sum + setAside, 0)
	}
}

function isGoingOn(participants: readonly GlancedParticipant[]): boolean {
	const has = (role: ProgramRole) => participants.some((one) => one.role === role && one.endedAt === null)
	return has('mentor') && has('mentee')
}

function selectPrograms({ query }: Registry, programIds: readonly string[]) {
	return query
		.selectFrom('programs')
		.leftJoin('summaries', 'summaries.program_id', 'programs.id')
		.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
		.select([
			'programs.id',
			'programs.municipality_id',
			'title',
			'organisation',
			'starts_on',
			'term_months',
			'owner_kind',
			'done',
			'total',
			'due_dates',
			'phase'
		])
		.select(sql<string | null>`iif(phase = 'closed', json_extract(state, '$.closure.lastDay'), null)`.as('lastDay'))
		.where('programs.id', 'in', programIds)
		.where('deleted_at', 'is', null)
		.where('owner_kind', 'in', kindsOverseen())
		.execute()
}

function selectMembers({ query }: Registry, programIds: readonly string[]) {
	return query
		.selectFrom('memberships')
		.innerJoin('people', 'people.id', 'memberships.person_id')
		.select(['program_id', 'person_id', 'role', 'from_day', 'ended_at', 'family_name', 'given_name', 'patronymic'])
		.where('program_id', 'in', programIds)
		.orderBy('role', 'desc')
		.orderBy('family_name')
		.execute()
}

function selectEdits({ query }: Registry, programIds: readonly string[]) {
	return query
		.selectFrom('last_edits')
		.select(['program_id', 'person_id', 'sequence', 'edited_at'])
		.where('program_id', 'in', programIds)
		.execute()
}

/**
 * A device that was last seen so long before the person's other devices is lost, cleared or given away. What it reported as unsent
 * will not arrive, so it does not count. The device is still listed.
 */
const ABANDONED_DAYS = 90

/**
 * What a participant's devices last reported about the plan. `newestByOthers`: the newest stored update of the plan by somebody else;
 * null: none.
 */
export function readBoardDevices(
	states: readonly DeviceState[],
	newestByOthers: number | null
): Pick<BoardParticipant, 'lastSeenAt' | 'isBehind' | 'unsent' | 'devices'> {
	const lastSeenAt = newestOf(states.map(({ lastSeenAt }) => lastSeenAt))
	const isBehind = (haveSequence: number) => newestByOthers !== null && newestByOthers > haveSequence
	const used = states.filter((state) => !isAbandoned(state, lastSeenAt))
	const unsent = used.flatMap(({ unsent }) => unsent ?? [])
	return {
		lastSeenAt,
		isBehind: isBehind(newestOf(states.map(({ haveSequence }) => haveSequence)) ?? 0),
		unsent: unsent.length === 0 ? null : unsent.reduce((sum, count) => sum + count, 0),
		devices: states
			.toSorted((one, other) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1))
			.map((state) => toBoardDevice(state, isBehind(state.haveSequence)))
	}
}

function isAbandoned({ lastSeenAt }: DeviceState, newest: string | null): boolean {
	return newest !== null && Date.parse(newest) - Date.parse(lastSeenAt) > ABANDONED_DAYS * 24 * 60 * 60 * 1000
}

function toBoardDevice(state: DeviceState, isBehind: boolean): BoardDevice {
	const { deviceId, appVersion, unsent, freeBytes, isPersisted, lastSeenAt } = state
	return { deviceId, appVersion: appVersion || null, unsent, freeBytes, isPersisted, lastSeenAt, isBehind }
}

/**
 * Which reports of mentors are due and submitted (domain.md T3, T55), for the active programmes among these. `summaries`: of their
 * plans, for the days of stages and the documents that these end in.
 */
export async function readBoardReports(
	registry: Registry,
	municipalityId: string,
	programIds: readonly string[],
	summaries: ReadonlyMap<string, ProgramSummary>
): Promise<Map<string, MentorReport[]>> {
	if (programIds.length === 0) return new Map()
	const rows = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'state'])
		.where('program_id', 'in', programIds)
		.where('phase', '=', 'active')
		.execute()
	const ledgers = rows.map(({ program_id, state }) => readState(program_id, state))
	const ids = ledgers.flatMap(({ request }) => request?.regulationId ?? [])
	const regulations = await readRegulations(registry, municipalityId, ids)
	return new Map(
		ledgers.map((ledger) => {
			const regulation = regulations.get(ledger.request?.regulationId ?? '') ?? null
			const plan = summaries.get(ledger.programId) ?? { stages: [] }
			return [ledger.programId, regulation === null ? [] : reportsOfProgram(ledger, regulation, plan, '')]
		})
	)
}

/** How programmes were closed, for the closed ones among these. */
export async function readClosures(
	registry: Registry,
	municipalityId: string,
	programIds: readonly string[]
): Promise<Map<string, NonNullable<BoardRow['closure']>>> {
	const rows = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'state'])
		.where('program_id', 'in', programIds)
		.where('phase', '=', 'closed')
		.execute()
	const closures = rows.flatMap(({ program_id, state }) => {
		const { closure, request } = readState(program_id, state)
		return closure === null ? [] : [{ programId: program_id, closure, regulationId: request?.regulationId ?? '' }]
	})
	const ids = closures.map(({ regulationId }) => regulationId)
	const regulations = await readRegulations(registry, municipalityId, ids)
	return new Map(
		closures.map(({ programId, closure: { lastDay, reasonId }, regulationId }) => {
			const reasons = regulations.get(regulationId)?.completion ?? []
			return [programId, { lastDay, reason: reasons.find(({ id }) => id === reasonId)?.wording ?? reasonId }]
		})
	)
}
