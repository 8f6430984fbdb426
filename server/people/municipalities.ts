/** The municipalities of an installation: opening, renaming, closing and listing them with their heads. */
import { type Compilable, sql } from 'kysely'
import { nanoid } from 'nanoid'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import type { Requisites } from '#domain/papers/facts.ts'
import type { Person } from '#protocol/api/program.ts'
import type {
	MunicipalityHead,
	MunicipalityListing,
	MunicipalityNaming,
	MunicipalityObstacles
} from '#protocol/api/staff.ts'
import type { Registry } from '../database/database.ts'
import type { Accounts } from './accounts/accounts.ts'
import { fullName, toPerson } from './people.ts'

export interface NewMunicipality {
	id: string
	name: string
	/** IANA, «Asia/Tomsk»: deadlines follow the calendar there. */
	timeZone: string
	isDemo: boolean
	/** Of a shipped regulation; by default the table's own default value. */
	regulationId?: string
}

/** For `commitTogether`; repeating it changes nothing. */
export function insertMunicipality({ query }: Registry, municipality: NewMunicipality, at: string) {
	return query
		.insertInto('municipalities')
		.values({
			id: municipality.id,
			name: municipality.name,
			time_zone: municipality.timeZone,
			is_demo: municipality.isDemo ? 1 : 0,
			created_at: at,
			...(municipality.regulationId !== undefined && { regulation_id: municipality.regulationId })
		})
		.onConflict((conflict) => conflict.doNothing())
}

/** For `commitTogether`; replaces what was stored. */
export function storeRequisites(
	{ query }: Registry,
	municipalityId: string,
	requisites: Requisites,
	by: { personId: string; at: string }
): Compilable {
	const fields = { text: JSON.stringify(requisites), saved_at: by.at, saved_by: by.personId }
	return query
		.insertInto('paper_texts')
		.values({ municipality_id: municipalityId, kind: 'requisites', ...fields })
		.onConflict((conflict) => conflict.columns(['municipality_id', 'kind']).doUpdateSet(fields))
}

/** Null, changing nothing: a municipality with this name exists. `requisites`: null if they come later. */
export async function openMunicipality(
	registry: Registry,
	{ requisites, ...given }: Omit<NewMunicipality, 'id'> & { requisites: Requisites | null },
	by: { personId: string; at: Date }
): Promise<{ id: string; name: string; openedAt: string } | null> {
	if (await isNameTaken(registry, given.name)) return null
	const id = nanoid()
	const openedAt = by.at.toISOString()
	const store = requisites && storeRequisites(registry, id, requisites, { personId: by.personId, at: openedAt })
	// The name is unique in the table, too: the second of two simultaneous taps changes nothing.
	const isOpened = await registry.commitIf(
		insertMunicipality(registry, { ...given, id }, openedAt),
		store ? [store] : []
	)
	return isOpened ? { id, name: given.name, openedAt } : null
}

export async function findMunicipality({ query }: Registry, id: string) {
	const row = await query.selectFrom('municipalities').selectAll().where('id', '=', id).executeTakeFirst()
	if (row === undefined) return null
	return { id: row.id, name: row.name, timeZone: row.time_zone, isClosed: row.closed_at !== null }
}

/** By a municipality other than `ownId`. */
async function isNameTaken({ query }: Registry, name: string, ownId: string | null = null): Promise<boolean> {
	const known = await query.selectFrom('municipalities').select(['id', 'name']).execute()
	return known.some((one) => one.id !== ownId && fold(one.name) === fold(name))
}

/** Today's calendar date in the municipality's time zone. */
export async function todayIn(registry: Registry, municipalityId: string, now: Date): Promise<IsoDate> {
	const municipality = await findMunicipality(registry, municipalityId)
	if (municipality === null) throw new Error(`There is no municipality ${municipalityId}`)
	return dateIn(municipality.timeZone, now)
}

/** «Город  ОРЛЁНОК» is «Город Орленок». */
function fold(name: string): string {
	return name.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' ')
}

/** `conflict`: name or time zone are not `was` any more. Papers and texts that contain the former name keep it. */
export async function renameMunicipality(
	registry: Registry,
	id: string,
	{ name, timeZone }: MunicipalityNaming,
	was: MunicipalityNaming
): Promise<'saved' | 'name-taken' | 'conflict'> {
	const known = await findMunicipality(registry, id)
	// The same request again: the answer to a successful one was lost.
	if (known?.name === name && known.timeZone === timeZone) return 'saved'
	if (await isNameTaken(registry, name, id)) return 'name-taken'
	const renaming = registry.query
		.updateTable('municipalities')
		.set({ name, time_zone: timeZone })
		.where('id', '=', id)
		.where('name', '=', was.name)
		.where('time_zone', '=', was.timeZone)
		// If two take one name at the same moment, the second changes nothing.
		.where(
			sql<boolean>`not exists (select 1 from municipalities as other where other.name = ${name} and other.id <> ${id})`
		)
	return (await registry.commitIf(renaming, [])) ? 'saved' : 'conflict'
}

/** False, changing nothing: an obstacle exists. A closed municipality keeps its former closing. */
export async function closeMunicipality(
	registry: Registry,
	id: string,
	by: { name: string; at: Date }
): Promise<boolean> {
	const { programs, requests, staff } = obstacles
	const closing = registry.query
		.updateTable('municipalities')
		.set({ closed_at: by.at.toISOString(), closed_by: by.name })
		.where('id', '=', id)
		.where('closed_at', 'is', null)
		.where(sql<boolean>`${programs} + ${requests} + ${staff} = 0`)
	return (await registry.commitIf(closing, [])) || ((await findMunicipality(registry, id))?.isClosed ?? false)
}

/** Everything in the municipality is available again as before. */
export async function reopenMunicipality({ query }: Registry, id: string): Promise<void> {
	await query.updateTable('municipalities').set({ closed_at: null, closed_by: null }).where('id', '=', id).execute()
}

/**
 * Numbers of obstacles, for queries of `municipalities`. A programme from before there were ledgers counts as active. Staff of the
 * whole installation would be shut out with the municipality they belong to.
 */
const obstacles = {
	programs: sql<number>`(
		select count(*) from programs left join ledgers on ledgers.program_id = programs.id
		where programs.municipality_id = municipalities.id and deleted_at is null and phase is distinct from 'closed'
			and route_person_id is null)`,
	requests: sql<number>`(
		select count(*) from ledgers
		where ledgers.municipality_id = municipalities.id and phase <> 'closed'
			and not exists (select 1 from programs where programs.id = ledgers.program_id))`,
	staff: sql<number>`(
		select count(distinct person_id) from assignments
		where assignments.municipality_id = municipalities.id and role in ('administrator', 'region'))`
} satisfies Record<keyof MunicipalityObstacles, unknown>

/** Nobody of a closed municipality is signed in until it is opened again: checked wherever a session is read. */
export function shutOutClosed(accounts: Accounts, registry: Registry): Accounts {
	return {
		...accounts,

		async findSession(headers) {
			const personId = await accounts.findSession(headers)
			return personId === null || (await isShutOut(personId)) ? null : personId
		},

		async continueSession(headers) {
			const session = await accounts.continueSession(headers)
			const { personId } = session
			return personId !== null && (await isShutOut(personId)) ? { ...session, personId: null } : session
		}
	}

	async function isShutOut(personId: string): Promise<boolean> {
		const row = await registry.query
			.selectFrom('people')
			.innerJoin('municipalities', 'municipalities.id', 'people.municipality_id')
			.select('people.id')
			.where('people.id', '=', personId)
			.where('closed_at', 'is not', null)
			.executeTakeFirst()
		return row !== undefined
	}
}

/**
 * The municipalities as administrators see them, by name, with their heads. `accountIds`: everybody who has an account. `onlyId`:
 * this one alone.
 */
export async function listMunicipalities(
	registry: Registry,
	accountIds: ReadonlySet<string>,
	now: Date,
	onlyId: string | null = null
): Promise<MunicipalityListing[]> {
	const [municipalities, { heads, invited }] = await Promise.all([
		registry.query
			.selectFrom('municipalities')
			.select(['id', 'name', 'time_zone', 'created_at', 'closed_at', 'closed_by'])
			.select([obstacles.programs.as('programs'), obstacles.requests.as('requests'), obstacles.staff.as('staff')])
			.$if(onlyId !== null, (all) => all.where('id', '=', onlyId ?? ''))
			.execute(),
		readHeads(registry)
	])
	const waiting = new Set(invited.filter(({ expires_at }) => expires_at > now.toISOString()).map(({ id }) => id))
	const rows = [...heads, ...invited.filter(({ id }) => heads.every((head) => head.id !== id))]
	return municipalities
		.map(({ id, name, time_zone, created_at, closed_at, closed_by, programs, requests, staff }) => ({
			id,
			name,
			timeZone: time_zone,
			openedAt: created_at,
			closed: closed_at === null ? null : { at: closed_at, by: closed_by ?? '' },
			obstacles: { programs, requests, staff },
			heads: rows
				.filter(({ municipality_id }) => municipality_id === id)
				.map((row): MunicipalityHead => {
					const state = accountIds.has(row.id) ? 'open' : waiting.has(row.id) ? 'invited' : 'none'
					return { person: toPerson(row), isAppointed: heads.some((head) => head.id === row.id), state }
				})
				.sort((one, other) => one.person.name.localeCompare(other.person.name, 'ru'))
		}))
		.sort((one, other) => one.name.localeCompare(other.name, 'ru'))
}

/** A head of the municipality, or a person invited as head who is not in the registry yet; null: neither. */
export async function findHead(
	registry: Registry,
	municipalityId: string,
	personId: string
): Promise<{ person: Person; isKnown: boolean } | null> {
	const isTheirs = (row: { id: string; municipality_id: string | null }) =>
		row.id === personId && row.municipality_id === municipalityId
	const { heads, invited } = await readHeads(registry)
	const head = heads.find(isTheirs)
	if (head !== undefined) return { person: toPerson(head), isKnown: true }
	const guest = invited.find(isTheirs)
	return guest === undefined || fullName(guest) === '' ? null : { person: toPerson(guest), isKnown: false }
}

/** Of all municipalities. */
async function readHeads({ query }: Registry) {
	const [heads, invited] = await Promise.all([
		query
			.selectFrom('assignments')
			.innerJoin('people', 'people.id', 'person_id')
			.select(['people.id', 'family_name', 'given_name', 'patronymic', 'assignments.municipality_id'])
			.where('role', '=', 'head')
			.execute(),
		query
			.selectFrom('invitations')
			.select(['person_id as id', 'family_name', 'given_name', 'patronymic', 'municipality_id', 'expires_at'])
			.where('role', '=', 'head')
			.where('accepted_at', 'is', null)
			.execute()
	])
	return { heads, invited }
}
