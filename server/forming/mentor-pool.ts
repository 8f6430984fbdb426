/** The bank of mentors as a shortlist reads it: who they are, where they work, and how many they guide already. */
import { emptyMentorEntry, type MentorEntry } from '#domain/bank/mentor-entry.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Workplace } from '#domain/eligibility.ts'
import type { Place } from '#domain/matching.ts'
import type { Registry } from '../registry/database.ts'
import { readWorkplaces } from '../registry/organisations.ts'
import { fullName } from '../registry/people.ts'

export interface PooledMentor {
	name: string
	post: string
	/** Empty where the bank knows nothing but the name. */
	entry: MentorEntry
	organisation: string | null
	workplace: Workplace | null
	place: Place | null
	/** In other programmes that go on. */
	activeMentees: number
}

/** Everybody of the municipality's bank of mentors, in no order. */
export async function readMentorPool(
	registry: Registry,
	municipalityId: string,
	programId: string,
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
		countMentees(registry, municipalityId, programId)
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

/** By mentor, of the municipality's programmes but one. */
async function countMentees(
	{ query }: Registry,
	municipalityId: string,
	programId: string
): Promise<Map<string, number>> {
	const rows = await query
		.selectFrom('memberships as mentors')
		.innerJoin('memberships as mentees', 'mentees.program_id', 'mentors.program_id')
		.innerJoin('programs', 'programs.id', 'mentors.program_id')
		.select(({ fn }) => ['mentors.person_id', fn.count<number>('mentees.person_id').distinct().as('count')])
		.where('municipality_id', '=', municipalityId)
		.where('programs.id', '!=', programId)
		.where('deleted_at', 'is', null)
		.where('mentors.role', '=', 'mentor')
		.where('mentors.ended_at', 'is', null)
		.where('mentees.role', '=', 'mentee')
		.where('mentees.ended_at', 'is', null)
		.groupBy('mentors.person_id')
		.execute()
	return new Map(rows.map(({ person_id, count }) => [person_id, count]))
}
