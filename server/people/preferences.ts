/** What mentors and mentees of the banks answer about each other before a proposal (domain.md R17). */
import { sql } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Liking } from '#domain/people/matching.ts'
import { search } from '#domain/text.ts'
import { hasMinors } from '#domain/regulation/roles.ts'
import type { MenteeAssessments } from '#protocol/api/bank.ts'
import type { PreferencePage } from '#protocol/api/ledger.ts'
import { byText, pageOf, type PageQuery, type Registry } from '../database/database.ts'
import { readMentees } from './bank.ts'
import { fullName, toPerson } from './people.ts'
import { readCurrentRegulation } from './regulations.ts'

export interface Asker {
	personId: string
	municipalityId: string
	role: ProgramRole
}

/** Null: the person is not in this bank. */
export async function findAsker({ query }: Registry, personId: string, role: ProgramRole): Promise<Asker | null> {
	const row = await query
		.selectFrom('bank')
		.select('municipality_id')
		.where('person_id', '=', personId)
		.where('role', '=', role)
		.executeTakeFirst()
	return row === undefined ? null : { personId, municipalityId: row.municipality_id, role }
}

/** The other bank of the asker's municipality, sorted by name; people without a shown name are sorted by their text. */
export async function listPreferences(
	registry: Registry,
	{ personId, municipalityId, role }: Asker,
	paging: PageQuery
): Promise<PreferencePage> {
	const rows = await registry.query
		.selectFrom('bank')
		.innerJoin('people', 'people.id', 'bank.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.leftJoin('preferences', (join) =>
			join
				.onRef('preferences.about_id', '=', 'bank.person_id')
				.on('preferences.by_id', '=', personId)
				.on('preferences.by_role', '=', role)
		)
		.select(['people.id', 'people.created_at', 'family_name', 'given_name', 'patronymic', 'post', 'liking'])
		// Reads only the needed parts of thousands of entries: reading whole entries takes longer than everything else here.
		.select([aboutOf(role).as('about'), sql<string | null>`json_extract(entry, '$.bornOn')`.as('born_on')])
		.select(['organisations.name as organisation', 'organisations.kind'])
		.where('bank.municipality_id', '=', municipalityId)
		.where('bank.role', '=', otherRole(role))
		.where('bank.person_id', '!=', personId)
		.execute()
	const areYoung = role === 'mentor' && hasMinors(await readCurrentRegulation(registry, municipalityId))
	// The day of birth is kept only for pupils and students, as mentees or as mentors.
	const unnamed = areYoung ? rows : rows.filter(({ born_on }) => born_on !== null)
	// The numbers do not depend on the search or the order; a person who enters the bank comes last.
	const numbers = new Map(
		byText(unnamed, ({ created_at, id }) => created_at + id).map(({ id }, index) => [id, index + 1])
	)
	const listed = rows.map(({ id, post, about, liking, organisation, kind, ...names }) => {
		const row = { id, kind, about: about ?? '', liking }
		const number = numbers.get(id) ?? null
		return number === null
			? { ...row, number, name: fullName(names), organisation, post }
			: { ...row, number, name: null, organisation: null, post: '' }
	})
	// A search cannot find what is not shown.
	const found = search(
		listed,
		paging.q,
		({ name, organisation, about }) => `${name ?? ''} ${organisation ?? ''} ${about}`
	)
	return {
		...pageOf(
			byText(found, ({ name, about }) => name ?? about),
			paging
		),
		role
	}
}

/** False: the other bank has nobody with this id. */
export async function savePreference(
	{ query }: Registry,
	{ personId, municipalityId, role }: Asker,
	aboutId: string,
	liking: Liking | null,
	on: IsoDate
): Promise<boolean> {
	const other = await query
		.selectFrom('bank')
		.select('person_id')
		.where('person_id', '=', aboutId)
		.where('municipality_id', '=', municipalityId)
		.where('role', '=', otherRole(role))
		.where('person_id', '!=', personId)
		.executeTakeFirst()
	if (other === undefined) return false
	const key = { by_id: personId, about_id: aboutId, by_role: role }
	if (liking === null)
		await query
			.deleteFrom('preferences')
			.where((is) => is.and(key))
			.execute()
	else {
		await query
			.insertInto('preferences')
			.values({ ...key, liking, answered_on: on })
			.onConflict((conflict) =>
				conflict.columns(['by_id', 'about_id', 'by_role']).doUpdateSet({ liking, answered_on: on })
			)
			.execute()
	}
	return true
}

export interface Preference {
	mentorId: string
	menteeId: string
	by: ProgramRole
	liking: Liking
	on: IsoDate
}

/** Between these mentees and anybody. */
export async function readPreferences({ query }: Registry, menteeIds: readonly string[]): Promise<Preference[]> {
	if (menteeIds.length === 0) return []
	const rows = await query
		.selectFrom('preferences')
		.selectAll()
		.where((is) =>
			is.or([
				is.and([is('by_role', '=', 'mentee'), is('by_id', 'in', menteeIds)]),
				is.and([is('by_role', '=', 'mentor'), is('about_id', 'in', menteeIds)])
			])
		)
		.execute()
	return rows.map(({ by_id, about_id, by_role: by, liking, answered_on: on }) =>
		by === 'mentor'
			? { mentorId: by_id, menteeId: about_id, by, liking, on }
			: { mentorId: about_id, menteeId: by_id, by, liking, on }
	)
}

function otherRole(role: ProgramRole): ProgramRole {
	return role === 'mentor' ? 'mentee' : 'mentor'
}

/** The text from the other bank's entry: a mentee's main request, or a mentor's competences. */
function aboutOf(role: ProgramRole) {
	return role === 'mentor'
		? sql<string | null>`json_extract(entry, '$.mainRequest')`
		: sql<string | null>`(select group_concat(value, ', ') from json_each(entry, '$.competences'))`
}

/** Of the current mentees of the programme, from the municipality's bank; by name. */
export async function readMenteeAssessments(
	registry: Registry,
	municipalityId: string,
	programId: string
): Promise<MenteeAssessments['mentees']> {
	const rows = await registry.query
		.selectFrom('memberships')
		.innerJoin('people', 'people.id', 'person_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic'])
		.where('program_id', '=', programId)
		.where('role', '=', 'mentee')
		.where('ended_at', 'is', null)
		.orderBy('family_name')
		.orderBy('given_name')
		.execute()
	const personIds = rows.map(({ id }) => id)
	const entries = await readMentees(registry, municipalityId, personIds)
	return rows.map(toPerson).map(({ id, name }) => {
		const assessments = entries.get(id)?.assessments ?? []
		return { personId: id, name, assessments: assessments.toSorted((one, other) => (one.on < other.on ? 1 : -1)) }
	})
}
