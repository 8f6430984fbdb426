/**
 * The holders of offices of the body that the regulation founds (domain.md D2, D29): giving an office, ending it, and returning one
 * that was ended by mistake. Only the order and the ending of a row change, because somebody may ask about it long after.
 */
import { type Selectable, sql } from 'kysely'
import { departures } from '#domain/people/leaving.ts'
import { findAssignedOffice, findHolderInTheWay, type OfficeHolder, needsHolder } from '#domain/regulation/roles.ts'
import type { Office } from '#domain/regulation/schema.ts'
import type { Order } from '#protocol/api/program.ts'
import type {
	EndedOffice,
	OfficeAssignment,
	NewOfficeEnding,
	NewOfficeHolder,
	OfficeListing
} from '#protocol/api/staff.ts'
import { readStamp, type Registry, type Stamp } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { BankScope } from './bank-list.ts'
import { listOrganisationStatuses } from './organisation-list.ts'
import { isErased, orderColumns, type PersonNames, toOrder, toPerson } from './people.ts'

type Scope = Pick<BankScope, 'registry' | 'municipalityId'>

/** Who records the change, when, and the id of the new row. */
export interface Author {
	id: string
	name: string
	at: Date
}

/** Assignments by their first day; ended ones newest first, without those that were returned. */
export async function listOffices(scope: Scope): Promise<{ assignments: OfficeAssignment[]; ended: EndedOffice[] }> {
	const rows = await selectHolders(scope)
		.where('returned_at', 'is', null)
		.orderBy('since_on')
		.orderBy('family_name')
		.orderBy(sql`office_holders.rowid`)
		.execute()
	const ended = rows.flatMap((row): EndedOffice[] =>
		row.ended_on === null
			? []
			: [{ ...toAssignment(row), on: row.ended_on, endingOrder: endingOrderOf(row), by: row.ended_by ?? '' }]
	)
	return {
		assignments: rows.filter(({ ended_on }) => ended_on === null).map(toAssignment),
		ended: ended.sort((one, other) => (one.on < other.on ? 1 : one.on > other.on ? -1 : 0))
	}
}

/**
 * `taken`: another holder is in the way. `busy`: something has just changed, and nothing was done. The office must be the
 * regulation's.
 */
export async function giveOffice(
	scope: Scope,
	office: Pick<Office, 'id' | 'holders' | 'wording'>,
	{ personId, organisationId, since, order }: Omit<NewOfficeHolder, 'officeId'>,
	made: Author
): Promise<'given' | 'taken' | 'busy'> {
	const { registry, municipalityId } = scope
	const stamp = await readHoldersStamp(scope)
	if (findHolderInTheWay(office, await readOfficeHolders(scope), { personId, organisationId }) !== null) return 'taken'
	const entry = registry.query
		.insertInto('office_holders')
		.columns([...basicColumns, 'at', 'by_name'])
		.expression(
			registry.query
				.selectNoFrom((is) => [
					is.val(made.id).as('id'),
					is.val(municipalityId).as('municipality_id'),
					is.val(personId).as('person_id'),
					is.val(office.id).as('office_id'),
					is.val(office.wording).as('wording'),
					is.val(office.holders).as('holders'),
					is.val(organisationId).as('organisation_id'),
					is.val(since).as('since_on'),
					is.val(order?.number ?? null).as('order_number'),
					is.val(order?.date ?? null).as('order_on'),
					is.val(made.at.toISOString()).as('at'),
					is.val(made.name).as('by_name')
				])
				.where(stamp.query, '=', stamp.value)
		)
	return (await registry.commitIf(entry, [])) ? 'given' : 'busy'
}

/** Null: the municipality has no such holder, or the holder has left the office and is erased. */
export async function findHolder(
	{ registry, municipalityId }: Scope,
	id: string
): Promise<Selectable<Tables['office_holders']> | null> {
	const row = await registry.query
		.selectFrom('office_holders')
		.innerJoin('people', 'people.id', 'person_id')
		.selectAll('office_holders')
		.where('office_holders.id', '=', id)
		.where('office_holders.municipality_id', '=', municipalityId)
		.where((is) => is.or([is('ended_on', 'is', null), is(isErased, '=', 0)]))
		.executeTakeFirst()
	return row ?? null
}

/** False, changing nothing: it rests on another order than `was`, or has ended. */
export function saveOfficeOrder(
	{ query, commitIf }: Registry,
	id: string,
	order: Order | null,
	was: Order | null
): Promise<boolean> {
	return commitIf(
		query
			.updateTable('office_holders')
			.set(orderColumns(order))
			.where('id', '=', id)
			.where('ended_on', 'is', null)
			.where(sql<boolean>`order_number is not distinct from ${was?.number ?? null}`)
			.where(sql<boolean>`order_on is not distinct from ${was?.date ?? null}`),
		[]
	)
}

/** False, changing nothing: it has ended. */
export function endOffice(
	{ query, commitIf }: Registry,
	id: string,
	{ on, order }: NewOfficeEnding,
	by: Pick<Author, 'name' | 'at'>
): Promise<boolean> {
	return commitIf(
		query
			.updateTable('office_holders')
			.set({
				ended_on: on,
				ending_number: order?.number ?? null,
				ending_on: order?.date ?? null,
				ended_at: by.at.toISOString(),
				ended_by: by.name
			})
			.where('id', '=', id)
			.where('ended_on', 'is', null),
		[]
	)
}

/**
 * The assignment goes on from the same day and by the same order. `gone`: it was returned already, never ended, or something has just
 * changed.
 */
export async function returnOffice(
	scope: BankScope,
	ended: Selectable<Tables['office_holders']>,
	made: Author
): Promise<'returned' | 'taken' | 'gone'> {
	const { registry, regulation } = scope
	const { query } = registry
	const stamp = await readHoldersStamp(scope)
	const of = { officeId: ended.office_id, personId: ended.person_id, organisationId: ended.organisation_id }
	const office = findAssignedOffice(regulation, { ...of, holders: ended.holders })
	if (findHolderInTheWay(office, await readOfficeHolders(scope), of) !== null) return 'taken'
	const claim = query
		.updateTable('office_holders')
		.set({ returned_at: made.at.toISOString(), returned_by: made.name })
		.where('id', '=', ended.id)
		.where('ended_on', 'is not', null)
		.where('returned_at', 'is', null)
		.where(stamp.query, '=', stamp.value)
	const { id: _, ...kept } = pickBasics(ended)
	const again = query
		.insertInto('office_holders')
		.values({ ...kept, id: made.id, at: made.at.toISOString(), by_name: made.name })
	return (await registry.commitIf(claim, [again])) ? 'returned' : 'gone'
}

/** The person changed their workplace or was entered by mistake, and is in no bank and has no role. */
export async function hasLeft({ registry, municipalityId }: Scope, personId: string): Promise<boolean> {
	const { query } = registry
	const left = await query
		.selectFrom('bank_leavings')
		.select('id')
		.where('person_id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.where('returned_at', 'is', null)
		.where('reason', 'in', departures)
		.where(({ not, exists }) => not(exists(query.selectFrom('bank').select('role').where('person_id', '=', personId))))
		.where(({ not, exists }) =>
			not(exists(query.selectFrom('assignments').select('role').where('person_id', '=', personId)))
		)
		.executeTakeFirst()
	return left !== undefined
}

const basicColumns = [
	'id',
	'municipality_id',
	'person_id',
	'office_id',
	'wording',
	'holders',
	'organisation_id',
	'since_on',
	'order_number',
	'order_on'
] as const

function pickBasics(row: Selectable<Tables['office_holders']>) {
	const { id, municipality_id, person_id, office_id, wording, holders, organisation_id, since_on } = row
	const { order_number, order_on } = row
	const basis = { since_on, order_number, order_on }
	return { id, municipality_id, person_id, office_id, wording, holders, organisation_id, ...basis }
}

async function readOfficeHolders({ registry, municipalityId }: Scope): Promise<OfficeHolder[]> {
	return registry.query
		.selectFrom('office_holders')
		.select(['office_id as officeId', 'person_id as personId', 'organisation_id as organisationId'])
		.where('municipality_id', '=', municipalityId)
		.where('ended_on', 'is', null)
		.execute()
}

/** Changes as soon as somebody gets an office or one ends. */
function readHoldersStamp({ registry, municipalityId }: Scope): Promise<Stamp> {
	const query = sql<string>`(
		select count(*) || '.' || count(ended_on) from office_holders as counted
		where counted.municipality_id = ${municipalityId})`
	return readStamp(registry, query)
}

function selectHolders({ registry, municipalityId }: Scope) {
	return registry.query
		.selectFrom('office_holders')
		.innerJoin('people', 'people.id', 'person_id')
		.leftJoin('organisations as own', 'own.id', 'office_holders.organisation_id')
		.leftJoin('organisations as workplace', 'workplace.id', 'people.organisation_id')
		.selectAll('office_holders')
		.select(['family_name', 'given_name', 'patronymic', 'post'])
		.select(['own.name as organisation', 'workplace.name as workplace'])
		.where('office_holders.municipality_id', '=', municipalityId)
}

type Row = Selectable<Tables['office_holders']> &
	PersonNames & { post: string; organisation: string | null; workplace: string | null }

function toAssignment(row: Row): OfficeAssignment {
	const { organisation_id, organisation } = row
	return {
		id: row.id,
		officeId: row.office_id,
		wording: row.wording,
		holders: row.holders,
		person: toPerson({ ...row, id: row.person_id }),
		workplace: row.workplace ?? '',
		post: row.post,
		organisation:
			organisation_id === null || organisation === null ? null : { id: organisation_id, name: organisation },
		since: row.since_on,
		order: toOrder(row)
	}
}

function endingOrderOf({ ending_number, ending_on }: Row): Order | null {
	return toOrder({ order_number: ending_number, order_on: ending_on })
}

/** By office, the organisations that need a holder because of their status and have none (domain.md D29), by name. */
export async function listWithoutHolder(
	scope: BankScope,
	assignments: readonly OfficeAssignment[]
): Promise<OfficeListing['without']> {
	const offices = scope.regulation.composition?.offices.filter(({ standings }) => standings !== undefined) ?? []
	if (offices.length === 0) return {}
	const organisations = await listOrganisationStatuses(scope)
	return Object.fromEntries(
		offices.map((office) => {
			const ofOffice = assignments.filter(({ officeId }) => officeId === office.id)
			const without = organisations.filter(
				({ id, standings }) =>
					needsHolder(office, standings) && !ofOffice.some(({ organisation }) => organisation?.id === id)
			)
			return [office.id, without.map(({ id, name }) => ({ id, name }))]
		})
	)
}
