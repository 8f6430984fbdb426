/**
 * Which unit of the authority answers for a programme (domain.md T2, S2, R4). Read anew each time: a school may move to another unit,
 * and a mentee to another school, without any change of the programme.
 */
import { sql } from 'kysely'
import { unitsOf, type Organisation } from '#domain/people/organisation.ts'
import type { Relation } from '#domain/regulation/schema.ts'
import { type Registry, workInPortions } from '../database/database.ts'
import { readOrganisationsOf } from '../people/organisations.ts'
import { isStillTheirs } from '../people/programs.ts'
import { readCurrentId, readRegulations } from '../people/regulations.ts'

/** By programme that has begun, of those of these that are of the municipality. */
export async function readUnits(
	registry: Registry,
	municipalityId: string,
	programIds: readonly string[]
): Promise<Map<string, string[]>> {
	const [memberships, currentId] = await Promise.all([
		selectMentees(registry, programIds).execute(),
		readCurrentId(registry, municipalityId)
	])
	// A mentee who is shut out still counts; in a closed programme, everybody who was its mentee.
	const rows = memberships.filter(
		(membership) =>
			membership.municipality_id === municipalityId && (membership.phase === 'closed' || isStillTheirs(membership))
	)
	// A programme from before there were ledgers uses the current regulation.
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

/** Those of these programmes of the municipality for which this unit answers. */
export async function findOfUnit(
	registry: Registry,
	municipalityId: string,
	unit: string,
	programIds: readonly string[]
): Promise<Set<string>> {
	const found = new Set<string>()
	// All at once would keep everybody's edits waiting: each ledger is read.
	await workInPortions(programIds, async (some) => {
		const units = await readUnits(registry, municipalityId, some)
		for (const [programId, names] of units) if (names.includes(unit)) found.add(programId)
	})
	return found
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
	const [regulations, organisations] = await Promise.all([
		readRegulations(registry, municipalityId, [regulationId]),
		readOrganisationsOf(registry, menteeIds)
	])
	const regulation = regulations.get(regulationId) ?? null
	return regulation === null ? [] : unitsOf(regulation, [...organisations.values()], relation)
}

/** The units of the current regulation, and those of single organisations. */
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

/** A row for each membership, also an ended one. */
function selectMentees({ query }: Registry, programIds: readonly string[]) {
	return (
		query
			.selectFrom('programs')
			.innerJoin('memberships', 'memberships.program_id', 'programs.id')
			.innerJoin('people', 'people.id', 'memberships.person_id')
			.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
			.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
			.select([
				'programs.id',
				'programs.municipality_id',
				'organisations.kind',
				'organisations.unit',
				'phase',
				'ended_at',
				'ended_by',
				'until_day'
			])
			.select([
				sql<string | null>`json_extract(state, '$.request.regulationId')`.as('regulationId'),
				sql<Relation | null>`json_extract(state, '$.relation')`.as('relation')
			])
			.where('memberships.role', '=', 'mentee')
			// Not also of the municipality: SQLite would read all its programmes to find a few of them.
			.where('programs.id', 'in', programIds)
	)
}
