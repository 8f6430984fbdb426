/** The banks of mentors and mentees (domain.md T22, S19, R13, V8): who is in them, and what is known of them. */
import type { Compilable } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import { type MenteeEntry, menteeEntrySchema, type MentorEntry, mentorEntrySchema } from '#domain/people/bank-entry.ts'
import type { Registry } from '../database/database.ts'

/** For `commitTogether`; takes the place of what was known. Throws on what is no entry. */
export function storeMentorEntry(registry: Registry, municipalityId: string, given: MentorEntry): Compilable {
	return storeEntry(registry, municipalityId, 'mentor', mentorEntrySchema.parse(given))
}

/** The same of a mentee. */
export function storeMenteeEntry(registry: Registry, municipalityId: string, given: MenteeEntry): Compilable {
	return storeEntry(registry, municipalityId, 'mentee', menteeEntrySchema.parse(given))
}

/** By person, those of them who are in the bank of mentors; null where nothing is known but that. */
export async function readMentors(
	registry: Registry,
	municipalityId: string,
	personIds: readonly string[]
): Promise<Map<string, MentorEntry | null>> {
	const rows = await readEntries(registry, municipalityId, 'mentor', personIds)
	return new Map(rows.map(({ person_id, entry }) => [person_id, parse<MentorEntry>(entry)]))
}

/** The same of the bank of mentees. */
export async function readMentees(
	registry: Registry,
	municipalityId: string,
	personIds: readonly string[]
): Promise<Map<string, MenteeEntry | null>> {
	const rows = await readEntries(registry, municipalityId, 'mentee', personIds)
	return new Map(rows.map(({ person_id, entry }) => [person_id, parse<MenteeEntry>(entry)]))
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

/** Was checked when it was stored. */
function parse<Entry>(entry: string | null): Entry | null {
	return entry === null ? null : (JSON.parse(entry) as Entry)
}
