/**
 * Programmes and memberships: who takes part, how memberships end and resume, and who answers for a programme.
 *
 * A municipality answers for it, and also the one organisation in which all mentees work (domain.md V2, R8). That is read anew each
 * time, because people change their workplace. A group from several organisations belongs to the municipality only. Owners of plans that
 * are no programmes of people have a row beside them, which names their kind and their organisation.
 */
import type { Selectable } from 'kysely'
import {
	type OrganisationRole,
	organisationRoles,
	routeReaders,
	type MembershipEnding,
	type Owner,
	type Grants
} from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import { kindsOverseen, ownerKindOf } from '#domain/owner.ts'
import type { Registry } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'

/** Null: it was never created, or it is deleted. */
export async function findOwner(registry: Registry, id: string): Promise<Owner | null> {
	const row = await selectProgram(registry, id).where('deleted_at', 'is', null).executeTakeFirst()
	if (row === undefined) return null
	const kind = ownerKindOf(row.owner_kind)
	const organisationId = await organisationOf(registry, id)
	return { id, kind, municipalityId: row.municipality_id, organisationId, ...personalOf(row) }
}

/** Of a route: whose it is, and to whom it is shown. */
function personalOf(
	row: Pick<Selectable<Tables['programs']>, 'route_person_id' | 'shown_to_municipality' | 'shown_to_organisation'>
): Pick<Owner, 'personId' | 'shownTo'> {
	if (row.route_person_id === null) return {}
	const isShown = { oversee: row.shown_to_municipality === 1, answer: row.shown_to_organisation === 1 }
	return { personId: row.route_person_id, shownTo: routeReaders.filter((reader) => isShown[reader]) }
}

/**
 * The municipality that answers for the programme, even a deleted one; null: it was never created, or it is a route, for which only its
 * person answers.
 */
export async function municipalityOf(registry: Registry, programId: string): Promise<string | null> {
	const row = await selectProgram(registry, programId).where('route_person_id', 'is', null).executeTakeFirst()
	return row?.municipality_id ?? null
}

/** False for a programme that is still being formed. */
export async function isDeleted(registry: Registry, programId: string): Promise<boolean> {
	const row = await selectProgram(registry, programId).where('deleted_at', 'is not', null).executeTakeFirst()
	return row !== undefined
}

function selectProgram({ query }: Registry, programId: string) {
	return query
		.selectFrom('programs')
		.select([
			'municipality_id',
			'owner_kind',
			'organisation_id',
			'route_person_id',
			'shown_to_municipality',
			'shown_to_organisation'
		])
		.where('id', '=', programId)
}

/** Titles of a municipality's programmes that are not deleted, by id. */
export async function listTitles({ query }: Registry, municipalityId: string): Promise<Map<string, string>> {
	const rows = await query
		.selectFrom('programs')
		.select(['id', 'title'])
		.where('municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.where('owner_kind', 'in', kindsOverseen())
		.execute()
	return new Map(rows.map(({ id, title }) => [id, title]))
}

/** People whose membership has not ended. */
export async function participantIdsOf({ query }: Registry, programId: string): Promise<string[]> {
	const rows = await query
		.selectFrom('memberships')
		.select('person_id')
		.where('program_id', '=', programId)
		.where('ended_at', 'is', null)
		.execute()
	return rows.map(({ person_id }) => person_id)
}

/** The same, and people whose membership has ended. */
export async function participantIdsEver({ query }: Registry, programId: string): Promise<string[]> {
	const rows = await query.selectFrom('memberships').select('person_id').where('program_id', '=', programId).execute()
	return rows.map(({ person_id }) => person_id)
}

/** A membership in a programme. Rows of people are never removed: what they wrote has their name. */
export interface MembershipState {
	/** Null: it lasts. */
	endedAt: string | null
	/** Null: it lasts, or a curator ended it by hand. */
	endedBy: MembershipEnding | null
	/** The day on which a decision will end it; null: there is none, or it has ended. */
	lastDay: IsoDate | null
}

/** Null: the person never took part. */
export async function findMembership(
	{ query }: Registry,
	programId: string,
	personId: string
): Promise<MembershipState | null> {
	const row = await query
		.selectFrom('memberships')
		.select(['ended_at', 'ended_by', 'until_day'])
		.where('program_id', '=', programId)
		.where('person_id', '=', personId)
		.executeTakeFirst()
	return row === undefined ? null : { endedAt: row.ended_at, endedBy: endingOf(row), lastDay: row.until_day }
}

/** Those of the people who take part in the programme, or once did. */
export async function listMembersEver(
	{ query }: Registry,
	programId: string,
	ids: readonly string[]
): Promise<string[]> {
	if (ids.length === 0) return []
	const rows = await query
		.selectFrom('memberships')
		.select('person_id')
		.where('program_id', '=', programId)
		.where('person_id', 'in', ids)
		.execute()
	return rows.map(({ person_id }) => person_id)
}

/** A person who was shut out before the last day of a notice was shut out by hand. */
export function endingOf(row: Pick<Selectable<Tables['memberships']>, 'ended_at' | 'ended_by' | 'until_day'>) {
	return row.ended_at === null || row.until_day !== null ? null : row.ended_by
}

/**
 * False: the person never took part. An ended membership keeps the instant of its first end. The caller informs the relay and the
 * board.
 */
export async function endMembership(
	registry: Registry,
	programId: string,
	personId: string,
	at: string
): Promise<boolean> {
	await update(registry, programId, personId).set({ ended_at: at }).where('ended_at', 'is', null).execute()
	return hasMembership(registry, programId, personId)
}

/** False: the person never took part. A current membership goes on. */
export async function resumeMembership(registry: Registry, programId: string, personId: string): Promise<boolean> {
	await update(registry, programId, personId).set({ ended_at: null }).execute()
	// A decision that is still to end the membership stays; one that has ended it does not.
	await update(registry, programId, personId).set({ ended_by: null }).where('until_day', 'is', null).execute()
	return hasMembership(registry, programId, personId)
}

/**
 * Deletes a programme in one commit. Its row stays as a tombstone without a text; its ledger stays, too, but nobody reads it. Deletes
 * what was made of its plan, including the editions with the whole plan, and what its papers were made from. It waits for nobody, and
 * nobody takes part. A restored backup loses it again. Repeating it changes nothing.
 */
export async function deleteProgram(
	registry: Registry,
	programId: string,
	at: string,
	byPersonId: string | null
): Promise<void> {
	const { query } = registry
	await registry.commitTogether([
		query
			.updateTable('programs')
			.set({ deleted_at: at, title: '', organisation: '', approved: null })
			.where('id', '=', programId)
			.where('deleted_at', 'is', null),
		query
			.insertInto('erasures')
			.values({ kind: 'program', id: programId, at, by_person_id: byPersonId, ground: null })
			.onConflict((conflict) => conflict.doNothing()),
		query.deleteFrom('summaries').where('program_id', '=', programId),
		query.deleteFrom('text_bridges').where('program_id', '=', programId),
		query.deleteFrom('last_edits').where('program_id', '=', programId),
		query.deleteFrom('editions').where('program_id', '=', programId),
		query.deleteFrom('paper_settings').where('program_id', '=', programId),
		query.deleteFrom('ledger_people').where('program_id', '=', programId)
	])
}

function update({ query }: Registry, programId: string, personId: string) {
	return query.updateTable('memberships').where('program_id', '=', programId).where('person_id', '=', personId)
}

async function hasMembership(registry: Registry, programId: string, personId: string): Promise<boolean> {
	return (await findMembership(registry, programId, personId)) !== null
}

/** What a person oversees. */
export interface OversightScope {
	municipalityId: string
	/** Organisations of the municipality; null: the whole municipality. */
	organisationIds: readonly string[] | null
}

/**
 * The organisation that answers for the programme, or where the person of a route works; null: there are several, or it is unknown.
 * `requestedIds`: the mentees of the request, used until the programme begins.
 */
export async function organisationOf(
	registry: Registry,
	programId: string,
	requestedIds: readonly string[] = []
): Promise<string | null> {
	const row = await selectProgram(registry, programId).executeTakeFirst()
	const own = row?.organisation_id ?? null
	if (own !== null) return own
	const personId = row?.route_person_id ?? null
	if (personId !== null) return sharedOrganisationOf(registry, [personId])
	const memberships = await selectMenteeMemberships(registry).where('program_id', '=', programId).execute()
	if (memberships.length > 0) return sharedOf(memberships.filter(isStillTheirs))
	return sharedOrganisationOf(registry, requestedIds)
}

/** The organisation in which all of them work; null: there are several, it is unknown, or the list is empty. */
export async function sharedOrganisationOf({ query }: Registry, personIds: readonly string[]): Promise<string | null> {
	if (personIds.length === 0) return null
	const people = query
		.selectFrom('people')
		.select('organisation_id')
		.where('id', 'in', [...personIds])
	return sharedOf(await people.execute())
}

/** Programmes of these organisations that have begun, also closed ones, and other owners of plans. */
export async function programIdsOf(registry: Registry, organisationIds: readonly string[]): Promise<Set<string>> {
	const own = organisationIds.map((organisationId) => readProgramIds(registry, organisationId))
	return new Set((await Promise.all(own)).flat())
}

async function readProgramIds(registry: Registry, organisationId: string): Promise<string[]> {
	const memberships = await selectMenteeMemberships(registry)
		.where(
			'program_id',
			'in',
			selectMenteeMemberships(registry).clearSelect().select('program_id').where('organisation_id', '=', organisationId)
		)
		.execute()
	const others = await registry.query
		.selectFrom('programs')
		.select('id')
		.where('organisation_id', '=', organisationId)
		.where('deleted_at', 'is', null)
		.execute()
	const byProgram = Map.groupBy(memberships.filter(isStillTheirs), ({ program_id }) => program_id)
	const programIds = [...byProgram].flatMap(([programId, own]) => (sharedOf(own) === organisationId ? [programId] : []))
	return [...programIds, ...others.map(({ id }) => id)]
}

/** By programme, the person's role in the organisation that answers for it; the curator's role comes before the head's. */
export async function readOrganisationRoles(
	registry: Registry,
	{ assignments }: Grants
): Promise<Map<string, OrganisationRole>> {
	const roles = new Map<string, OrganisationRole>()
	for (const role of organisationRoles.toReversed()) {
		const organisationIds = assignments.flatMap((own) => (own.role === role ? (own.organisationId ?? []) : []))
		for (const programId of await programIdsOf(registry, organisationIds)) roles.set(programId, role)
	}
	return roles
}

/** Whether the programme is in the scope: in the municipality, and in one of the organisations if they are given. */
export async function isAnsweredFor(
	registry: Registry,
	{ municipalityId, organisationIds }: OversightScope,
	program: { id: string; municipalityId: string; requestedIds?: readonly string[] }
): Promise<boolean> {
	if (program.municipalityId !== municipalityId) return false
	if (organisationIds === null) return true
	const organisationId = await organisationOf(registry, program.id, program.requestedIds)
	return organisationId !== null && organisationIds.includes(organisationId)
}

function selectMenteeMemberships({ query }: Registry) {
	return query
		.selectFrom('memberships')
		.innerJoin('people', 'people.id', 'person_id')
		.select(['program_id', 'ended_at', 'ended_by', 'until_day', 'organisation_id'])
		.where('role', '=', 'mentee')
}

/** A mentee stays one of the programme if the membership ended with the programme, or was suspended by hand. */
export function isStillTheirs(membership: Parameters<typeof endingOf>[0]): boolean {
	return endingOf(membership) !== 'decision'
}

function sharedOf(rows: readonly { organisation_id: string | null }[]): string | null {
	const [first, ...others] = new Set(rows.map(({ organisation_id }) => organisation_id))
	return others.length > 0 ? null : (first ?? null)
}
