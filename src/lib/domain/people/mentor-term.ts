import { addDaysTo, addMonthsTo, daysBetween, type IsoDate } from '../calendar.ts'
import type { Regulation } from '../regulation/schema.ts'
import type { MentorEntry } from './mentor-entry.ts'

/** Time enough to ask the mentor and to prepare another order. */
const SOON_DAYS = 60

/** Of a mentor appointed on the day (domain.md T28); null: the regulation sets no term. */
export function appointedTerm(
	{ mentorTermMonths }: Pick<Regulation, 'mentorTermMonths'>,
	from: IsoDate
): MentorEntry['term'] {
	return mentorTermMonths === null ? null : { from, until: addDaysTo(addMonthsTo(from, mentorTermMonths.value), -1) }
}

export type MentorTermState = 'unappointed' | 'ahead' | 'lasting' | 'ending' | 'over'

export function mentorTermState(term: MentorEntry['term'], on: IsoDate): MentorTermState {
	if (term === null) return 'unappointed'
	if (on < term.from) return 'ahead'
	if (on > term.until) return 'over'
	return daysBetween(on, term.until) <= SOON_DAYS ? 'ending' : 'lasting'
}
