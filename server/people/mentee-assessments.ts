import type { MenteeAssessments } from '#protocol/api/bank.ts'
import { readMentees } from './bank.ts'
import type { Registry } from '../database/database.ts'
import { toPerson } from './people.ts'

/** Of the mentees who take part in the programme now, as the bank of the municipality has them; by name. */
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
