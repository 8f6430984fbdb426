import { emptyMentorEntry, type MentorEntry } from '#domain/people/bank-entry.ts'
import type { IsoDate } from '#domain/calendar.ts'
import { checkMentor, unmetConditionIds, type Workplace } from '#domain/people/eligibility.ts'
import type { Regulation } from '#domain/regulation/schema.ts'

/** Conditions each mentor does not meet; whoever is not in the bank is missing, as they are in `mentors`. */
export function unmetConditions(
	mentors: ReadonlyMap<string, MentorEntry | null>,
	workplaces: ReadonlyMap<string, Workplace>,
	{ mentorConditions }: Pick<Regulation, 'mentorConditions'>,
	today: IsoDate
): Map<string, string[]> {
	return new Map(
		[...mentors].map(([personId, entry]) => {
			const known = entry ?? emptyMentorEntry(personId, today)
			return [
				personId,
				unmetConditionIds(checkMentor(known, workplaces.get(personId) ?? null, mentorConditions, today))
			]
		})
	)
}
