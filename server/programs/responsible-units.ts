/**
 * Which unit of the authority answers for a programme (domain.md T2, S2, R4). Read each time: a school may be moved to another
 * unit, and a mentee to another school, without a word about the programme.
 */
import { sql } from 'kysely'
import { unitsOf, type Organisation } from '#domain/people/organisation.ts'
import type { Relation } from '#domain/regulation/schema.ts'
import type { Registry } from '../database/database.ts'
import { placesOfWork } from '../people/organisations.ts'
import { isStillTheirs } from '../people/programs.ts'
import { readCurrentId, readRegulations } from '../people/regulations.ts'

/** By programme that has begun; of the whole municipality, or of these of it. */
export async function readUnits(
	registry: Registry,
	municipalityId: string,
	only: readonly string[] | null
): Promise<Map<string, string[]>> {
	const [parts, currentId] = await Promise.all([
		selectMentees(registry, municipalityId, only).execute(),
		readCurrentId(registry, municipalityId)
	])
	// Whom a curator keeps out is answered for as before; of a closed programme everybody who was its mentee.
	const rows = parts.filter((part) => part.phase === 'closed' || isStillTheirs(part))
	// What began before there were ledgers goes by the current one.
	const idOf = (row: (typeof rows)[number]) => row.regulationId ?? currentId
	const regulations = await readRegulations(registry, municipalityId, rows.map(idOf))
	return new Map(
		[...Map.groupBy(rows, ({ id }) => id)].flatMap(([programId, mentees]) => {
			const [first] = mentees
			const regulation = first && (regulations.get(idOf(first)) ?? null)
			if (!first || !regulation) return []
			const organisations = mentees.flatMap(({ kind, unit }): Pick<Organisation, 'kind' | 'unit'>[] =>
				kind === null ? [] : [{ kind, unit }]
			)
			return [[programId, unitsOf(regulation, organisations, first.relation)]]
		})
	)
}

/** For these mentees, also before their programme begins. */
export async function readUnitsFor(
	registry: Registry,
	municipalityId: string,
	{
		regulationId,
		menteeIds,
		relation
	}: { regulationId: string; menteeIds: readonly string[]; relation: Relation | null }
): Promise<string[]> {
	const [regulations, places] = await Promise.all([
		readRegulations(registry, municipalityId, [regulationId]),
		placesOfWork(registry, menteeIds)
	])
	const regulation = regulations.get(regulationId) ?? null
	return regulation === null ? [] : unitsOf(regulation, [...places.values()], relation)
}

/** Those the current regulation names, and those put down of single organisations. */
export async function listUnits(registry: Registry, municipalityId: string): Promise<string[]> {
	const currentId = await readCurrentId(registry, municipalityId)
	const regulation = (await readRegulations(registry, municipalityId, [currentId])).get(currentId)
	const rows = await registry.query
		.selectFrom('organisations')
		.select('unit')
		.distinct()
		.where('municipality_id', '=', municipalityId)
		.execute()
	const named = [...(regulation?.supervision ?? []), ...rows].flatMap(({ unit }) => unit ?? [])
	return [...new Set(named)].sort()
}

/** A row for each part, also one that has ended. */
function selectMentees({ query }: Registry, municipalityId: string, only: readonly string[] | null) {
	return query
		.selectFrom('programs')
		.innerJoin('memberships', 'memberships.program_id', 'programs.id')
		.innerJoin('people', 'people.id', 'memberships.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
		.select(['programs.id', 'organisations.kind', 'organisations.unit', 'phase', 'ended_at', 'ended_by', 'until_day'])
		.select([
			sql<string | null>`json_extract(state, '$.request.regulationId')`.as('regulationId'),
			sql<Relation | null>`json_extract(state, '$.relation')`.as('relation')
		])
		.where('programs.municipality_id', '=', municipalityId)
		.where('memberships.role', '=', 'mentee')
		.$if(only !== null, (mentees) => mentees.where('programs.id', 'in', only ?? []))
}
