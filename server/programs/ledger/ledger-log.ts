/** The stored ledgers: every entry for ever, and the state that the entries replay to. */
import type { Compilable, Selectable } from 'kysely'
import type { GroundFinding } from '#domain/ledger/incentive.ts'
import {
	type ClosureProgress,
	emptyLedger,
	involvedPeople,
	type Entry,
	type Ledger,
	type StaffAppointment
} from '#domain/ledger/ledger.ts'
import { isSettled } from '#domain/ledger/awaiting.ts'
import { requestEndOf } from '#domain/ledger/visible-ledger.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import type { Registry } from '../../database/database.ts'
import type { Tables } from '../../database/tables.ts'
import { hasNewTerm } from './consequences.ts'
import { readState } from '../../people/open-programs.ts'

export interface KeptLedger {
	/** Null: nothing was stated yet. */
	municipalityId: string | null
	ledger: Ledger
}

export async function readLedger({ query }: Registry, programId: string): Promise<KeptLedger> {
	const row = await query
		.selectFrom('ledgers')
		.select(['municipality_id', 'state'])
		.where('program_id', '=', programId)
		.executeTakeFirst()
	return row === undefined
		? { municipalityId: null, ledger: emptyLedger(programId) }
		: { municipalityId: row.municipality_id, ledger: readState(programId, row.state) }
}

/** Those after the sequence, oldest first. */
export async function readEntries({ query }: Registry, programId: string, after = 0): Promise<Entry[]> {
	const rows = await query
		.selectFrom('ledger_entries')
		.selectAll()
		.where('program_id', '=', programId)
		.where('sequence', '>', after)
		.orderBy('sequence')
		.execute()
	return rows.map(toEntry)
}

/** The names under which these people spoke in the programme. */
export async function readSpeakerNames(
	{ query }: Registry,
	programId: string,
	personIds: ReadonlySet<string>
): Promise<string[]> {
	if (personIds.size === 0) return []
	const rows = await query
		.selectFrom('ledger_entries')
		.select('person_name')
		.distinct()
		.where('program_id', '=', programId)
		.where('person_id', 'in', [...personIds])
		.execute()
	return rows.map(({ person_name }) => person_name)
}

export async function findEntry({ query }: Registry, id: string): Promise<Entry | null> {
	const row = await query.selectFrom('ledger_entries').selectAll().where('id', '=', id).executeTakeFirst()
	return row === undefined ? null : toEntry(row)
}

/** The newest entry with the same words of the same person in the same role; null: they have not said it. */
export async function findSaid({ query }: Registry, personId: string, said: Command): Promise<Entry | null> {
	const row = await query
		.selectFrom('ledger_entries')
		.selectAll()
		.where('program_id', '=', said.programId)
		.where('person_id', '=', personId)
		.where('role', '=', said.role)
		.where('statement', '=', JSON.stringify(said.statement))
		.orderBy('sequence', 'desc')
		.executeTakeFirst()
	return row === undefined ? null : toEntry(row)
}

/**
 * The open ledgers of a municipality; or of a person who is involved, and those in `besides`. Also closed ones in which the staff still
 * has something to do, or whose request has become no programme, as no other list has them; and those in `ended`. Without deleted
 * programmes; by id, after `after`.
 */
export async function listOpenLedgers(
	{ query }: Registry,
	of:
		| { municipalityId: string; ended?: readonly string[] }
		| { personId: string; besides?: readonly string[]; ended?: readonly string[] },
	after: string,
	limit: number
): Promise<Ledger[]> {
	const open = query
		.selectFrom('ledgers')
		.leftJoin('programs', 'programs.id', 'ledgers.program_id')
		.select(['ledgers.program_id', 'state'])
		.where((is) => is.or([is('is_over', '=', 0), is('ledgers.program_id', 'in', of.ended ?? [])]))
		.where('deleted_at', 'is', null)
		.where('ledgers.program_id', '>', after)
		.orderBy('ledgers.program_id')
		.limit(limit)
	const rows = await (
		'municipalityId' in of
			? open.where((is) =>
					is.or([is('ledgers.municipality_id', '=', of.municipalityId), is('ledgers.program_id', 'in', of.ended ?? [])])
				)
			: open.where((is) =>
					is.or([
						is(
							'ledgers.program_id',
							'in',
							is.selectFrom('ledger_people').select('program_id').where('person_id', '=', of.personId)
						),
						is('ledgers.program_id', 'in', [...(of.besides ?? []), ...(of.ended ?? [])])
					])
				)
	).execute()
	return rows.map(({ program_id, state }) => readState(program_id, state))
}

/** For `commitTogether`: the entry, and the ledger after it. Fails if another entry has this sequence. */
export function insertEntry(
	{ query }: Registry,
	entry: Entry,
	before: Ledger,
	after: Ledger,
	municipalityId: string
): Compilable[] {
	const { programId, sequence, by, statement, signatories, findings, appointment, progress } = entry
	const kept = stored(after)
	const isBehind = hasNewTerm(before, after)
	return [
		query
			.insertInto('ledgers')
			.values({ program_id: programId, municipality_id: municipalityId, ...kept, is_plan_behind: isBehind ? 1 : 0 })
			.onConflict((conflict) =>
				conflict.column('program_id').doUpdateSet({ ...kept, ...(isBehind && { is_plan_behind: 1 }) })
			),
		...keepPeople({ query }, after),
		query.insertInto('ledger_entries').values({
			program_id: programId,
			sequence,
			id: entry.id,
			at: entry.at,
			on_day: entry.on,
			person_id: by.personId,
			person_name: by.name,
			role: by.role,
			said_at: entry.saidAt,
			statement: JSON.stringify(statement),
			signatories: signatories === undefined ? null : JSON.stringify(signatories),
			findings: findings === undefined ? null : JSON.stringify(findings),
			appointment: appointment === undefined ? null : JSON.stringify(appointment),
			progress: progress === undefined ? null : JSON.stringify(progress)
		})
	]
}

/**
 * For `commitTogether`: the submitted plan, which is approved and compared with later. An earlier one with the same text stays: its
 * activities may be others, and people whose membership has ended since read only that one.
 */
export function storeEdition(
	{ query }: Registry,
	programId: string,
	hash: string,
	snapshot: Uint8Array,
	at: string
): Compilable {
	return query
		.insertInto('editions')
		.values({ program_id: programId, hash, at, snapshot })
		.onConflict((conflict) => conflict.columns(['program_id', 'hash', 'at']).doUpdateSet({ snapshot }))
}

/** The last plan that was submitted with this hash, up to `until` (ISO instant; null: now). Null: there is none. */
export async function readEdition(
	{ query }: Registry,
	programId: string,
	hash: string,
	until: string | null = null
): Promise<Uint8Array | null> {
	const row = await query
		.selectFrom('editions')
		.select('snapshot')
		.where('program_id', '=', programId)
		.where('hash', '=', hash)
		.$if(until !== null, (all) => all.where('at', '<=', until ?? ''))
		.orderBy('at', 'desc')
		.executeTakeFirst()
	return row?.snapshot ?? null
}

/** For `commitTogether`: the state of a ledger without a new entry. */
export function keepLedger(registry: Pick<Registry, 'query'>, ledger: Ledger): Compilable[] {
	return [
		registry.query.updateTable('ledgers').set(stored(ledger)).where('program_id', '=', ledger.programId),
		...keepPeople(registry, ledger)
	]
}

function stored(ledger: Ledger) {
	const { phase, sequence } = ledger
	const isOver = isSettled(ledger) && requestEndOf(ledger) === null
	return { phase, sequence, state: JSON.stringify(ledger), is_over: isOver ? (1 as const) : (0 as const) }
}

function keepPeople({ query }: Pick<Registry, 'query'>, ledger: Ledger): Compilable[] {
	const { programId: program_id } = ledger
	return [
		query.deleteFrom('ledger_people').where('program_id', '=', program_id),
		...involvedPeople(ledger).map((person_id) => query.insertInto('ledger_people').values({ person_id, program_id }))
	]
}

function toEntry(row: Selectable<Tables['ledger_entries']>): Entry {
	return {
		id: row.id,
		programId: row.program_id,
		sequence: row.sequence,
		at: row.at,
		on: row.on_day,
		by: { personId: row.person_id, name: row.person_name, role: row.role },
		saidAt: row.said_at,
		statement: JSON.parse(row.statement) as Statement,
		...(row.signatories !== null && { signatories: JSON.parse(row.signatories) as Signatory[] }),
		...(row.findings !== null && { findings: JSON.parse(row.findings) as GroundFinding[] }),
		...(row.appointment !== null && { appointment: JSON.parse(row.appointment) as StaffAppointment }),
		...(row.progress !== null && { progress: JSON.parse(row.progress) as ClosureProgress })
	}
}
