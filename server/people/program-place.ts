/**
 * Whose a programme is beside the municipality: of the one organisation in which all its mentees work (domain.md V2, R8). Asked
 * anew each time, for people change their place of work; of a group from several organisations it is nobody's but the municipality's.
 */
import { organisationRoles, type OrganisationRole, type Standing } from '#domain/access.ts'
import type { Registry } from '../database/database.ts'
import { endingOf } from './memberships.ts'

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
