/** The bank of mentors as a shortlist reads it: who they are, where they work, and how many they guide already. */
import { emptyMentorEntry, type MentorEntry } from '#domain/people/bank-entry.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Workplace } from '#domain/people/eligibility.ts'
import type { Place } from '#domain/people/matching.ts'
import type { Registry } from '../database/database.ts'
import { countActiveMentees } from '../people/open-programs.ts'
import { readWorkplaces } from '../people/organisations.ts'
import { fullName } from '../people/people.ts'

export interface PooledMentor {
	name: string
	post: string
	/** Empty where the bank knows nothing but the name. */
	entry: MentorEntry
	organisation: string | null
	workplace: Workplace | null
	place: Place | null
	/** In programmes that go on. */
	activeMentees: number
}

/** Everybody of the municipality's bank of mentors, in no order. */
export async function readMentorPool(
	registry: Registry,
	municipalityId: string,
	today: IsoDate
): Promise<PooledMentor[]> {
	const rows = await registry.query
		.selectFrom('bank')
		.innerJoin('people', 'people.id', 'bank.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post', 'entry'])
		.select(['organisations.name as organisation', 'latitude', 'longitude'])
		.where('bank.municipality_id', '=', municipalityId)
		.where('role', '=', 'mentor')
		.execute()
	const ids = rows.map(({ id }) => id)
	const [workplaces, loads] = await Promise.all([
		readWorkplaces(registry, municipalityId, ids, Number(today.slice(0, 4))),
		countActiveMentees(registry, municipalityId)
	])
	return rows.map(({ id, post, entry, organisation, latitude, longitude, ...names }) => ({
		name: fullName(names),
		post,
		// Was checked when it was stored.
		entry: entry === null ? emptyMentorEntry(id, today) : (JSON.parse(entry) as MentorEntry),
		organisation,
		workplace: workplaces.get(id) ?? null,
		place: latitude === null || longitude === null ? null : { latitude, longitude },
		activeMentees: loads.get(id) ?? 0
	}))
}
