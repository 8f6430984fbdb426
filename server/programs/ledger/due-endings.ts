/** What ends by itself, at the end of its last day where the municipality is: parts, and programmes of which a notice was given. */
import type { Compilable } from 'kysely'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { involvedPeople } from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/play-matter.ts'
import type { Registry } from '../../database/database.ts'
import { keepLedger, readLedger } from './ledger-log.ts'

export interface EndedProgram {
	programId: string
	municipalityId: string
	/** Whose part is over with it. */
	endedIds: readonly string[]
	/** Whom its ledger was about until then. */
	concernedIds: readonly string[]
}

/** Each in one commit; resolves with those in which something ended. While it runs, nothing may be stated. */
export async function endDueParts(registry: Registry, now: Date): Promise<EndedProgram[]> {
	const rows = await registry.query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'program_id')
		.innerJoin('municipalities', 'municipalities.id', 'municipality_id')
		.select(['program_id', 'municipality_id', 'person_id', 'until_day', 'time_zone'])
		.where('until_day', 'is not', null)
		.orderBy('program_id')
		.orderBy('person_id')
		.execute()
	const due = rows.filter(({ until_day, time_zone }) => (until_day ?? '') < dateIn(time_zone, now))
	const ended: EndedProgram[] = []
	for (const [programId, parts] of Map.groupBy(due, ({ program_id }) => program_id)) {
		const [first] = parts
		if (first === undefined) continue
		const { ledger } = await readLedger(registry, programId)
		const after = reachDay(ledger, dateIn(first.time_zone, now))
		const endedIds = parts.map(({ person_id }) => person_id)
		registry.commitTogether([
			...parts.map(({ person_id, until_day }) => endPart(registry, programId, person_id, until_day, now)),
			...(after === ledger ? [] : keepLedger(registry, after))
		])
		ended.push({ programId, municipalityId: first.municipality_id, endedIds, concernedIds: involvedPeople(ledger) })
	}
	return ended
}

function endPart(
	{ query }: Registry,
	programId: string,
	personId: string,
	lastDay: IsoDate | null,
	now: Date
): Compilable {
	return (
		query
			.updateTable('memberships')
			// It may have been ended by hand before.
			.set(({ fn, val }) => ({ ended_at: fn.coalesce('ended_at', val(now.toISOString())), until_day: null }))
			.where('program_id', '=', programId)
			.where('person_id', '=', personId)
			// A new order may have put the person back in meanwhile.
			.where('until_day', '=', lastDay)
	)
}
