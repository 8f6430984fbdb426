/** Programmes as `/api/me` lists them: to whom, in which role, and how much of each. */
import { type SelectQueryBuilder, sql } from 'kysely'
import { canOversee, type PartEnding, permissionFor, type Standing } from '#domain/access.ts'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { playLastPart } from '#domain/ledger/appointments.ts'
import { currentMembers, lastingMenteeIds, type Member } from '#domain/ledger/ledger.ts'
import { playEntries } from '#domain/ledger/play.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import type { Participant, ProgramListing } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { organisationNamesOf } from '../people/organisations.ts'
import { toPerson } from '../people/people.ts'
import { endingOf, notesOf, planOf, readOrganisationRoles } from '../people/programs.ts'
import { readEntries } from './ledger/ledger-log.ts'

/** Above this many, staff get listings without summaries: the board has them, page by page. */
const MAX_LISTED_SUMMARIES = 200

type InView = ReturnType<typeof selectInView>

/** One programme, and what it is to the person who asks. */
interface Seen {
	listing: Omit<ProgramListing, 'role' | 'endedAt' | 'endedBy' | 'participants' | 'formerParticipants' | 'summary'>
	/** Null: they take no part in it, or it has ended for them and they do not oversee it. */
	role: ProgramListing['role'] | null
	/** Their own part in it when it has ended, and no role makes up for it. */
	own: ListedPart | null
	parts: readonly ListedPart[]
	summary: ProgramSummary | null
}

/**
 * A participant's own programmes, and all of the municipalities and organisations whose staff the person is; by title. Whose part has
 * ended finds the programme, to reach what their device kept of it, and learns nothing that came after them.
 */
export async function listPrograms(
	registry: Registry,
	personId: string,
	standing: Standing
): Promise<ProgramListing[]> {
	const organisationRoles = await readOrganisationRoles(registry, standing)
	const inView = selectInView(registry, personId, standing, [...organisationRoles.keys()])
	const programs = await inView.selectAll().orderBy('title').execute()
	const partsByProgram = await readListedParts(registry, inView.select('id'))
	const isListing = programs.length > MAX_LISTED_SUMMARIES
	const summaries = isListing ? new Map<string, ProgramSummary>() : await readSummaries(registry, inView)
	const overseen = new Set(overseenBy(standing))
	return Promise.all(
		programs.map((program) => {
			const { id, title, organisation, municipality_id: municipalityId } = program
			const parts = partsByProgram.get(id) ?? []
			const readsNotes = permissionFor(standing, { kind: 'notes', programId: id, municipalityId }) !== 'none'
			const role =
				standing.memberships.find(({ programId }) => programId === id)?.role ??
				(overseen.has(municipalityId) ? staffRoleIn(standing, municipalityId) : organisationRoles.get(id)) ??
				null
			const ended = parts.find(({ participant, endedAt }) => endedAt !== null && participant.person.id === personId)
			return toListing(registry, {
				listing: {
					id,
					title,
					documents: { plan: planOf(id), ...(readsNotes && { notes: notesOf(id) }) },
					organisation,
					startsOn: program.starts_on,
					termMonths: program.term_months
				},
				role,
				own: (role === null && ended) || null,
				parts,
				summary: summaries.get(id) ?? null
			})
		})
	)
}

async function toListing(registry: Registry, { listing, role, own, parts, summary }: Seen): Promise<ProgramListing> {
	if (own !== null && own.endedBy !== 'closure') {
		return {
			...listing,
			// Of what their device has of it.
			documents: { plan: planOf(listing.id), notes: notesOf(listing.id) },
			role: own.participant.role,
			endedAt: own.endedAt,
			endedBy: own.endedBy,
			formerParticipants: [],
			summary: null,
			...(await describeLastPart(registry, listing.id, own, parts))
		}
	}
	const isOfIt = ({ endedAt, endedBy }: Part) => endedAt === null || (own !== null && endedBy === 'closure')
	const formerParts = parts.filter((part) => !isOfIt(part))
	return {
		...listing,
		role: own?.participant.role ?? role ?? 'head',
		endedAt: own?.endedAt ?? null,
		endedBy: own?.endedBy ?? null,
		participants: parts.filter(isOfIt).map(({ participant }) => participant),
		formerParticipants: formerParts.map(({ participant, lastDay }) => ({
			...participant,
			...(lastDay && { lastDay })
		})),
		summary
	}
}

async function readSummaries({ query }: Registry, inView: InView): Promise<Map<string, ProgramSummary>> {
	const rows = await query
		.selectFrom('summaries')
		.select(['program_id', 'json'])
		.where('program_id', 'in', inView.select('id'))
		.execute()
	return new Map(rows.map(({ program_id, json }) => [program_id, JSON.parse(json) as ProgramSummary]))
}

function selectInView(
	{ query }: Registry,
	personId: string,
	standing: Standing,
	idsInOrganisations: readonly string[]
) {
	return query
		.selectFrom('programs')
		.where('deleted_at', 'is', null)
		.where((is) =>
			is.or([
				is('id', 'in', is.selectFrom('memberships').select('program_id').where('person_id', '=', personId)),
				is('municipality_id', 'in', overseenBy(standing)),
				is('id', 'in', idsInOrganisations)
			])
		)
}

function overseenBy(standing: Standing): string[] {
	return standing.assignments
		.map(({ municipalityId }) => municipalityId)
		.filter((municipalityId) => canOversee(standing, municipalityId))
}

/** Of whoever oversees the municipality; the curator's role goes before the head's. */
export function staffRoleIn(standing: Standing, municipalityId: string): 'curator' | 'head' {
	const roles = standing.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	return roles.some(({ role }) => role === 'curator') ? 'curator' : 'head'
}

/** A programme as it is listed for somebody whose part in it was ended while it goes on, or who was shut out: as it was then. */
export interface Part {
	participant: Participant
	endedAt: string | null
	endedBy: PartEnding | null
}

/** `parts`: of everybody who takes part in it or has, the person's own among them. */
async function describeLastPart(
	registry: Registry,
	programId: string,
	own: Part,
	parts: readonly Part[]
): Promise<
	Pick<ProgramListing, 'participants'> &
		Partial<Pick<ProgramListing, 'title' | 'organisation' | 'startsOn' | 'termMonths'>>
> {
	const entries = await readEntries(registry, programId)
	const past = playLastPart(programId, entries, own.participant.person.id)
	// Without an order of theirs it was before the programme had a ledger: then whoever an order has brought in came later.
	const isThen =
		past === null
			? ({ participant, endedAt }: Part) =>
					!isNamed(playEntries(programId, entries).members, participant) && !hadEnded(endedAt, own.endedAt)
			: ({ participant }: Part) => isNamed(currentMembers(past), participant)
	return {
		participants: parts.filter((part) => part === own || isThen(part)).map(({ participant }) => participant),
		...(past !== null && { organisation: (await organisationNamesOf(registry, lastingMenteeIds(past))).join(', ') }),
		...(past?.title != null && { title: past.title }),
		...(past?.term != null && { startsOn: past.term.startsOn, termMonths: past.term.months })
	}
}

function isNamed(members: readonly { personId: string }[], { person }: Participant): boolean {
	return members.some(({ personId }) => personId === person.id)
}

function hadEnded(endedAt: string | null, by: string | null): boolean {
	return endedAt !== null && by !== null && endedAt < by
}

/** Who takes part in programmes, and who has. */
export interface ListedPart extends Part {
	/** By the decision that ended it, or the day on which a hand did; null: it lasts. */
	lastDay: IsoDate | null
}

/** By programme, of those a query is for; mentors first, then by family name. Those whose part has ended as well. */
async function readListedParts(
	{ query }: Registry,
	programIds: SelectQueryBuilder<Tables, 'programs', { id: string }>
): Promise<Map<string, ListedPart[]>> {
	const rows = await query
		.selectFrom('memberships')
		.innerJoin('people', 'people.id', 'memberships.person_id')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.innerJoin('municipalities', 'municipalities.id', 'programs.municipality_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.select([
			'memberships.program_id',
			'role',
			'time_zone',
			'ended_at',
			'ended_by',
			'until_day',
			'people.id',
			'family_name',
			'given_name',
			'patronymic'
		])
		// Of a ledger only what is needed, and where it is.
		.select(
			sql<string | null>`case when ended_at is null then null else json_extract(ledgers.state, '$.members') end`.as(
				'members'
			)
		)
		.where('memberships.program_id', 'in', programIds)
		.orderBy('role', 'desc')
		.orderBy('family_name')
		.execute()
	const participants = new Map<string, ListedPart[]>()
	for (const { program_id, role, time_zone, ended_at, ended_by, until_day, members, ...names } of rows) {
		const list = participants.get(program_id) ?? []
		const endedBy = endingOf({ ended_at, ended_by, until_day })
		const known = members === null ? [] : (JSON.parse(members) as Member[])
		const decided = known.findLast((one) => one.personId === names.id && one.role === role)?.until ?? null
		const endedOn = ended_at === null ? null : dateIn(time_zone, new Date(ended_at))
		const lastDay = decided !== null && endedOn !== null && decided < endedOn ? decided : endedOn
		list.push({ participant: { person: toPerson(names), role }, endedAt: ended_at, endedBy, lastDay })
		participants.set(program_id, list)
	}
	return participants
}
