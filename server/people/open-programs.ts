/** Who takes part in which programmes: the load of mentors, and what a person's page tells. */
import { sql } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import { emptyLedger, type Ledger } from '#domain/ledger/ledger.ts'
import { programsToApprove } from '#domain/plan/edition.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { PersonProgram } from '#protocol/api/people.ts'
import type { Order } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import { readRegulations } from './regulations.ts'

/** Mentees in programmes that go on, by mentor; each person once, whoever has none is left out. */
export async function countActiveMentees(
	registry: Registry,
	municipalityId: string,
	mentorIds: readonly string[] | null = null
): Promise<Map<string, number>> {
	const rows = await selectOpenParts(registry, municipalityId)
		.innerJoin('memberships as other', 'other.program_id', 'memberships.program_id')
		.select(['memberships.person_id', (is) => is.fn.count<number>('other.person_id').distinct().as('mentees')])
		.where('memberships.role', '=', 'mentor')
		.where('other.role', '=', 'mentee')
		.where('other.ended_at', 'is', null)
		.$if(mentorIds !== null, (parts) => parts.where('memberships.person_id', 'in', mentorIds ?? []))
		.groupBy('memberships.person_id')
		.execute()
	return new Map(rows.map(({ person_id, mentees }) => [person_id, mentees]))
}

/** Whoever is a mentee in a programme that goes on. */
export async function listGuidedMentees(registry: Registry, municipalityId: string): Promise<Set<string>> {
	const rows = await selectOpenParts(registry, municipalityId)
		.select('memberships.person_id')
		.where('memberships.role', '=', 'mentee')
		.execute()
	return new Set(rows.map(({ person_id }) => person_id))
}

/** By person; those that go on first, then the newest. Deleted ones are left out. `regulation`: by which the bank is judged now. */
export async function readPersonPrograms(
	registry: Registry,
	municipalityId: string,
	personIds: readonly string[],
	regulation: Pick<Regulation, 'id' | 'programRequired'>
): Promise<Map<string, PersonProgram[]>> {
	if (personIds.length === 0) return new Map()
	const rows = await registry.query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.select(['memberships.program_id', 'person_id', 'role', 'ended_at', 'title', 'starts_on', 'phase', 'state'])
		.where('person_id', 'in', personIds)
		.where('programs.municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.execute()
	const ledgers = new Map(
		rows.map(({ program_id, state }) => [program_id, state === null ? null : readState(program_id, state)])
	)
	const unapproved = programsToApprove(
		regulation,
		rows.map(({ program_id, phase }) => ({
			programId: program_id,
			// From before there were ledgers.
			phase: phase ?? 'active',
			hasApprovedEdition: hasApprovedEdition(ledgers.get(program_id) ?? null)
		}))
	)
	const toApprove = new Set(unapproved)
	const ownRegulationOf = ({ program_id, phase, ended_at }: (typeof rows)[number]) => {
		const id = ledgers.get(program_id)?.request?.regulationId
		return isOver({ phase: phase ?? 'active', endedAt: ended_at }) || id === regulation.id ? undefined : id
	}
	const others = new Set(rows.map(ownRegulationOf).filter((id) => id !== undefined))
	const known = await readRegulations(registry, municipalityId, others)
	const titleOf = (id: string | undefined) => (id === undefined ? null : (known.get(id)?.title ?? id))
	const programs = rows
		.map((row) => ({
			personId: row.person_id,
			programId: row.program_id,
			title: row.title,
			role: row.role,
			startsOn: row.starts_on,
			phase: row.phase ?? ('active' as const),
			endedAt: row.ended_at,
			order: orderOf(ledgers.get(row.program_id) ?? null, row.person_id),
			isToApprove: row.ended_at === null && toApprove.has(row.program_id),
			otherRegulation: titleOf(ownRegulationOf(row))
		}))
		.sort((one, other) => Number(isOver(one)) - Number(isOver(other)) || (one.startsOn < other.startsOn ? 1 : -1))
	return new Map(
		[...Map.groupBy(programs, ({ personId }) => personId)].map(([personId, own]) => [
			personId,
			own.map(({ personId: _, ...program }) => program)
		])
	)
}

function isOver({ phase, endedAt }: Pick<PersonProgram, 'phase' | 'endedAt'>): boolean {
	return phase === 'closed' || endedAt !== null
}

export function isIn(programs: readonly PersonProgram[], role: ProgramRole): PersonProgram[] {
	return programs.filter((program) => program.role === role && !isOver(program))
}

function hasApprovedEdition(ledger: Ledger | null): boolean {
	return (ledger?.matters ?? []).some(({ matter, outcome }) => matter.type === 'edition' && outcome === 'in-force')
}

/** Under which the person's part began, as the authority's journal has it; null: nobody has registered it. */
function orderOf(ledger: Ledger | null, personId: string): Order | null {
	if (ledger === null) return null
	const { matters, members, registrations } = ledger
	const from = members.find((member) => member.personId === personId)?.from
	const order = matters.find(
		({ matter, outcome }) => matter.type === 'order' && outcome === 'in-force' && matter.startsOn === from
	)
	const registered = registrations.find(({ matterId }) => matterId === order?.id)
	return registered === undefined ? null : { number: registered.number, date: registered.on }
}

/** Parts that last in programmes that go on, those from before there were ledgers, too. */
function selectOpenParts({ query }: Registry, municipalityId: string) {
	return query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.where('programs.municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.where('memberships.ended_at', 'is', null)
		.where((is) => is.or([is('phase', 'is', null), is('phase', '!=', 'closed')]))
}

/** What is kept may be older than a part of it: that part is then empty, as no entry has said anything of it. */
export function readState(programId: string, state: string): Ledger {
	return { ...emptyLedger(programId), ...(JSON.parse(state) as Partial<Ledger>) }
}

/** Of a row of `ledgers`: its request was taken back before any order. 0 or 1. */
export const isRequestWithdrawn = sql<0 | 1>`json_extract(state, '$.requestWithdrawal') is not null`

/** Of a row of `ledgers`: its request was fulfilled by the order that has brought whoever asked into a group. 0 or 1. */
export const isRequestFulfilled = sql<0 | 1>`json_extract(state, '$.requestFulfilment') is not null`

/** Either: no programme began, and none will. 0 or 1. */
export const isRequestOver = sql<0 | 1>`(${isRequestWithdrawn} or ${isRequestFulfilled})`
