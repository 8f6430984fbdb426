/**
 * Leaving a bank and returning to it. The bank holds only those who are in it: the row goes, and its content stays with the leaving
 * for as long as somebody may want it back.
 */
import { type Compilable, type Selectable, sql } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import { isInvolved } from '#domain/ledger/ledger.ts'
import { type LeavingReasonId, leavingReasons } from '#domain/people/leaving.ts'
import { search } from '#domain/text.ts'
import type { Leaving, LeavingPage, LeavingTerms, NewLeaving } from '#protocol/api/people.ts'
import { pageOf, type PageQuery, readStamp, type Registry, type Stamp } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { BankScope } from './bank-list.ts'
import { readMentors } from './bank.ts'
import { readState } from './open-programs.ts'
import { fullName, isErased, toPerson } from './people.ts'

/** Personal data is kept until the next yearly update of the list, at which the person may return. */
const KEPT_DAYS = 365
const DAY_MS = 86_400_000

export type LeavingOutcome = 'left' | 'conflict' | 'under-way' | { invalid: 'reasonId' | 'ground' | 'on' }

/** The person must belong to the municipality. */
export async function leaveBank(
	scope: BankScope,
	{ personId, role, version, on, reasonId, ground, order }: NewLeaving,
	made: { id: string; by: string; at: Date }
): Promise<LeavingOutcome> {
	const { registry, municipalityId, regulation, today } = scope
	const { query } = registry
	if (on > today) return { invalid: 'on' }
	const stamp = await readPersonStamp(scope, personId)
	const term = (await readMentors(registry, municipalityId, [personId])).get(personId)?.term ?? null
	const reason = leavingReasons(role, regulation, { term, on }).find(({ id }) => id === reasonId)
	if (reason === undefined) return { invalid: 'reasonId' }
	if (reason.needsGround && ground === '') return { invalid: 'ground' }
	if ((await readUnderWay(scope, personId))[role].length > 0) return 'under-way'
	const banked = query
		.selectFrom('bank')
		.where('person_id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.where('role', '=', role)
		.where('version', '=', version)
		// Nobody has put them into a programme meanwhile.
		.where(stamp.query, '=', stamp.value)
	const left = query
		.insertInto('bank_leavings')
		.columns([
			'id',
			'person_id',
			'municipality_id',
			'role',
			'left_on',
			'reason',
			'clause',
			'ground',
			'order_number',
			'order_on',
			'at',
			'by_name',
			'entry',
			'version',
			'basis_number',
			'basis_on'
		])
		.expression(
			banked.select((is) => [
				is.val(made.id).as('id'),
				'person_id',
				'municipality_id',
				'role',
				is.val(on).as('left_on'),
				is.val(reasonId).as('reason'),
				is.val(reason.source?.clause ?? null).as('clause'),
				is.val(ground).as('ground'),
				is.val(order?.number ?? null).as('order_number'),
				is.val(order?.date ?? null).as('order_on'),
				is.val(made.at.toISOString()).as('at'),
				is.val(made.by).as('by_name'),
				'entry',
				'version',
				'order_number as basis_number',
				'order_on as basis_on'
			])
		)
	const isLeft = await registry.commitIf(left, [
		query
			.deleteFrom('bank')
			.where('person_id', '=', personId)
			.where('municipality_id', '=', municipalityId)
			.where('role', '=', role)
	])
	return isLeft ? 'left' : 'conflict'
}

/** Null: the municipality has no such leaving. `conflict`: they are in the bank, or have left it once more. */
export async function returnToBank(
	{ registry, municipalityId }: BankScope,
	id: string,
	by: { name: string; at: Date },
	mayChange: (personId: string) => Promise<boolean>
): Promise<{ personId: string; outcome: 'returned' | 'conflict' | 'not-allowed' } | null> {
	const { query } = registry
	const leaving = await query
		.selectFrom('bank_leavings')
		.selectAll()
		.where('id', '=', id)
		.where('municipality_id', '=', municipalityId)
		.executeTakeFirst()
	if (leaving === undefined) return null
	const { person_id, role, version, basis_number, basis_on } = leaving
	if (!(await mayChange(person_id))) return { personId: person_id, outcome: 'not-allowed' }
	const entry = leaving.at < keptSince(by.at) ? null : leaving.entry
	const back = query
		.insertInto('bank')
		.values({
			person_id,
			municipality_id: municipalityId,
			role,
			entry,
			// A version that somebody read before the leaving is not the current one.
			version: version + 1,
			order_number: basis_number,
			order_on: basis_on
		})
		.onConflict((conflict) => conflict.doNothing())
	const claim = query
		.updateTable('bank_leavings')
		.set({ returned_at: by.at.toISOString(), returned_by: by.name, entry: null })
		.where('id', '=', id)
		.where('returned_at', 'is', null)
		.where(isNewest(), '=', 1)
		.where(isInBank(), '=', 0)
	return { personId: person_id, outcome: (await registry.commitIf(claim, [back])) ? 'returned' : 'conflict' }
}

/** For `commitTogether`: deletes the bank's content about people who left too long ago to get it back. */
export function forgetLeftEntries({ query }: Registry, now: Date): Compilable {
	return query
		.updateTable('bank_leavings')
		.set({ entry: null })
		.where('entry', 'is not', null)
		.where('at', '<', keptSince(now))
}

/** Of one person, the newest first. */
export async function readLeavings({ registry, municipalityId }: BankScope, personId: string): Promise<Leaving[]> {
	const rows = await registry.query
		.selectFrom('bank_leavings')
		.selectAll()
		.select([isInBank().as('is_in_bank'), isNewest().as('is_newest')])
		.where('municipality_id', '=', municipalityId)
		.where('person_id', '=', personId)
		.orderBy(sql`bank_leavings.rowid`, 'desc')
		.execute()
	return rows.map(toLeaving)
}

/** People who are not in the bank because they have left it. */
export async function listLeavings(
	{ registry, municipalityId }: BankScope,
	{ role, ...paging }: PageQuery & { role: ProgramRole }
): Promise<LeavingPage> {
	const rows = await registry.query
		.selectFrom('bank_leavings')
		.innerJoin('people', 'people.id', 'person_id')
		.selectAll('bank_leavings')
		.select(['family_name', 'given_name', 'patronymic'])
		.select([isInBank().as('is_in_bank'), isNewest().as('is_newest')])
		.where('bank_leavings.municipality_id', '=', municipalityId)
		.where('role', '=', role)
		.where(isInBank(), '=', 0)
		.where(isNewest(), '=', 1)
		.where(isErased, '=', 0)
		.orderBy(sql`bank_leavings.rowid`, 'desc')
		.execute()
	const found = pageOf(search(rows, paging.q, fullName), paging)
	return {
		...found,
		role,
		rows: found.rows.map((row) => ({ person: toPerson({ ...row, id: row.person_id }), leaving: toLeaving(row) }))
	}
}

/** The same people, and their last days in the bank. */
export function readDaysOfLeaving({ registry, municipalityId }: BankScope, role: ProgramRole) {
	return registry.query
		.selectFrom('bank_leavings')
		.select(['person_id as id', 'left_on as on'])
		.where('municipality_id', '=', municipalityId)
		.where('role', '=', role)
		.where(isInBank(), '=', 0)
		.where(isNewest(), '=', 1)
		.execute()
}

type Row = Selectable<Tables['bank_leavings']> & { is_in_bank: number; is_newest: number }

function toLeaving(row: Row): Leaving {
	const { order_number, order_on, returned_at, returned_by } = row
	return {
		id: row.id,
		role: row.role,
		on: row.left_on,
		reasonId: row.reason as LeavingReasonId,
		clause: row.clause,
		ground: row.ground,
		order: order_number === null || order_on === null ? null : { number: order_number, date: order_on },
		at: row.at,
		by: row.by_name,
		returned: returned_at === null || returned_by === null ? null : { at: returned_at, by: returned_by },
		canReturn: returned_at === null && row.is_newest === 1 && row.is_in_bank === 0
	}
}

function keptSince(now: Date): string {
	return new Date(now.getTime() - KEPT_DAYS * DAY_MS).toISOString()
}

const isInBank = () => sql<number>`case when exists (
	select 1 from bank where bank.person_id = bank_leavings.person_id and bank.role = bank_leavings.role
		and bank.municipality_id = bank_leavings.municipality_id) then 1 else 0 end`
const isNewest = () => sql<number>`case when exists (
	select 1 from bank_leavings as later where later.person_id = bank_leavings.person_id and later.role = bank_leavings.role
		and later.municipality_id = bank_leavings.municipality_id and later.rowid > bank_leavings.rowid) then 0 else 1 end`

/** Open programmes, requests and proposals of a person in a bank: while there are any, the person cannot leave. */
type UnderWay = LeavingTerms['underWay']

/** In each of the person's roles. */
export async function readUnderWay(
	{ registry, municipalityId }: BankScope,
	personId: string
): Promise<Record<ProgramRole, UnderWay>> {
	const [memberships, ledgers] = await Promise.all([
		registry.query
			.selectFrom('memberships')
			.innerJoin('programs', 'programs.id', 'memberships.program_id')
			.leftJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
			.select(['memberships.program_id', 'role', 'title'])
			.where('person_id', '=', personId)
			.where('programs.municipality_id', '=', municipalityId)
			.where('deleted_at', 'is', null)
			.where('ended_at', 'is', null)
			.where((is) => is.or([is('phase', 'is', null), is('phase', '!=', 'closed')]))
			.execute(),
		registry.query
			.selectFrom('ledger_people')
			.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
			.select(['ledgers.program_id', 'state'])
			.where('person_id', '=', personId)
			.where('municipality_id', '=', municipalityId)
			.where('phase', '!=', 'closed')
			.execute()
	])
	const openLedgers = ledgers.map(({ program_id, state }) => ({
		programId: program_id,
		ledger: readState(program_id, state)
	}))
	const inRole = (role: ProgramRole): UnderWay => {
		const programs = memberships
			.filter((membership) => membership.role === role)
			.map(({ program_id, title }) => ({ programId: program_id, title, isRequest: false }))
		const requests = openLedgers
			.filter(({ programId, ledger }) => {
				const isKnown = programs.some((program) => program.programId === programId)
				return !isKnown && isInvolved(ledger, personId, role)
			})
			.map(({ programId, ledger }) => ({
				programId,
				title: ledger.proposal?.title ?? ledger.request?.mainRequest ?? '',
				isRequest: true
			}))
		return [...programs, ...requests]
	}
	return { mentor: inRole('mentor'), mentee: inRole('mentee') }
}

/** Changes as soon as anything is stated in a ledger that concerns the person, or their membership in a programme changes. */
export function readPersonStamp({ registry }: BankScope, personId: string): Promise<Stamp> {
	const query = sql<string>`(
		select count(*) || '.' || total(sequence) from ledger_people
			join ledgers on ledgers.program_id = ledger_people.program_id where ledger_people.person_id = ${personId}
		) || ' ' || (
		select count(*) || '.' || count(ended_at) from memberships where memberships.person_id = ${personId})`
	return readStamp(registry, query)
}
