/** The addresses at which calendars outside read people's meetings. Each has a secret in it, of which only the hash is kept. */
import { isPlausibleDay } from '#domain/calendar.ts'
import type { CalendarMeeting } from '#domain/meetings-calendar.ts'
import { isParticipantRole } from '#domain/access.ts'
import type { Registry } from '../database/database.ts'
import { listOwnPrograms } from './program-listings.ts'
import { readGrants } from '../people/grants.ts'
import { drawToken, hashToken } from '../people/invitation-rows.ts'

/** ISO instant; null: the person has none. */
export async function calendarSince({ query }: Registry, personId: string): Promise<string | null> {
	const row = await query
		.selectFrom('calendar_addresses')
		.select('created_at')
		.where('person_id', '=', personId)
		.executeTakeFirst()
	return row?.created_at ?? null
}

/** Its token; the person's address before ends. */
export async function createCalendarAddress({ query }: Registry, personId: string, now: Date): Promise<string> {
	const token = drawToken()
	const made = { token_hash: hashToken(token), created_at: now.toISOString() }
	await query
		.insertInto('calendar_addresses')
		.values({ person_id: personId, ...made })
		.onConflict((conflict) => conflict.column('person_id').doUpdateSet(made))
		.execute()
	return token
}

export async function revokeCalendarAddress({ query }: Registry, personId: string): Promise<void> {
	await query.deleteFrom('calendar_addresses').where('person_id', '=', personId).execute()
}

/** The meetings of the programmes in which its person takes part today, with the zone of their municipality; null: it is revoked. */
export async function readCalendar(
	registry: Registry,
	token: string
): Promise<{ meetings: CalendarMeeting[]; timeZone: string } | null> {
	const address = await registry.query
		.selectFrom('calendar_addresses')
		.innerJoin('people', 'people.id', 'person_id')
		.innerJoin('municipalities', 'municipalities.id', 'people.municipality_id')
		.select(['person_id', 'time_zone'])
		.where('token_hash', '=', hashToken(token))
		.executeTakeFirst()
	if (address === undefined) return null
	const { person_id: personId, time_zone: timeZone } = address
	const programs = await listOwnPrograms(registry, personId, await readGrants(registry, personId))
	const meetings = programs
		.filter(({ role, endedAt }) => endedAt === null && isParticipantRole(role))
		.flatMap(({ id: programId, summary }) =>
			(summary?.meetings ?? [])
				// A calendar knows no day of another century.
				.filter(({ heldOn }) => isPlausibleDay(heldOn))
				.map(({ id, heldOn, startsAt, place = '' }) => ({ programId, id, heldOn, startsAt, place }))
		)
	return { meetings, timeZone }
}
