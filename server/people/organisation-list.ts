/** The organisations of a municipality, as a curator sees and edits them. */
import type { Selectable } from 'kysely'
import { fold } from '#domain/people/import/cells.ts'
import { unitFor, type Organisation } from '#domain/people/organisation.ts'
import type { OrganisationKind, OrganisationStatus } from '#domain/regulation/schema.ts'
import { search } from '#domain/text.ts'
import type { OrganisationRow } from '#protocol/api/people.ts'
import type { Page } from '#protocol/api/program.ts'
import type { BankScope } from './bank-list.ts'
import { byText, pageOf, type PageQuery, type Registry } from '../database/database.ts'
import { readTypologies, selectReferred, storeOrganisation, toWorkplace } from './organisations.ts'
import type { Tables } from '../database/tables.ts'

export interface OrganisationQuery extends PageQuery {
	kind?: OrganisationKind | undefined
	/** By its indices or by the authority's word. */
	standing?: OrganisationStatus | undefined
}

/** By name; the typology is of the newest year up to this one. */
export async function listOrganisations(
	scope: BankScope,
	{ kind, standing: status, ...paging }: OrganisationQuery
): Promise<Page<OrganisationRow> & { year: number | null }> {
	const { registry, municipalityId } = scope
	const { year, typologies } = await readTypologies(registry, municipalityId, yearOf(scope))
	const all = await registry.query
		.selectFrom('organisations')
		.selectAll()
		.where('municipality_id', '=', municipalityId)
		.$if(kind !== undefined, (rows) => rows.where('kind', '=', kind ?? 'school'))
		.execute()
	const found = search(all, paging.q, ({ name }) => name).filter(
		(row) => status === undefined || (toWorkplace(row, typologies.get(row.id)).standings?.includes(status) ?? false)
	)
	const page = pageOf(
		byText(found, ({ name }) => padNumbers(fold(name))),
		paging
	)
	const details = await readDetails(
		scope,
		page.rows.map(({ id }) => id)
	)
	return {
		...page,
		year,
		rows: page.rows.map((row) => ({ ...details(row), typology: typologies.get(row.id) ?? null }))
	}
}

/** Null: the municipality has no such organisation. */
export async function readOrganisationRow(scope: BankScope, id: string): Promise<OrganisationRow | null> {
	const { registry, municipalityId } = scope
	const row = await registry.query
		.selectFrom('organisations')
		.selectAll()
		.where('id', '=', id)
		.where('municipality_id', '=', municipalityId)
		.executeTakeFirst()
	if (row === undefined) return null
	const { typologies } = await readTypologies(registry, municipalityId, yearOf(scope))
	const details = await readDetails(scope, [id])
	return { ...details(row), typology: typologies.get(id) ?? null }
}

/** Whether another organisation of the municipality has this name; «школа №14» is «Школа № 14». */
export async function hasNamesake(
	{ registry, municipalityId }: BankScope,
	{ id, name }: Pick<Organisation, 'id' | 'name'>
): Promise<boolean> {
	const others = await registry.query
		.selectFrom('organisations')
		.select('name')
		.where('municipality_id', '=', municipalityId)
		.where('id', '!=', id)
		.execute()
	return others.some((other) => fold(other.name) === fold(name))
}

/** `version` as it was read; null: a new one. `conflict`: it was saved, created or deleted meanwhile. */
export async function saveOrganisation(
	registry: Registry,
	municipalityId: string,
	organisation: Organisation,
	version: number | null
): Promise<'saved' | 'conflict'> {
	const { query } = registry
	const { id, name, kind, level } = organisation
	const claim =
		version === null
			? query
					.insertInto('organisations')
					.values({ id, municipality_id: municipalityId, name, kind, level, is_advanced: 0 })
					.onConflict((conflict) => conflict.doNothing())
			: query
					.updateTable('organisations')
					.set({ version })
					.where('id', '=', id)
					.where('municipality_id', '=', municipalityId)
					.where('version', '=', version)
	const isSaved = await registry.commitIf(claim, storeOrganisation(registry, municipalityId, organisation))
	return isSaved ? 'saved' : 'conflict'
}

/** `conflict`: people work there, or have or had a role or an office there, or are invited to one. */
export async function deleteOrganisation(
	registry: Registry,
	municipalityId: string,
	id: string
): Promise<'deleted' | 'conflict' | 'not_found'> {
	const { query } = registry
	const own = query
		.selectFrom('organisations')
		.select('id')
		.where('id', '=', id)
		.where('municipality_id', '=', municipalityId)
	const claim = query
		.updateTable('organisations')
		.set((is) => ({ version: is('version', '+', 1) }))
		.where('id', 'in', own)
		.where('id', 'not in', selectReferred(registry).$castTo<{ id: string }>())
	const isDone = await registry.commitIf(claim, [
		query.deleteFrom('organisation_years').where('organisation_id', '=', id),
		query.deleteFrom('organisations').where('id', '=', id)
	])
	if (isDone) return 'deleted'
	return (await own.executeTakeFirst()) === undefined ? 'not_found' : 'conflict'
}

/** The statuses of each organisation, by its indices and by the authority's word; by name. */
export async function listOrganisationStatuses(
	scope: BankScope
): Promise<{ id: string; name: string; standings: OrganisationStatus[] }[]> {
	const { registry, municipalityId } = scope
	const { typologies } = await readTypologies(registry, municipalityId, yearOf(scope))
	const all = await registry.query
		.selectFrom('organisations')
		.select(['id', 'name', 'kind', 'standings'])
		.where('municipality_id', '=', municipalityId)
		.execute()
	return byText(all, ({ name }) => padNumbers(fold(name))).map((row) => ({
		id: row.id,
		name: row.name,
		standings: [...(toWorkplace(row, typologies.get(row.id)).standings ?? [])]
	}))
}

function yearOf({ today }: BankScope): number {
	return Number(today.slice(0, 4))
}

/** All organisations of a municipality as entered, by name, the oldest year first. */
export async function readOrganisations(registry: Registry, municipalityId: string): Promise<Organisation[]> {
	const own = registry.query.selectFrom('organisations').where('municipality_id', '=', municipalityId)
	const rows = await own.selectAll().orderBy('name').execute()
	const years = await registry.query
		.selectFrom('organisation_years')
		.selectAll()
		.where('organisation_id', 'in', own.select('id'))
		.orderBy('year')
		.execute()
	const yearsOf = Map.groupBy(years, ({ organisation_id }) => organisation_id)
	return rows.map((row) => toOrganisation(row, yearsOf.get(row.id) ?? []))
}

/** Sorts «Школа № 10» after «Школа № 9». */
function padNumbers(name: string): string {
	return name.replaceAll(/\d+/g, (digits) => digits.padStart(6, '0'))
}

/** Years and people of these organisations, by row. */
async function readDetails({ registry: { query }, regulation }: BankScope, ids: readonly string[]) {
	const years =
		ids.length === 0
			? []
			: await query
					.selectFrom('organisation_years')
					.selectAll()
					.where('organisation_id', 'in', ids)
					.orderBy('year', 'desc')
					.execute()
	const people =
		ids.length === 0
			? []
			: await query
					.selectFrom('people')
					.select(['organisation_id', (is) => is.fn.countAll<number>().as('count')])
					.where('organisation_id', 'in', ids)
					.groupBy('organisation_id')
					.execute()
	const yearsOf = Map.groupBy(years, ({ organisation_id }) => organisation_id)
	return (row: Selectable<Tables['organisations']>): Omit<OrganisationRow, 'typology'> => ({
		organisation: toOrganisation(row, yearsOf.get(row.id) ?? []),
		version: row.version,
		unit: row.unit ?? unitFor(regulation, row.kind)?.unit ?? null,
		people: people.find(({ organisation_id }) => organisation_id === row.id)?.count ?? 0
	})
}

function toOrganisation(
	row: Selectable<Tables['organisations']>,
	years: readonly Selectable<Tables['organisation_years']>[]
): Organisation {
	const { id, name, kind, unit, level, latitude, longitude, standings } = row
	return {
		id,
		name,
		kind,
		unit,
		level,
		isAdvanced: row.is_advanced === 1,
		place: latitude === null || longitude === null ? null : { latitude, longitude },
		standings: standings === null ? null : (JSON.parse(standings) as OrganisationStatus[]),
		years: years.map(({ year, results, well_being, differentiation, part_time_share }) => ({
			year,
			results,
			wellBeing: well_being,
			differentiation,
			partTimeShare: part_time_share
		}))
	}
}
