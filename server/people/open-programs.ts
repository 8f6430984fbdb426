/** Who takes part in which programmes: the load of mentors, and the programmes on a person's page. */
import { sql } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import { approvedEdition, emptyLedger, type Ledger } from '#domain/ledger/ledger.ts'
import { programsToApprove } from '#domain/plan/edition.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { PersonProgram } from '#protocol/api/people.ts'
import type { Order } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import { readRegulations } from './regulations.ts'

/** Mentees in active programmes, by mentor. Each mentee counts once; mentors without one are left out. */
export async function countActiveMentees(
	registry: Registry,
	municipalityId: string,
	mentorIds: readonly string[] | null = null
): Promise<Map<string, number>> {
	const rows = await selectOpenMemberships(registry, municipalityId)
		.innerJoin('memberships as other', 'other.program_id', 'memberships.program_id')
		.select(['memberships.person_id', (is) => is.fn.count<number>('other.person_id').distinct().as('mentees')])
		.where('memberships.role', '=', 'mentor')
		.where('other.role', '=', 'mentee')
		.where('other.ended_at', 'is', null)
		.$if(mentorIds !== null, (memberships) => memberships.where('memberships.person_id', 'in', mentorIds ?? []))
		.groupBy('memberships.person_id')
		.execute()
	return new Map(rows.map(({ person_id, mentees }) => [person_id, mentees]))
}

/** Mentees in active programmes. */
export async function listGuidedMentees(registry: Registry, municipalityId: string): Promise<Set<string>> {
	const rows = await selectOpenMemberships(registry, municipalityId)
		.select('memberships.person_id')
		.where('memberships.role', '=', 'mentee')
		.execute()
	return new Set(rows.map(({ person_id }) => person_id))
}

/** By person; active ones first, then the newest. Without deleted ones. `regulation`: by which the bank is checked now. */
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
			// A programme from before there were ledgers.
			phase: phase ?? 'active',
			hasApprovedEdition: approvedEdition(ledgers.get(program_id) ?? emptyLedger(program_id)) !== null
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

/** The order with which the membership began, as the authority registered it; null: it is not registered. */
function orderOf(ledger: Ledger | null, personId: string): Order | null {
	if (ledger === null) return null
	const { matters: decisions, members, registrations } = ledger
	const from = members.find((member) => member.personId === personId)?.from
	const order = decisions.find(
		({ matter: decision, outcome }) => decision.type === 'order' && outcome === 'in-force' && decision.startsOn === from
	)
	const registered = registrations.find(({ matterId: decisionId }) => decisionId === order?.id)
	return registered === undefined ? null : { number: registered.number, date: registered.on }
}

/** Current memberships in active programmes, also in those from before there were ledgers. */
function selectOpenMemberships({ query }: Registry, municipalityId: string) {
	return query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.where('programs.municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.where('memberships.ended_at', 'is', null)
		.where((is) => is.or([is('phase', 'is', null), is('phase', '!=', 'closed')]))
}

/** A stored state may be older than one of its fields. That field is then empty, because no entry has set it. */
export function readState(programId: string, state: string): Ledger {
	return { ...emptyLedger(programId), ...(JSON.parse(state) as Partial<Ledger>) }
}

const requestWithdrawn = sql<boolean>`json_extract(state, '$.requestWithdrawal') is not null`
const requestFulfilled = sql<boolean>`json_extract(state, '$.requestFulfilment') is not null`

/** For a row of `ledgers`: the request was withdrawn before any order. 0 or 1. */
export const isRequestWithdrawn = sql<0 | 1>`case when ${requestWithdrawn} then 1 else 0 end`

/** For a row of `ledgers`: the request was fulfilled by an order that brought the mentee into a group. 0 or 1. */
export const isRequestFulfilled = sql<0 | 1>`case when ${requestFulfilled} then 1 else 0 end`

/** Either of the two: no programme began, and none will. 0 or 1. */
export const isRequestOver = sql<0 | 1>`case when ${requestWithdrawn} or ${requestFulfilled} then 1 else 0 end`
