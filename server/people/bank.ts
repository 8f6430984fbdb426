/**
 * The banks of mentors and mentees (domain.md T22, S19, R13, V8): who is in them, and what is known about them. Each change is
 * checked against the version its author has read.
 */
import type { Compilable } from 'kysely'
import { nanoid } from 'nanoid'
import type { ProgramRole } from '#domain/access.ts'
import { type MenteeEntry, menteeEntrySchema, type MentorEntry, mentorEntrySchema } from '#domain/people/bank-entry.ts'
import { fold } from '#domain/text.ts'
import type { NewBankedPerson, SavedPerson } from '#protocol/api/people.ts'
import type { Registry } from '../database/database.ts'
import { assignWorkplace } from './organisations.ts'
import { fullName, insertPerson } from './people.ts'

export interface OwnEntry<Entry> {
	version: number
	entry: Entry | null
}

/** For `commitTogether`; replaces the former entry. Throws on an invalid entry. */
export function storeMentorEntry(registry: Registry, municipalityId: string, given: MentorEntry): Compilable {
	return storeEntry(registry, municipalityId, 'mentor', mentorEntrySchema.parse(given))
}

/** The same for a mentee. */
export function storeMenteeEntry(registry: Registry, municipalityId: string, given: MenteeEntry): Compilable {
	return storeEntry(registry, municipalityId, 'mentee', menteeEntrySchema.parse(given))
}

/** By person, those in the bank of mentors; null where the bank has no entry for them. */
export async function readMentors(
	registry: Registry,
	municipalityId: string,
	personIds: readonly string[]
): Promise<Map<string, MentorEntry | null>> {
	const rows = await readEntries(registry, municipalityId, 'mentor', personIds)
	return new Map(rows.map(({ person_id, entry }) => [person_id, parse<MentorEntry>(entry)]))
}

/** The same for the bank of mentees. */
export async function readMentees(
	registry: Registry,
	municipalityId: string,
	personIds: readonly string[]
): Promise<Map<string, MenteeEntry | null>> {
	const rows = await readEntries(registry, municipalityId, 'mentee', personIds)
	return new Map(rows.map(({ person_id, entry }) => [person_id, parse<MenteeEntry>(entry)]))
}

/** What the banks know of one person; null: they are not in that bank. `entry` is null where it has none for them. */
export async function readOwnEntries(
	{ query }: Registry,
	municipalityId: string,
	personId: string
): Promise<{ mentor: OwnEntry<MentorEntry> | null; mentee: OwnEntry<MenteeEntry> | null }> {
	const rows = await query
		.selectFrom('bank')
		.select(['role', 'version', 'entry'])
		.where('person_id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.execute()
	function ownIn<Entry>(role: ProgramRole): OwnEntry<Entry> | null {
		const row = rows.find((one) => one.role === role)
		return row === undefined ? null : { version: row.version, entry: parse<Entry>(row.entry) }
	}
	return { mentor: ownIn<MentorEntry>('mentor'), mentee: ownIn<MenteeEntry>('mentee') }
}

function storeEntry(
	{ query }: Registry,
	municipalityId: string,
	role: ProgramRole,
	given: MentorEntry | MenteeEntry
): Compilable {
	const entry = JSON.stringify(given)
	return query
		.insertInto('bank')
		.values({ person_id: given.personId, municipality_id: municipalityId, role, entry })
		.onConflict((conflict) =>
			conflict
				.columns(['person_id', 'municipality_id', 'role'])
				.doUpdateSet((is) => ({ entry, version: is('bank.version', '+', 1) }))
		)
}

async function readEntries(
	{ query }: Registry,
	municipalityId: string,
	role: ProgramRole,
	personIds: readonly string[]
) {
	if (personIds.length === 0) return []
	return query
		.selectFrom('bank')
		.select(['person_id', 'entry'])
		.where('municipality_id', '=', municipalityId)
		.where('role', '=', role)
		.where('person_id', 'in', personIds)
		.execute()
}

/** The entry was checked when it was stored. */
function parse<Entry>(entry: string | null): Entry | null {
	return entry === null ? null : (JSON.parse(entry) as Entry)
}

/** Resolves with the new person's id. Null: somebody has that name, and the curator has not said that these are two people. */
export async function createBankedPerson(
	registry: Registry,
	municipalityId: string,
	{ organisationId, post, role, isNamesake, ...names }: NewBankedPerson,
	at: string
): Promise<string | null> {
	if (!isNamesake && (await hasNamesake(registry, municipalityId, names))) return null
	const id = nanoid()
	await registry.commitTogether([
		...insertPerson(registry, { ...names, id, municipalityId, roles: role === null ? [] : [role] }, at),
		assignWorkplace(registry, id, organisationId, post)
	])
	return id
}

/** `conflict`: the version is another one by now, or the municipality has nobody with this id. */
export async function savePerson(
	registry: Registry,
	municipalityId: string,
	personId: string,
	{ version, familyName, givenName, patronymic, organisationId, post }: SavedPerson
): Promise<'saved' | 'conflict'> {
	const rename = registry.query
		.updateTable('people')
		.set({ family_name: familyName, given_name: givenName, patronymic })
		.where('id', '=', personId)
		.where('municipality_id', '=', municipalityId)
		.where('version', '=', version)
	const isSaved = await registry.commitIf(rename, [assignWorkplace(registry, personId, organisationId, post)])
	return isSaved ? 'saved' : 'conflict'
}

export type GivenEntry = { role: 'mentor'; entry: MentorEntry | null } | { role: 'mentee'; entry: MenteeEntry | null }

/**
 * The person must belong to the municipality, and the entry to the person. A `version` of null puts the person into the bank.
 * `conflict`: the entry was saved meanwhile, or the person was put in.
 */
export async function saveEntry(
	registry: Registry,
	municipalityId: string,
	personId: string,
	given: GivenEntry,
	version: number | null
): Promise<'saved' | 'conflict'> {
	const { query } = registry
	const { role } = given
	const claim =
		version === null
			? query
					.insertInto('bank')
					.values({ person_id: personId, municipality_id: municipalityId, role })
					.onConflict((conflict) => conflict.doNothing())
			: query
					.updateTable('bank')
					.set({ version })
					.where('person_id', '=', personId)
					.where('municipality_id', '=', municipalityId)
					.where('role', '=', role)
					.where('version', '=', version)
	return (await registry.commitIf(claim, store())) ? 'saved' : 'conflict'

	function store(): Compilable[] {
		if (given.entry === null) return []
		return given.role === 'mentor'
			? [storeMentorEntry(registry, municipalityId, given.entry)]
			: [storeMenteeEntry(registry, municipalityId, given.entry)]
	}
}

async function hasNamesake(
	{ query }: Registry,
	municipalityId: string,
	names: Pick<NewBankedPerson, 'familyName' | 'givenName' | 'patronymic'>
): Promise<boolean> {
	// SQLite cannot fold Cyrillic letters, so the names are compared here.
	const people = await query
		.selectFrom('people')
		.select(['family_name', 'given_name', 'patronymic'])
		.where('municipality_id', '=', municipalityId)
		.execute()
	const { familyName: family_name, givenName: given_name, patronymic } = names
	const wanted = fold(fullName({ family_name, given_name, patronymic }))
	return people.some((person) => fold(fullName(person)) === wanted)
}
