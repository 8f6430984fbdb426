/** Programmes as `/api/me` lists them, and one as staff open it: the person's role in it, and how much they see. */
import { type ExpressionBuilder, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import {
	can,
	canOversee,
	type DocumentKind,
	type EndedAssignment,
	type Grants,
	installationRoles,
	type Membership,
	type MembershipEnding,
	type OrganisationRole,
	type Owner,
	type Permission,
	permissionBy,
	permissionFor,
	type StaffAssignment,
	type StaffVoice
} from '#domain/access.ts'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { replayToLastMembership } from '#domain/ledger/visible-ledger.ts'
import { currentMembers, lastingMenteeIds, type Member } from '#domain/ledger/ledger.ts'
import { replayEntries } from '#domain/ledger/statements/all.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { documentIdOf, documentKindsOf, kindsOfPeople, ownerKindOf, planOf } from '#domain/owner.ts'
import type { Participant, ProgramListing } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { organisationNamesOf } from '../people/organisations.ts'
import { listPeople, toPerson } from '../people/people.ts'
import { endingOf, findOwner, readOrganisationRoles } from '../people/programs.ts'
import { editorIdsOf } from '../people/grants.ts'
import { approvedPlanOf, parseApproved } from './ledger/approved-plans.ts'
import { readEntries } from './ledger/ledger-log.ts'
import { readNumberedSummaries } from './summaries.ts'

/** One programme, and the person's relation to it. */
interface Seen {
	listing: Omit<
		ProgramListing,
		'role' | 'endedAt' | 'endedBy' | 'participants' | 'formerParticipants' | 'summary' | 'summarySequence' | 'approved'
	>
	/** Null: they take no part in it, or their membership has ended; and they do not oversee it. */
	role: ProgramListing['role'] | null
	/** The person's own ended membership, if no role replaces it. */
	own: ListedMembership | null
	memberships: readonly ListedMembership[]
	summary: ProgramSummary | null
	summarySequence: number
	approved: ApprovedPlan | null
}

/** By which of their roles somebody sees the plan of an owner that is no programme of people. */
type Sight = EndedAssignment | Membership | StaffAssignment

interface SeenPrograms {
	programs: ReturnType<typeof selectOwn>
	/** Of the person, by programme. */
	organisationRoles: ReadonlyMap<string, OrganisationRole>
	isListed(owner: Owner): boolean
}

/**
 * The person's own programmes, by title: in which they take or took part, and owners of other kinds whose plans they edit or edited. A
 * person whose right has ended opens what their device has of it, and learns nothing that came later. What staff only oversee is not
 * among them: there may be 50,000 of it.
 */
export async function listOwnPrograms(registry: Registry, personId: string, grants: Grants): Promise<ProgramListing[]> {
	const staff = [...grants.assignments, ...(grants.endedAssignments ?? [])]
	return describePrograms(registry, personId, grants, {
		programs: selectOwn(registry, personId, grants),
		organisationRoles: await readOrganisationRoles(registry, grants),
		isListed: (owner) =>
			owner.kind.isOfPeople ||
			isRouteOf(grants, owner.id) ||
			staff.some((one) => permissionBy(one, { kind: 'plan', owner }) === 'edit')
	})
}

/** One programme that the person takes part in or oversees; null: it does not exist, or they do not see it. */
export async function findProgram(
	registry: Registry,
	personId: string,
	grants: Grants,
	programId: string
): Promise<ProgramListing | null> {
	const organisationRoles = await readOrganisationRoles(registry, grants)
	const idsInOrganisations = organisationRoles.has(programId) ? [programId] : []
	const programs = selectInView(registry, personId, grants, idsInOrganisations).where('id', '=', programId)
	const seen = { programs, organisationRoles, isListed: () => true }
	return (await describePrograms(registry, personId, grants, seen)).at(0) ?? null
}

async function describePrograms(
	registry: Registry,
	personId: string,
	grants: Grants,
	{ programs, organisationRoles, isListed }: SeenPrograms
): Promise<ProgramListing[]> {
	const rows = await programs.selectAll().orderBy('title').execute()
	const owned = await Promise.all(rows.map(async (program) => ({ program, owner: await ownerOf(registry, program) })))
	const found = owned.flatMap(({ program, owner }) => {
		const seenBy = owner.kind.isOfPeople ? null : findSight(grants, owner)
		return isListed(owner) && (owner.kind.isOfPeople || seenBy !== null) ? [{ program, owner, seenBy }] : []
	})
	const membershipsByProgram = await readListedMemberships(registry, programs.select('id'))
	const routes = await readRoutes(registry, grants, [...membershipsByProgram.values()].flat())
	const summaries = await readNumberedSummaries(
		registry,
		found.map(({ owner }) => owner.id)
	)
	const overseen = new Set(overseenBy(grants))
	return Promise.all(
		found.map(async ({ program, owner, seenBy }) => {
			const { id, title, organisation } = program
			const seen = {
				listing: {
					id,
					title,
					documents: documentsOf(owner, (kind) => permissionFor(grants, { kind, owner }) !== 'none'),
					organisation,
					startsOn: program.starts_on,
					termMonths: program.term_months
				},
				summary: summaries.get(id)?.summary ?? null,
				summarySequence: summaries.get(id)?.sequence ?? 0,
				approved: parseApproved(program.approved)
			}
			if (seenBy !== null) return toOthersListing(registry, personId, owner, seenBy, seen)
			const memberships = membershipsByProgram.get(id) ?? []
			const role =
				grants.memberships.find(({ programId }) => programId === id)?.role ??
				(overseen.has(owner.municipalityId) ? staffRoleIn(grants, owner.municipalityId) : organisationRoles.get(id)) ??
				null
			const ended = memberships.find(
				({ participant, endedAt }) => endedAt !== null && participant.person.id === personId
			)
			const listed = await toListing(registry, { ...seen, role, own: (role === null && ended) || null, memberships })
			const isMentee = ({ personId }: { personId: string }) =>
				listed.participants.some(({ person, role }) => person.id === personId && can(role, 'learn'))
			return { ...listed, routes: listed.endedAt === null ? routes.filter(isMentee) : [] }
		})
	)
}

/** The workplace of a route's person is read anew. */
async function ownerOf(registry: Registry, row: Selectable<Tables['programs']>): Promise<Owner> {
	const { id, owner_kind, municipality_id: municipalityId, organisation_id: organisationId } = row
	const route = row.route_person_id === null ? null : await findOwner(registry, id)
	return route ?? { id, kind: ownerKindOf(owner_kind), municipalityId, organisationId }
}

function isRouteOf({ routes = [] }: Grants, ownerId: string): boolean {
	return routes.some(({ programId }) => programId === ownerId)
}

/** Routes of those among the people that the asking person may read. */
async function readRoutes(
	registry: Registry,
	grants: Grants,
	memberships: readonly ListedMembership[]
): Promise<NonNullable<ProgramListing['routes']>> {
	const personIds = memberships.flatMap(({ participant: { person, role } }) => (can(role, 'learn') ? person.id : []))
	if (personIds.length === 0) return []
	const rows = await registry.query
		.selectFrom('programs')
		.select('id')
		.where('route_person_id', 'in', [...new Set(personIds)])
		.where('deleted_at', 'is', null)
		.execute()
	const owners = await Promise.all(rows.map(({ id }) => findOwner(registry, id)))
	return owners.flatMap((owner) =>
		owner?.personId !== undefined && permissionFor(grants, { kind: 'plan', owner }) !== 'none'
			? [{ id: owner.id, personId: owner.personId }]
			: []
	)
}

/** Of an owner that is no programme of people: the role by which a person sees its plan, or edited it once; null: they do not. */
function findSight({ assignments, endedAssignments = [], routes = [] }: Grants, owner: Owner): Sight | null {
	const permits = (right: Permission) => (one: StaffAssignment) => permissionBy(one, { kind: 'plan', owner }) === right
	return (
		routes.find(({ programId }) => programId === owner.id) ??
		assignments.find(permits('edit')) ??
		assignments.find(permits('read')) ??
		endedAssignments.findLast(permits('edit')) ??
		null
	)
}

/** The plan is always listed: a person whose right has ended opens their copy. */
function documentsOf({ kind, id }: Owner, isRead: (kind: DocumentKind) => boolean): ProgramListing['documents'] {
	const others = documentKindsOf(kind).filter((one) => one !== 'plan' && isRead(one))
	return { plan: planOf(id), ...Object.fromEntries(others.map((one) => [one, documentIdOf(one, id)])) }
}

async function toOthersListing(
	registry: Registry,
	personId: string,
	owner: Owner,
	seenBy: Sight,
	{ listing, summary, summarySequence, approved }: Pick<Seen, 'listing' | 'summary' | 'summarySequence' | 'approved'>
): Promise<ProgramListing> {
	const endedAt = 'endedAt' in seenBy ? seenBy.endedAt : null
	const editors = await listPeople(
		registry,
		new Set(endedAt === null ? await editorIdsOf(registry, owner) : [personId])
	)
	const { personId: ownId, shownTo = [] } = owner
	const person = editors.find(({ id }) => id === ownId && id !== personId)
	return {
		...listing,
		// To others a route has its person's name, as a programme has its mentee's.
		...(person !== undefined && { title: `${person.givenName} ${person.familyName}`.trim() }),
		...(ownId !== undefined && { route: { personId: ownId, shownTo: [...shownTo] } }),
		role: seenBy.role,
		endedAt,
		endedBy: null,
		participants: [],
		formerParticipants: [],
		editors,
		summary: endedAt === null ? summary : null,
		...(endedAt === null && { summarySequence }),
		approved: endedAt === null ? approved : null
	}
}

async function toListing(
	registry: Registry,
	{ listing, role, own, memberships, summary, summarySequence, approved }: Seen
): Promise<ProgramListing> {
	if (own !== null && own.endedBy !== 'closure') {
		return {
			...listing,
			// Of the copies on their device.
			documents: { plan: planOf(listing.id), notes: documentIdOf('notes', listing.id) },
			role: own.participant.role,
			endedAt: own.endedAt,
			endedBy: own.endedBy,
			formerParticipants: [],
			summary: null,
			...(await describeLastMembership(registry, listing.id, own, memberships))
		}
	}
	const isOfIt = ({ endedAt, endedBy }: ProgramMembership) =>
		endedAt === null || (own !== null && endedBy === 'closure')
	const formerMemberships = memberships.filter((membership) => !isOfIt(membership))
	return {
		...listing,
		role: own?.participant.role ?? role ?? 'head',
		endedAt: own?.endedAt ?? null,
		endedBy: own?.endedBy ?? null,
		participants: memberships.filter(isOfIt).map(({ participant }) => participant),
		formerParticipants: formerMemberships.map(({ participant, lastDay }) => ({
			...participant,
			...(lastDay && { lastDay })
		})),
		summary,
		summarySequence,
		approved
	}
}

function selectOwn({ query }: Registry, personId: string, grants: Grants) {
	return query
		.selectFrom('programs')
		.where('deleted_at', 'is', null)
		.where((is) => is.or([takesPart(is, personId), isOfAnotherKind(is, grants), isRoute(is, grants)]))
}

function selectInView({ query }: Registry, personId: string, grants: Grants, idsInOrganisations: readonly string[]) {
	return query
		.selectFrom('programs')
		.where('deleted_at', 'is', null)
		.where((is) =>
			is.or([
				takesPart(is, personId),
				is('municipality_id', 'in', overseenBy(grants)),
				is('id', 'in', idsInOrganisations),
				is('route_person_id', 'is not', null),
				isOfAnotherKind(is, grants)
			])
		)
}

function takesPart(is: ExpressionBuilder<Tables, 'programs'>, personId: string) {
	return is('id', 'in', is.selectFrom('memberships').select('program_id').where('person_id', '=', personId))
}

/** `findSight` decides. */
function isOfAnotherKind(is: ExpressionBuilder<Tables, 'programs'>, grants: Grants) {
	const staff = [...grants.assignments, ...(grants.endedAssignments ?? [])]
	const here = staff.map(({ municipalityId }) => municipalityId)
	const isEverywhere = staff.some(({ role }) => installationRoles().includes(role))
	return is.and([
		is('owner_kind', 'not in', kindsOfPeople()),
		is('route_person_id', 'is', null),
		...(isEverywhere ? [] : [is('municipality_id', 'in', here)])
	])
}

/** The person's own route, and those of the mentees whom they mentor. */
function isRoute(is: ExpressionBuilder<Tables, 'programs'>, { routes = [] }: Grants) {
	return is(
		'id',
		'in',
		routes.map(({ programId }) => programId)
	)
}

function overseenBy(grants: Grants): string[] {
	return grants.assignments
		.map(({ municipalityId }) => municipalityId)
		.filter((municipalityId) => canOversee(grants, municipalityId))
}

/** Of a person who oversees the municipality; the curator's role comes before the head's. */
export function staffRoleIn(grants: Grants, municipalityId: string): StaffVoice {
	const roles = grants.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	return roles.some(({ role }) => can(role, 'curate')) ? 'curator' : 'head'
}

/** A membership in a programme, as the listing reads it. */
export interface ProgramMembership {
	participant: Participant
	endedAt: string | null
	endedBy: MembershipEnding | null
}

/**
 * A programme as it was when the person's membership ended, while the programme goes on, or when they were shut out. `memberships`: all
 * memberships of the programme, also ended ones, including the person's own.
 */
async function describeLastMembership(
	registry: Registry,
	programId: string,
	own: ProgramMembership,
	memberships: readonly ProgramMembership[]
): Promise<
	Pick<ProgramListing, 'participants' | 'approved'> &
		Partial<Pick<ProgramListing, 'title' | 'organisation' | 'startsOn' | 'termMonths'>>
> {
	const entries = await readEntries(registry, programId)
	const past = replayToLastMembership(programId, entries, own.participant.person.id)
	// Without an order for them, the membership ended before the programme had a ledger: everybody whom an order brought in came later.
	const isThen =
		past === null
			? ({ participant, endedAt }: ProgramMembership) =>
					!isNamed(replayEntries(programId, entries).members, participant) && !hadEnded(endedAt, own.endedAt)
			: ({ participant }: ProgramMembership) => isNamed(currentMembers(past), participant)
	return {
		participants: memberships
			.filter((membership) => membership === own || isThen(membership))
			.map(({ participant }) => participant),
		approved: past && (await approvedPlanOf(registry, past)),
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

/** A membership, current or ended. */
export interface ListedMembership extends ProgramMembership {
	/** By the decision that ended it, or the day on which it was ended by hand; null: it lasts. */
	lastDay: IsoDate | null
}

/** By programme, for the programmes of a query; mentors first, then by family name. Includes ended memberships. */
async function readListedMemberships(
	{ query }: Registry,
	programIds: SelectQueryBuilder<Tables, 'programs', { id: string }>
): Promise<Map<string, ListedMembership[]>> {
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
		// Reads only the needed part of a ledger, and only for an ended membership.
		.select(
			sql<string | null>`case when ended_at is null then null else json_extract(ledgers.state, '$.members') end`.as(
				'members'
			)
		)
		.where('memberships.program_id', 'in', programIds)
		.orderBy('role', 'desc')
		.orderBy('family_name')
		.execute()
	const participants = new Map<string, ListedMembership[]>()
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
