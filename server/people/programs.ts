import type { Selectable } from 'kysely'
import {
	type OrganisationRole,
	organisationRoles,
	type PartEnding,
	type ProgramPlace,
	type Standing
} from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Registry } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'

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

/** Parts in programmes that end and begin again, and programmes that are deleted. Nobody's rows are removed: what they wrote bears their name. */
export interface Part {
	/** Null: it lasts. */
	endedAt: string | null
	/** Null: by a curator's hand, or it lasts. */
	endedBy: PartEnding | null
	/** On which it ends by itself, by a decision; null: on none, or it has. */
	lastDay: IsoDate | null
}

/** Null: the person never took part. */
export async function findPart({ query }: Registry, programId: string, personId: string): Promise<Part | null> {
	const row = await query
		.selectFrom('memberships')
		.select(['ended_at', 'ended_by', 'until_day'])
		.where('program_id', '=', programId)
		.where('person_id', '=', personId)
		.executeTakeFirst()
	return row === undefined ? null : { endedAt: row.ended_at, endedBy: endingOf(row), lastDay: row.until_day }
}

/** Those of the people who take part in the programme, or once did. */
export async function listWhoTookPart(
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

/** Who was shut out before the last day of a notice was shut out by hand. */
export function endingOf(row: Pick<Selectable<Tables['memberships']>, 'ended_at' | 'ended_by' | 'until_day'>) {
	return row.ended_at === null || row.until_day !== null ? null : row.ended_by
}

/**
 * False for somebody who never took part. Ending what has ended leaves the instant it first ended at.
 * Whoever calls this tells the relay and the board.
 */
export async function endMembership(
	registry: Registry,
	programId: string,
	personId: string,
	at: string
): Promise<boolean> {
	await update(registry, programId, personId).set({ ended_at: at }).where('ended_at', 'is', null).execute()
	return hasTakenPart(registry, programId, personId)
}

/** False for somebody who never took part. Whoever takes part already goes on. */
export async function resumeMembership(registry: Registry, programId: string, personId: string): Promise<boolean> {
	await update(registry, programId, personId).set({ ended_at: null }).execute()
	// The decision that is still to end it stays; one that had is no more.
	await update(registry, programId, personId).set({ ended_by: null }).where('until_day', 'is', null).execute()
	return hasTakenPart(registry, programId, personId)
}

/**
 * In one commit. Its row stays as a tombstone, and its ledger, which nobody reads any more. What was made of its plan goes, the editions
 * that hold it wholly, too, and what its papers were made from; and nobody is awaited in it or takes part. Again: changes nothing.
 */
export function deleteProgram(registry: Registry, programId: string, at: string): void {
	const { query } = registry
	registry.commitTogether([
		query.updateTable('programs').set({ deleted_at: at }).where('id', '=', programId).where('deleted_at', 'is', null),
		query.deleteFrom('summaries').where('program_id', '=', programId),
		query.deleteFrom('last_edits').where('program_id', '=', programId),
		query.deleteFrom('editions').where('program_id', '=', programId),
		query.deleteFrom('paper_settings').where('program_id', '=', programId),
		query.deleteFrom('ledger_people').where('program_id', '=', programId)
	])
}

function update({ query }: Registry, programId: string, personId: string) {
	return query.updateTable('memberships').where('program_id', '=', programId).where('person_id', '=', personId)
}

async function hasTakenPart(registry: Registry, programId: string, personId: string): Promise<boolean> {
	return (await findPart(registry, programId, personId)) !== null
}

/**
 * Whose a programme is beside the municipality: of the one organisation in which all its mentees work (domain.md V2, R8). Asked
 * anew each time, for people change their place of work; of a group from several organisations it is nobody's but the municipality's.
 */

/** What somebody answers for. */
export interface OverseenPlace {
	municipalityId: string
	/** Those of its organisations; null: all of the municipality. */
	organisationIds: readonly string[] | null
}

/** `requestedIds`: those it was asked for, as long as nobody has begun it. Null: in several, or nobody has said. */
export async function organisationOf(
	registry: Registry,
	programId: string,
	requestedIds: readonly string[] = []
): Promise<string | null> {
	const parts = await selectMenteeParts(registry).where('program_id', '=', programId).execute()
	if (parts.length > 0) return sharedOf(parts.filter(isStillTheirs))
	return sharedOrganisationOf(registry, requestedIds)
}

/** The one in which all of them work; null: in several, nobody has said, or there is nobody. */
export async function sharedOrganisationOf({ query }: Registry, personIds: readonly string[]): Promise<string | null> {
	if (personIds.length === 0) return null
	const people = query
		.selectFrom('people')
		.select('organisation_id')
		.where('id', 'in', [...personIds])
	return sharedOf(await people.execute())
}

/** Those of any of the organisations that have begun, also the closed ones. */
export async function programIdsOf(registry: Registry, organisationIds: readonly string[]): Promise<Set<string>> {
	const own = organisationIds.map((organisationId) => readProgramIds(registry, organisationId))
	return new Set((await Promise.all(own)).flat())
}

async function readProgramIds(registry: Registry, organisationId: string): Promise<string[]> {
	const parts = await selectMenteeParts(registry)
		.where(
			'program_id',
			'in',
			selectMenteeParts(registry).clearSelect().select('program_id').where('organisation_id', '=', organisationId)
		)
		.execute()
	const byProgram = Map.groupBy(parts.filter(isStillTheirs), ({ program_id }) => program_id)
	return [...byProgram].flatMap(([programId, own]) => (sharedOf(own) === organisationId ? [programId] : []))
}

/** By programme, what the person is in the organisation whose it is; the curator's role goes before the head's. */
export async function readOrganisationRoles(
	registry: Registry,
	{ assignments }: Standing
): Promise<Map<string, OrganisationRole>> {
	const roles = new Map<string, OrganisationRole>()
	for (const role of organisationRoles.toReversed()) {
		const organisationIds = assignments.flatMap((own) => (own.role === role ? (own.organisationId ?? []) : []))
		for (const programId of await programIdsOf(registry, organisationIds)) roles.set(programId, role)
	}
	return roles
}

/** Whether a programme is answered for there: in the municipality, and in one of the organisations where they are named. */
export async function isAnsweredFor(
	registry: Registry,
	{ municipalityId, organisationIds }: OverseenPlace,
	program: { id: string; municipalityId: string; requestedIds?: readonly string[] }
): Promise<boolean> {
	if (program.municipalityId !== municipalityId) return false
	if (organisationIds === null) return true
	const organisationId = await organisationOf(registry, program.id, program.requestedIds)
	return organisationId !== null && organisationIds.includes(organisationId)
}

function selectMenteeParts({ query }: Registry) {
	return query
		.selectFrom('memberships')
		.innerJoin('people', 'people.id', 'person_id')
		.select(['program_id', 'ended_at', 'ended_by', 'until_day', 'organisation_id'])
		.where('role', '=', 'mentee')
}

/** Whose part ended with the programme, or was suspended by hand, is still its mentee. */
export function isStillTheirs(part: Parameters<typeof endingOf>[0]): boolean {
	return endingOf(part) !== 'decision'
}

function sharedOf(places: readonly { organisation_id: string | null }[]): string | null {
	const [first, ...others] = new Set(places.map(({ organisation_id }) => organisation_id))
	return others.length > 0 ? null : (first ?? null)
}
