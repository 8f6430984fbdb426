/** The events that a municipality holds for its mentors, and who attended them (domain.md T48). */
import type { IsoDate } from '#domain/calendar.ts'
import type { MentorEventRow, SavedMentorEvent } from '#protocol/api/region.ts'
import type { AttendedEvent } from '#protocol/api/ledger.ts'
import type { Registry } from '../database/database.ts'
import { isErased } from './people.ts'

/** The newest first. */
export async function listMentorEvents({ query }: Registry, municipalityId: string): Promise<MentorEventRow[]> {
	const own = query.selectFrom('mentor_events').where('municipality_id', '=', municipalityId)
	const rows = await own.selectAll().orderBy('on_day', 'desc').orderBy('title').orderBy('id').execute()
	const attendance = await query
		.selectFrom('mentor_event_attendance')
		.selectAll()
		.where('event_id', 'in', own.select('id'))
		.execute()
	const idsOf = Map.groupBy(attendance, ({ event_id }) => event_id)
	return rows.map(({ id, kind, title, on_day: on, place, version }) => ({
		id,
		event: { kind, title, on, place },
		attendedIds: (idsOf.get(id) ?? []).map(({ person_id }) => person_id),
		version
	}))
}

/** The municipality's people who are in the bank of mentors, or are or were a mentor of a programme. */
export async function listMentorIds({ query }: Registry, municipalityId: string): Promise<string[]> {
	const rows = await query
		.selectFrom('people')
		.select('people.id')
		.where('people.municipality_id', '=', municipalityId)
		.where(isErased, '=', 0)
		.where((is) =>
			is.or([
				is(
					'people.id',
					'in',
					query
						.selectFrom('bank')
						.select('person_id')
						.where('municipality_id', '=', municipalityId)
						.where('role', '=', 'mentor')
				),
				is('people.id', 'in', query.selectFrom('memberships').select('person_id').where('role', '=', 'mentor'))
			])
		)
		.execute()
	return rows.map(({ id }) => id)
}

/** `conflict`: it was saved, created or deleted meanwhile. Of a person who was erased meanwhile nothing is stored. */
export async function saveMentorEvent(
	registry: Registry,
	municipalityId: string,
	id: string,
	{ version, event, attendedIds }: SavedMentorEvent
): Promise<'saved' | 'conflict'> {
	const { query } = registry
	const { on: on_day, ...fields } = event
	const claim =
		version === null
			? query
					.insertInto('mentor_events')
					.values({ id, municipality_id: municipalityId, on_day, ...fields })
					.onConflict((conflict) => conflict.doNothing())
			: query
					.updateTable('mentor_events')
					.set({ on_day, ...fields, version: version + 1 })
					.where('id', '=', id)
					.where('municipality_id', '=', municipalityId)
					.where('version', '=', version)
	const attended = query
		.selectFrom('people')
		.select((is) => [is.val(id).as('event_id'), 'people.id as person_id'])
		.where('people.id', 'in', attendedIds)
		.where(isErased, '=', 0)
	const isSaved = await registry.commitIf(claim, [
		query.deleteFrom('mentor_event_attendance').where('event_id', '=', id),
		...(attendedIds.length === 0
			? []
			: [query.insertInto('mentor_event_attendance').columns(['event_id', 'person_id']).expression(attended)])
	])
	return isSaved ? 'saved' : 'conflict'
}

/** With who attended it. False: the municipality has no such event. */
export async function deleteMentorEvent({ query }: Registry, municipalityId: string, id: string): Promise<boolean> {
	const { numDeletedRows } = await query
		.deleteFrom('mentor_events')
		.where('id', '=', id)
		.where('municipality_id', '=', municipalityId)
		.executeTakeFirst()
	return numDeletedRows > 0n
}

/** Those that the person attended, the newest first; none that is still to come. */
export function listAttended({ query }: Registry, personId: string, today: IsoDate): Promise<AttendedEvent[]> {
	return query
		.selectFrom('mentor_event_attendance')
		.innerJoin('mentor_events', 'mentor_events.id', 'event_id')
		.select(['id', 'title', 'on_day as on'])
		.where('person_id', '=', personId)
		.where('on_day', '<=', today)
		.orderBy('on_day', 'desc')
		.orderBy('title')
		.execute()
}
