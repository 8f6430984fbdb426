/** Parts that end by themselves: at the end of their last day where the municipality is. */
import { dateIn } from '#domain/time-zone.ts'
import type { Registry } from '../registry/database.ts'

export interface EndedPart {
	programId: string
	personId: string
}

/** Ends what is due, in one commit; resolves with what it ended. */
export async function endDueParts(registry: Registry, now: Date): Promise<EndedPart[]> {
	const { query } = registry
	const rows = await query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'program_id')
		.innerJoin('municipalities', 'municipalities.id', 'municipality_id')
		.select(['program_id', 'person_id', 'until_day', 'time_zone'])
		.where('until_day', 'is not', null)
		.where('ended_at', 'is', null)
		.execute()
	const due = rows.filter(({ until_day, time_zone }) => (until_day ?? '') < dateIn(time_zone, now))
	if (due.length === 0) return []
	registry.commitTogether(
		due.map(({ program_id, person_id, until_day }) =>
			query
				.updateTable('memberships')
				.set({ ended_at: now.toISOString(), until_day: null })
				.where('program_id', '=', program_id)
				.where('person_id', '=', person_id)
				// A new order may have put the person back in meanwhile.
				.where('until_day', '=', until_day)
		)
	)
	return due.map(({ program_id, person_id }) => ({ programId: program_id, personId: person_id }))
}
