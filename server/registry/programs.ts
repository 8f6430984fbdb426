import { sql } from 'kysely'
import { canOversee, permissionFor, type ProgramPlace, type Standing } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Member } from '#domain/ledger/ledger.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { dateIn } from '#domain/time-zone.ts'
import type { ProgramListing } from '#protocol/api.ts'
import type { Registry } from './database.ts'
import { describeLastPart, type Part } from './former-listing.ts'
import { endingOf } from './memberships.ts'
import { toPerson } from './people.ts'
import { organisationOf, readOrganisationRoles } from './program-place.ts'

/** Above this many, staff get listings without summaries: the board has them, page by page. */
const MAX_LISTED_SUMMARIES = 200

interface ListedPart extends Part {
	/** By the decision that ended it, or the day on which a hand did; null: it lasts. */
	lastDay: IsoDate | null
}

export function planOf(programId: string): string {
	return `plan:${programId}`
}

export function notesOf(programId: string): string {
	return `notes:${programId}`
}

/** Null for one that was never made, and for one that is deleted. */
export async function findProgram(registry: Registry, programId: string): Promise<ProgramPlace | null> {
	const row = await selectProgram(registry, programId).where('deleted_at', 'is', null).executeTakeFirst()
	if (row === undefined) return null
	return { municipalityId: row.municipality_id, organisationId: await organisationOf(registry, programId) }
}

/** The municipality that answers for a programme, also for a deleted one; null for one that was never made. */
export async function municipalityOf(registry: Registry, programId: string): Promise<string | null> {
	return (await selectProgram(registry, programId).executeTakeFirst())?.municipality_id ?? null
}

/** One that is only being formed is not. */
export async function isDeleted(registry: Registry, programId: string): Promise<boolean> {
	const row = await selectProgram(registry, programId).where('deleted_at', 'is not', null).executeTakeFirst()
	return row !== undefined
}

function selectProgram({ query }: Registry, programId: string) {
	return query.selectFrom('programs').select('municipality_id').where('id', '=', programId)
}

/** Of a municipality's living programmes, by id. */
export async function listTitles({ query }: Registry, municipalityId: string): Promise<Map<string, string>> {
	const rows = await query
		.selectFrom('programs')
		.select(['id', 'title'])
		.where('municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.execute()
	return new Map(rows.map(({ id, title }) => [id, title]))
}

/** Those whose part has not ended. */
export async function participantIdsOf({ query }: Registry, programId: string): Promise<string[]> {
	const rows = await query
		.selectFrom('memberships')
		.select('person_id')
		.where('program_id', '=', programId)
		.where('ended_at', 'is', null)
		.execute()
	return rows.map(({ person_id }) => person_id)
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
	const participants = await readParticipants(registry, inView)
	const summaries = new Map(
		(programs.length > MAX_LISTED_SUMMARIES
			? []
			: await registry.query
					.selectFrom('summaries')
					.select(['program_id', 'json'])
					.where('program_id', 'in', inView.select('id'))
					.execute()
		).map(({ program_id, json }) => [program_id, JSON.parse(json) as ProgramSummary])
	)
	const ownRoles = new Map(standing.memberships.map(({ programId, role }) => [programId, role]))
	const readsNotes = ({ id: programId, municipality_id: municipalityId }: { id: string; municipality_id: string }) =>
		permissionFor(standing, { kind: 'notes', programId, municipalityId }) !== 'none'
	const overseen = new Set(overseenBy(standing))
	return Promise.all(
		programs.map(async (program): Promise<ProgramListing> => {
			const all = participants.get(program.id) ?? []
			const ownRole = ownRoles.get(program.id)
			const listing = {
				id: program.id,
				title: program.title,
				documents: { plan: planOf(program.id), notes: notesOf(program.id) },
				organisation: program.organisation,
				startsOn: program.starts_on,
				termMonths: program.term_months
			}
			const overseerRole = overseen.has(program.municipality_id)
				? staffRoleIn(standing, program.municipality_id)
				: organisationRoles.get(program.id)
			const former = all.find(({ participant, endedAt }) => endedAt !== null && participant.person.id === personId)
			const own = ownRole === undefined && overseerRole === undefined ? former : undefined
			if (own !== undefined && own.endedBy !== 'closure') {
				return {
					...listing,
					role: own.participant.role,
					endedAt: own.endedAt,
					endedBy: own.endedBy,
					formerParticipants: [],
					summary: null,
					...(await describeLastPart(registry, program.id, own, all))
				}
			}
			const isOfIt = ({ endedAt, endedBy }: Part) => endedAt === null || (own !== undefined && endedBy === 'closure')
			const [current, others] = [all.filter(isOfIt), all.filter((part) => !isOfIt(part))]
			return {
				...listing,
				role: own?.participant.role ?? ownRole ?? overseerRole ?? 'head',
				documents: readsNotes(program) ? listing.documents : { plan: listing.documents.plan },
				endedAt: own?.endedAt ?? null,
				endedBy: own?.endedBy ?? null,
				participants: current.map(({ participant }) => participant),
				formerParticipants: others.map(({ participant, lastDay }) => ({ ...participant, ...(lastDay && { lastDay }) })),
				summary: summaries.get(program.id) ?? null
			}
		})
	)
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

/** Mentors first, then by family name; those whose part has ended as well. */
async function readParticipants(
	{ query }: Registry,
	inView: ReturnType<typeof selectInView>
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
		.where('memberships.program_id', 'in', inView.select('id'))
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
