/** Who takes part in programmes, and who has. */
import { sql, type SelectQueryBuilder } from 'kysely'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import type { Member } from '#domain/ledger/ledger.ts'
import type { Registry } from '../database/database.ts'
import type { Part } from './former-listing.ts'
import { endingOf } from '../people/memberships.ts'
import { toPerson } from '../people/people.ts'
import type { Tables } from '../database/tables.ts'

export interface ListedPart extends Part {
	/** By the decision that ended it, or the day on which a hand did; null: it lasts. */
	lastDay: IsoDate | null
}

/** By programme, of those a query is for; mentors first, then by family name. Those whose part has ended as well. */
export async function readListedParts(
	{ query }: Registry,
	programIds: SelectQueryBuilder<Tables, 'programs', { id: string }>
): Promise<Map<string, ListedPart[]>> {
	const rows = await query
		.selectFrom('memberships')
		.innerJoin('people', 'people.id', 'memberships.person_id')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.innerJoin('municipalities', 'municipalities.id', 'programs.municipality_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.select([
			'memberships.program_id',
			'role',
			'time_zone',
			'ended_at',
			'ended_by',
			'until_day',
			'people.id',
			'family_name',
			'given_name',
			'patronymic'
		])
		// Of a ledger only what is needed, and where it is.
		.select(
			sql<string | null>`case when ended_at is null then null else json_extract(ledgers.state, '$.members') end`.as(
				'members'
			)
		)
		.where('memberships.program_id', 'in', programIds)
		.orderBy('role', 'desc')
		.orderBy('family_name')
		.execute()
	const participants = new Map<string, ListedPart[]>()
	for (const { program_id, role, time_zone, ended_at, ended_by, until_day, members, ...names } of rows) {
		const list = participants.get(program_id) ?? []
		const endedBy = endingOf({ ended_at, ended_by, until_day })
		const known = members === null ? [] : (JSON.parse(members) as Member[])
		const decided = known.findLast((one) => one.personId === names.id && one.role === role)?.until ?? null
		const endedOn = ended_at === null ? null : dateIn(time_zone, new Date(ended_at))
		const lastDay = decided !== null && endedOn !== null && decided < endedOn ? decided : endedOn
		list.push({ participant: { person: toPerson(names), role }, endedAt: ended_at, endedBy, lastDay })
		participants.set(program_id, list)
	}
	return participants
}
